import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks every tenth of a second until the answer is a yes.
 * @param what what is waited for; a function can say what was last seen, too
 * @param patienceMs for a hang, not for a busy machine
 * @throws Error that names what was missing
 */
export async function until(
	what: string | (() => string),
	ask: () => boolean | Promise<boolean>,
	patienceMs = 180_000,
): Promise<void> {
	const deadline = Date.now() + patienceMs;
	while (!(await ask())) {
		if (Date.now() > deadline) {
			const missing = typeof what === 'string' ? what : what();
			throw new Error(`Waited ${patienceMs / 1_000} s for this: ${missing}`);
		}
		await sleep(100);
	}
}
