import { createContext, Script } from 'node:vm';

// Node can end nothing but a script.
const script = new Script('run()');
const sandbox = createContext({ run: () => {} });

/**
 * Runs something, and ends it if it takes too long.
 * @returns whether it ended by itself
 */
export function runAtMost(milliseconds: number, run: () => unknown): boolean {
	sandbox.run = run;
	try {
		script.runInContext(sandbox, { timeout: milliseconds });
		return true;
	} catch (error) {
		if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
		return false;
	}
}
