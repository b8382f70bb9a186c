/** The module with n8n's own sleep. */
const SLEEP = '@n8n/utils/sleep';

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
	// n8n-workflow may have a copy of its own.
	const paths = [require.resolve('n8n-workflow')];
	const path = require.resolve(SLEEP, { paths });
	const timers = jest.requireActual<{ sleep: (ms: number) => Promise<void> }>(path);
	timers.sleep = async (ms) => {
		skippedMs += ms;
		slept += ms;
		time.onWait?.(ms);
		await Promise.resolve();
	};
	return time;
}
