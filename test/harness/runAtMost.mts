import { createContext, Script } from 'node:vm';

// Node can end nothing but a script.
const script = new Script('run()');
const sandbox = createContext({ run: () => {} });

/** A busy machine may leave a process nothing of such a time, but not again and again. */
const ATTEMPTS = 10;

/**
 * Runs something, and ends it if it takes too long. If the machine was busy with other things instead, it runs it again.
 * @returns whether it ended by itself
 */
export function runAtMost(milliseconds: number, run: () => unknown): boolean {
	for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
		const before = process.cpuUsage();
		if (endsWithin(milliseconds, run)) return true;
		const { user, system } = process.cpuUsage(before);
		if ((user + system) / 1_000 > milliseconds / 2) return false;
	}
	return false;
}

function endsWithin(milliseconds: number, run: () => unknown): boolean {
	sandbox.run = run;
	try {
		script.runInContext(sandbox, { timeout: milliseconds });
		return true;
	} catch (error) {
		if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
		return false;
	}
}
