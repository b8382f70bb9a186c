import { sleep, type IExecuteFunctions } from 'n8n-workflow';
import type { DeliveryTools } from '../../lib/streaming/types';

/** What waiting needs: time, the stop button, and a line for whoever watches. */
export type Clock = Pick<DeliveryTools, 'now' | 'progress' | 'sleep' | 'stopped'>;

/** n8n's sleep cannot be ended early; short naps leave no timer behind when the user stops the execution. */
const NAP_MS = 500;

/**
 * A node has no progress line of its own in n8n: what it says while running goes to the log, and to the browser's
 * console in a manual execution. What matters is repeated in the hints at the end.
 */
export function executionClock(context: IExecuteFunctions): Clock {
	const stopped = () => context.getExecutionCancelSignal()?.aborted ?? false;
	return {
		now: Date.now,
		stopped,
		sleep: async (ms) => {
			for (let left = ms; left > 0 && !stopped(); left -= NAP_MS)
				await sleep(Math.min(left, NAP_MS));
		},
		progress: (text) => {
			context.logger.info(`${context.getNode().name}: ${text}`);
			context.sendMessageToUI(text);
		},
	};
}
