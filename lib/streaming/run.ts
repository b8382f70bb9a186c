import { ENDED, type Explanation } from './advice';
import { batchBody, singleBody } from './body';
import { buildEnvelope, requestHeaders, type Envelope } from './envelope';
import { BATCH_MESSAGES, MESSAGES, REQUEST_BYTES, REQUESTS, SYNC_REQUESTS } from './limits';
import { batchUrl, singleUrl } from './inletUrl';
import { createHealth, type Health } from './health';
import { openLedger, type Ledger, type Message } from './ledger';
import type { PackLimits } from './pack';
import { createThrottle, type Throttle } from './throttle';
import type { DeliverySettings, DeliveryTools, Destination, InletRequest } from './types';

/** Everything one run shares. The mode can change on the way when the inlet does not offer it. */
export interface Run {
	readonly destination: Destination;
	readonly settings: DeliverySettings;
	readonly tools: DeliveryTools;
	readonly ledger: Ledger;
	readonly health: Health;
	readonly headers: Record<string, string>;
	readonly envelope: Envelope;
	readonly limits: PackLimits;
	batching: boolean;
	sync: boolean;
	throttle: Throttle;
	/** Messages that wait for a request of their own, because batches turned out not to be taken. */
	readonly backlog: Message[][];
	/** Why nothing more is to be sent, as the end of a sentence, and what to do. */
	stopped?: Explanation;
}

/** How often to look whether the user stopped the execution, while waiting, in ms. */
const LOOK_EVERY_MS = 250;

export function openRun(
	count: number,
	destination: Destination,
	settings: DeliverySettings,
	tools: DeliveryTools,
): Run {
	// Only XDM can be validated before the reply, one message per request.
	const sync = settings.syncValidation && settings.format !== 'raw';
	return {
		destination,
		settings,
		tools,
		ledger: openLedger(count, tools.now),
		health: createHealth(settings.retryBudgetMs),
		headers: requestHeaders(destination),
		envelope: buildEnvelope(destination, settings.format, settings.sourceName),
		limits: {
			maxMessages: Math.min(Math.max(settings.maxMessages, 1), BATCH_MESSAGES),
			maxBytes: Math.min(settings.maxBytes, REQUEST_BYTES),
		},
		batching: settings.batch && !sync,
		sync,
		backlog: [],
		throttle: createThrottle(sync ? SYNC_REQUESTS : REQUESTS, MESSAGES),
	};
}

const NO_SYNC =
	'Synchronous validation is not offered where this inlet is: records went without it, and Adobe validates them after accepting.';
const NO_RAW_BATCHES =
	'This inlet takes no raw records in batches: they went one per request. Turn off Batch Raw Records to save the first attempt.';

/** Goes on without validation before the reply, as fast and as batched as the settings say. */
export function leaveSyncValidation(run: Run): void {
	if (!run.sync) return;
	run.sync = false;
	run.batching = run.settings.batch;
	run.throttle = createThrottle(REQUESTS, MESSAGES);
	run.ledger.notice(NO_SYNC);
}

/** Goes on with one record per request. */
export function leaveBatches(run: Run): void {
	run.batching = false;
	run.ledger.notice(NO_RAW_BATCHES);
}

/** Makes the requests still to come smaller, so that not each of them is refused for its size. */
export function lowerMaxBytes(run: Run, bytes: number): void {
	run.limits.maxBytes = Math.min(run.limits.maxBytes, Math.floor(bytes));
}

/** The request for these messages in the run's present mode. */
export function toRequest(run: Run, messages: readonly Message[]): InletRequest {
	const { envelope } = run;
	const { inletUrl } = run.destination;
	return {
		url: run.batching ? batchUrl(inletUrl) : singleUrl(inletUrl, run.sync),
		headers: { ...run.headers },
		body: run.batching ? batchBody(messages, envelope) : singleBody(messages[0], envelope),
	};
}

/** Why nothing more is to be sent, or undefined. */
export function stopReason(run: Run): Explanation | undefined {
	if (!run.stopped && run.tools.stopped()) run.stopped = ENDED.byUser;
	return run.stopped;
}

/** Waits, but no longer than until the run is stopped, whoever stops it. */
export async function wait(run: Run, ms: number): Promise<void> {
	for (let left = ms; left > 0 && !stopReason(run); left -= LOOK_EVERY_MS) {
		// A sleep that is cut short by rejecting means the same as one that just ends early.
		await run.tools.sleep(Math.min(left, LOOK_EVERY_MS)).catch(() => {});
	}
}
