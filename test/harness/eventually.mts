import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats an assertion until it holds: a page is drawn piece by piece. After `patienceMs` it throws what did not hold. */
export async function eventually(
	assertion: () => void | Promise<void>,
	patienceMs = 30_000,
): Promise<void> {
	const deadline = Date.now() + patienceMs;
	for (;;) {
		try {
			return await assertion();
		} catch (error) {
			if (Date.now() > deadline) throw error;
			await sleep(100);
		}
	}
}
