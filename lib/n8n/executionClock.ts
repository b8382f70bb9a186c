import { sleep, type IExecuteFunctions } from 'n8n-workflow';

/** Everything that waiting needs: the time, the stop button, and a progress line. */
export interface ExecutionClock {
	/** Milliseconds since 1970 when the execution began, and never less than before: the system's clock can be set back. */
	now(): number;
	/** Sleeps for that many milliseconds, or until the execution is stopped. */
	sleep(ms: number): Promise<void>;
	/** Returns true once the user has stopped the execution. */
	stopped(): boolean;
	/** Shows a progress line to the user. */
	progress(text: string): void;
}

/** n8n's sleep cannot be ended early; short sleeps leave no timer behind when the user stops the execution. */
const SLEEP_STEP_MS = 500;

/**
 * Creates the clock of an execution. n8n has no progress line for a node: its lines go to the log and, in a manual
 * execution, to the browser's console. The hints at the end repeat what matters.
 */
export function executionClock(context: IExecuteFunctions): ExecutionClock {
	const stopped = () => context.getExecutionCancelSignal()?.aborted ?? false;
	const startedAt = Date.now() - performance.now();
	return {
		now: () => Math.floor(startedAt + performance.now()),
		stopped,
		sleep: async (ms) => {
			for (let remainingMs = ms; remainingMs > 0 && !stopped(); remainingMs -= SLEEP_STEP_MS)
				await sleep(Math.min(remainingMs, SLEEP_STEP_MS));
		},
		progress: (text) => {
			context.logger.info(`${context.getNode().name}: ${text}`);
			context.sendMessageToUI(text);
		},
	};
}

/** The clock of a list in the panel: nobody can stop it, and there is no place for progress lines. */
export const panelClock: ExecutionClock = {
	now: () => Date.now(),
	stopped: () => false,
	sleep: async (ms) => await sleep(ms),
	progress: () => {},
};
