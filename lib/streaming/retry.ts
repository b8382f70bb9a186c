import { retryDelayMs } from './retryDelay';

/** Why an attempt did not end in acceptance, without the words of the reply. */
export type DeliveryFailure =
	/** No answer, or one that does not say what became of the message. */
	| { kind: 'noAnswer' }
	/** The reply's own status: it is about the whole request. */
	| ({ kind: 'request'; messages: number; sync: boolean } & Refused)
	/** The status of one message inside a batch reply. */
	| ({ kind: 'message' } & Refused);

interface Refused {
	status: number;
	/** What the reply asked for, in ms. */
	retryAfterMs?: number;
	/** Raw messages of a batch were refused because they have no header of their own. */
	rawBatchRefused?: boolean;
}

export interface RetryBudget {
	/** Time a run may wait for one record or for a silent inlet, in ms. */
	totalMs: number;
	/** What is left of it for this record, in ms; can be below 0. */
	remainingMs: number;
	maxAttempts: number;
	/** From 0 up to, not including, 1. */
	random: number;
}

export type RetryDecision = { reason: string } & (
	| { action: 'later'; waitMs: number }
	/** Try in two halves. */
	| { action: 'split' }
	/** Send each message by itself from now on. */
	| { action: 'sendSingly' }
	/** Send the same without asking for validation. */
	| { action: 'dropSyncValidation' }
	/** Adobe will say the same to every other request of this run. */
	| { action: 'stopRun' }
	| { action: 'reject' }
	/** It might have worked later, but time or attempts are used up. */
	| { action: 'giveUp' }
);

/** Source: Adobe, streaming ingestion API and its troubleshooting guide; 408, 502 and 504 are what gateways between answer. */
export const RETRYABLE_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** Retryable statuses after which the message may have been taken all the same. */
const AMBIGUOUS_STATUSES: ReadonlySet<number> = new Set([500, 502, 504]);

/** The address or the way it is asked is wrong, so no other request can fare better. */
const WRONG_ADDRESS_STATUSES: ReadonlySet<number> = new Set([404, 405, 410]);

/**
 * What to do after one attempt that was not accepted.
 * @param attempt attempts so far that ended without a definite answer, this one included
 */
export function decideRetry(
	failure: DeliveryFailure,
	attempt: number,
	budget: RetryBudget,
): RetryDecision {
	if (failure.kind === 'noAnswer') return later('no answer', attempt, budget);
	const { status, retryAfterMs = 0 } = failure;
	if (RETRYABLE_STATUSES.has(status)) {
		if (failure.kind === 'request' && retryAfterMs > budget.totalMs) {
			return { action: 'stopRun', reason: askedToWait(retryAfterMs) };
		}
		return later(`status ${status}`, attempt, budget, retryAfterMs);
	}
	if (failure.rawBatchRefused) {
		return { action: 'sendSingly', reason: 'the inlet takes no raw records in batches' };
	}
	if (failure.kind === 'message') return refused(status);
	if (status === 413 && failure.messages > 1) {
		return { action: 'split', reason: 'the request is larger than the inlet takes' };
	}
	if (status === 501 && failure.sync) {
		return { action: 'dropSyncValidation', reason: 'validation is not offered at this location' };
	}
	if (status === 401 || status === 403) {
		// Whoever sends has renewed the token once already.
		return { action: 'stopRun', reason: `Adobe does not let this run in (status ${status})` };
	}
	if (WRONG_ADDRESS_STATUSES.has(status) || (status >= 300 && status < 400)) {
		return { action: 'stopRun', reason: `the address of the inlet is wrong (status ${status})` };
	}
	return refused(status);
}

/** Whether the answer is a passing one: the same message could be taken later. */
export function isPassing(failure: DeliveryFailure): boolean {
	return failure.kind === 'noAnswer' || RETRYABLE_STATUSES.has(failure.status);
}

/** Whether a message may have been taken in spite of this answer: then it is unknown, not refused. */
export function mayHaveArrived(failure: DeliveryFailure): boolean {
	return failure.kind === 'noAnswer' || AMBIGUOUS_STATUSES.has(failure.status);
}

function refused(status: number): RetryDecision {
	return { action: 'reject', reason: `status ${status} will not change by sending again` };
}

/** An inlet that is closed for longer than this run waits is closed to the run's other requests too. */
function askedToWait(retryAfterMs: number): string {
	return `Adobe asks to wait ${Math.ceil(retryAfterMs / 1_000)} seconds, longer than this run may`;
}

function later(
	reason: string,
	attempt: number,
	{ remainingMs, maxAttempts, random }: RetryBudget,
	retryAfterMs = 0,
): RetryDecision {
	if (attempt >= maxAttempts) return { action: 'giveUp', reason: `${reason}, ${attempt} attempts` };
	if (remainingMs <= 0 || retryAfterMs > remainingMs) {
		return { action: 'giveUp', reason: `${reason}, no time left` };
	}
	const waitMs = Math.min(retryDelayMs(attempt, random, retryAfterMs), remainingMs);
	return { action: 'later', waitMs, reason };
}
