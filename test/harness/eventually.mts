import { setTimeout as sleep } from 'node:timers/promises';

/** Long enough for a machine that is busy with other things: what is not there by then does not come. */
export const PATIENCE_MS = 180_000;

/** Repeats an assertion until it holds: a page is drawn piece by piece. After `patienceMs` it throws what did not hold. */
export async function eventually(
	assertion: () => void | Promise<void>,
	patienceMs = PATIENCE_MS,
): Promise<void> {
	const deadline = Date.now() + patienceMs;
	for (;;) {
		try {
			return await assertion();
		} catch (error) {
			if (Date.now() > deadline) {
				if (error instanceof Error)
					error.message = `Waited ${patienceMs / 1000} s for this to pass: ${error.message}`;
				throw error;
			}
			await sleep(50);
		}
	}
}
