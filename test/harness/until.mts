import { setTimeout as sleep } from 'node:timers/promises';

/** Asks every tenth of a second until the answer is a yes; throws after `patienceMs`. */
export async function until(
	what: string,
	ask: () => boolean | Promise<boolean>,
	patienceMs = 60_000,
): Promise<void> {
	const deadline = Date.now() + patienceMs;
	while (!(await ask())) {
		if (Date.now() > deadline) throw new Error(`Still not: ${what}`);
		await sleep(100);
	}
}
