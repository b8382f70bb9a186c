import type { NotAccepted } from './readAnswer';
import { retryDelayMs } from './retryDelay';

/** Facts about the request that an answer belongs to. */
export interface AnswerContext {
	/** True if the answer is about the whole request, not about one of its messages. */
	aboutRequest: boolean;
	/** True if nothing was sent. */
	blocked: boolean;
	/** Number of messages in the request. */
	messages: number;
	/** True if it requested synchronous validation. */
	sync: boolean;
	/** True if it was a batch of raw records, which Adobe does not document. */
	rawBatch: boolean;
	/** Milliseconds that the response asks to wait. */
	retryAfterMs?: number;
}

export interface RetryBudget {
	/** Milliseconds that a run may wait for one record or for an inlet that does not respond. */
	totalMs: number;
	/** Milliseconds left of it for this record; can be below 0. */
	remainingMs: number;
	maxAttempts: number;
	/** From 0 up to but not including 1. */
	random: number;
}

export type NextStep =
	| { action: 'retry'; waitMs: number }
	/** Send the messages again in two halves. */
	| { action: 'split' }
	/** Send each message in its own request from now on. */
	| { action: 'sendSingly' }
	/** Send the same request without synchronous validation. */
	| { action: 'dropSyncValidation' }
	/** Stop: Adobe would reject every other request of this run too. */
	| { action: 'stopRun' }
	| { action: 'reject' }
	/** It might have worked later, but no time or attempts are left. */
	| { action: 'giveUp' };

/** The address or the credential is wrong; the sender has already renewed the token once. */
const STOPPING_STATUSES = [401, 403, 404, 405, 410];

/** Returns true if Adobe may accept the same message later. */
export const isTransient = ({ problem }: NotAccepted): boolean => problem.retry === 'later';

/**
 * Decides the next step after an answer other than accepted.
 * @param failures number of the message's transient answers, including this one
 */
export function decideNextStep(
	answer: NotAccepted,
	context: AnswerContext,
	failures: number,
	budget: RetryBudget,
): NextStep {
	const { code, status = 0 } = answer.problem;
	const { aboutRequest, retryAfterMs = 0 } = context;
	if (isTransient(answer)) {
		// An inlet that is closed for longer than this run waits is closed to its other requests too.
		if (aboutRequest && retryAfterMs > budget.totalMs) return { action: 'stopRun' };
		return retry(failures, budget, retryAfterMs);
	}
	if (context.blocked) return { action: 'stopRun' };
	if (code === 'inlet.headerRequired' && context.rawBatch) return { action: 'sendSingly' };
	if (!aboutRequest) return { action: 'reject' };
	if (code === 'inlet.tooLarge' && context.messages > 1) return { action: 'split' };
	if (code === 'inlet.validationNotOffered' && context.sync) {
		return { action: 'dropSyncValidation' };
	}
	const isRedirect = status >= 300 && status < 400;
	return { action: isRedirect || STOPPING_STATUSES.includes(status) ? 'stopRun' : 'reject' };
}

function retry(
	failures: number,
	{ remainingMs, maxAttempts, random }: RetryBudget,
	retryAfterMs: number,
): NextStep {
	const isExhausted = failures >= maxAttempts || remainingMs <= 0 || retryAfterMs > remainingMs;
	if (isExhausted) return { action: 'giveUp' };
	const waitMs = Math.min(retryDelayMs(failures, random, retryAfterMs), remainingMs);
	return { action: 'retry', waitMs };
}
