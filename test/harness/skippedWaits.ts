/** The package with n8n's own sleep since n8n-workflow 2.37. */
const SLEEP = '@n8n/utils/sleep';

interface Timers {
	sleep: (ms: number) => Promise<void>;
}

/** Returns the module with n8n's own sleep: a package, or a file of earlier versions of n8n-workflow. */
function moduleOfSleep(): Timers {
	const workflow = require.resolve('n8n-workflow');
	const file = jest.requireActual<Timers>(workflow.replace(/[^/\\]+$/, 'utils.js'));
	const { sleep } = jest.requireActual<Timers>('n8n-workflow');
	if (isOwn(file, 'sleep') && file.sleep === sleep) return file;
	// n8n-workflow may have a copy of its own.
	return jest.requireActual(require.resolve(SLEEP, { paths: [workflow] }));
}

/** Returns false for a function that a module only passes on from another one. */
const isOwn = (module: object, name: string) =>
	Object.getOwnPropertyDescriptor(module, name)?.get === undefined;

/** The time of a test in which nobody waits. */
export interface SkippedWaits {
	/** Milliseconds that were slept away since the last reset. */
	waitedMs(): number;
	/** Lets the time go on without anybody waiting, in milliseconds. */
	advance(ms: number): void;
	/** Starts counting anew; the time goes on from where it is. */
	reset(): void;
	/** Called at the beginning of each wait. */
	onWait?: (ms: number) => void;
}

/**
 * Ends every wait of the nodes at once, and lets the clock of this process go on as if it had been waited for. Only
 * n8n's own `sleep` is skipped: connections and responses take the time that they take.
 */
export function skipWaits(): SkippedWaits {
	const realNow = Date.now.bind(Date);
	const realTick = performance.now.bind(performance);
	let skippedMs = 0;
	let slept = 0;
	const time: SkippedWaits = {
		waitedMs: () => slept,
		advance: (ms) => (skippedMs += ms),
		reset: () => (slept = 0),
	};
	// Not with spies of jest, which remember every call. Each test file has a Date and modules of its own.
	Date.now = () => realNow() + skippedMs;
	performance.now = () => realTick() + skippedMs;
	moduleOfSleep().sleep = async (ms) => {
		skippedMs += ms;
		slept += ms;
		time.onWait?.(ms);
		await Promise.resolve();
	};
	return time;
}
