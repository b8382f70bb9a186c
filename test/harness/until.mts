import { setTimeout as sleep } from 'node:timers/promises';
import { PATIENCE_MS } from './eventually.mts';

/**
 * Asks again and again, soon at first and then every tenth of a second, until the answer is a yes.
 * @param what what is waited for; a function can say what was last seen, too
 * @param patienceMs for a hang, not for a busy machine
 * @throws Error that names what was missing
 */
export async function until(
	what: string | (() => string),
	ask: () => boolean | Promise<boolean>,
	patienceMs = PATIENCE_MS,
): Promise<void> {
	const deadline = Date.now() + patienceMs;
	for (let pause = 1; !(await ask()); pause = Math.min(100, pause * 1.5)) {
		if (Date.now() > deadline) {
			const missing = typeof what === 'string' ? what : what();
			throw new Error(`Waited ${patienceMs / 1_000} s, and still not: ${missing}`);
		}
		await sleep(pause);
	}
}
