import { createProblem, type Problem } from '../problem/problem';
import { createBodyBuffers, type BodyBuffers } from './bodyBuffers';
import { batchBody, singleBody } from './requestBody';
import { buildEnvelope, requestHeaders, type Envelope } from './envelope';
import { BATCH_MESSAGES, MESSAGES, REQUEST_BYTES, REQUESTS, SYNC_REQUESTS } from './inletLimits';
import { batchUrl, singleUrl } from './inletUrl';
import { createInletHealth, type InletHealth } from './inletHealth';
import { openLedger, type Ledger, type Message } from './ledger';
import type { PackLimits } from './packMessages';
import { createThrottle, type Throttle } from './throttle';
import type { DeliverySettings, DeliveryTools, Destination, InletRequest } from './deliveryTypes';

/** State that one run shares. The mode changes during the run if the inlet does not support it. */
export interface DeliveryRun {
	readonly destination: Destination;
	readonly settings: DeliverySettings;
	readonly tools: DeliveryTools;
	readonly ledger: Ledger;
	readonly health: InletHealth;
	readonly headers: Record<string, string>;
	readonly envelope: Envelope;
	readonly limits: PackLimits;
	readonly buffers: BodyBuffers;
	batching: boolean;
	sync: boolean;
	/** True once Adobe accepted a message. */
	hasAccepted: boolean;
	throttle: Throttle;
	/** Messages that wait for a request of their own, because the inlet does not accept batches. */
	readonly backlog: Message[][];
	/** Reason that nothing more is sent. */
	stopped?: Problem;
}

/** Milliseconds between checks, while waiting, for whether the user stopped the execution. */
const STOP_CHECK_MS = 250;

export function createDeliveryRun(
	count: number,
	destination: Destination,
	settings: DeliverySettings,
	tools: DeliveryTools,
): DeliveryRun {
	// Only XDM can be validated before the response, with one message per request.
	const sync = settings.syncValidation && settings.format !== 'raw';
	return {
		destination,
		settings,
		tools,
		ledger: openLedger(count, tools.now),
		health: tools.health ?? createInletHealth(settings.retryBudgetMs),
		headers: requestHeaders(destination),
		envelope: buildEnvelope(destination, settings.format, settings.sourceName),
		limits: {
			maxMessages: Math.min(Math.max(settings.maxMessages, 1), BATCH_MESSAGES),
			maxBytes: Math.min(settings.maxBytes, REQUEST_BYTES),
		},
		buffers: createBodyBuffers(),
		batching: settings.batch && !sync,
		sync,
		hasAccepted: false,
		backlog: [],
		throttle: createThrottle(sync ? SYNC_REQUESTS : REQUESTS, MESSAGES),
	};
}

const NO_SYNC =
	'Adobe does not offer synchronous validation where this inlet is: records went without it, and Adobe validates them after accepting.';
const NO_RAW_BATCHES =
	'This inlet takes no raw records in batches: they went one per request. Turn off Options > Batch Raw Records to save the first attempt.';

/** Continues without synchronous validation, as fast and as batched as the settings allow. */
export function fallBackToAsyncValidation(run: DeliveryRun): void {
	if (!run.sync) return;
	run.sync = false;
	run.batching = run.settings.batch;
	run.throttle = createThrottle(REQUESTS, MESSAGES);
	run.ledger.notice(NO_SYNC);
}

/** Continues with one record per request. */
export function fallBackToSingleMessages(run: DeliveryRun): void {
	run.batching = false;
	run.ledger.notice(NO_RAW_BATCHES);
}

/** Makes the remaining requests smaller, so that they are not all rejected for their size. */
export function lowerMaxBytes(run: DeliveryRun, bytes: number): void {
	run.limits.maxBytes = Math.min(run.limits.maxBytes, Math.floor(bytes));
}

/** Builds the request for these messages in the run's current mode. */
export function buildRequest(run: DeliveryRun, messages: readonly Message[]): InletRequest {
	const { buffers, envelope } = run;
	const { inletUrl } = run.destination;
	return {
		url: run.batching ? batchUrl(inletUrl) : singleUrl(inletUrl, run.sync),
		headers: { ...run.headers },
		body: run.batching ? batchBody(messages, envelope, buffers) : singleBody(messages[0], envelope),
	};
}

/** Returns the reason that nothing more is sent; undefined if sending continues. */
export function stopReason(run: DeliveryRun): Problem | undefined {
	if (!run.stopped && run.tools.stopped()) run.stopped = createProblem('delivery.stopped', {});
	return run.stopped;
}

/** Waits, but only until the run is stopped. */
export async function waitUnlessStopped(run: DeliveryRun, ms: number): Promise<void> {
	for (let remainingMs = ms; remainingMs > 0 && !stopReason(run); remainingMs -= STOP_CHECK_MS) {
		// A sleep that ends by rejecting means the same as one that ends early.
		await run.tools.sleep(Math.min(remainingMs, STOP_CHECK_MS)).catch(() => {});
	}
}
