import type { ProblemCode } from '../problem/problemCodes';
import type { NotAccepted } from './readAnswer';
import { retryDelayMs } from '../http/retryDelay';

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
	/** True if the inlet has accepted or rejected something in this run, so that its address and token are right. */
	inletWorks: boolean;
	/** True if every message has an envelope of its own, so that what is wrong with it may be one message's fault. */
	ownEnvelopes: boolean;
	/** Milliseconds that the response asks to wait. */
	retryAfterMs?: number;
}

export interface RetryBudget {
	/** Milliseconds that a run may wait for one record or for an inlet that does not respond. */
	totalMs: number;
	/** Milliseconds left of it for this record; can be below 0. */
	remainingMs: number;
	maxAttempts: number;
	/** Number of requests in a row, including this one, that got no definite answer. */
	failuresInARow: number;
	/** From 0 up to but not including 1. */
	random: number;
}

export type NextStep =
	| { action: 'retry'; waitMs: number }
	/** Send the messages again in two halves. */
	| { action: 'split'; waitMs: number }
	/** Send each message in its own request from now on. */
	| { action: 'sendSingly' }
	/** Send the same request without synchronous validation. */
	| { action: 'dropSyncValidation' }
	/** Stop: Adobe would reject every other request of this run too. */
	| { action: 'stopRun' }
	| { action: 'reject' }
	/** Leave the messages unsent: no time is left to find out which of them was rejected. */
	| { action: 'postpone' }
	/** It might have worked later, but no time or attempts are left. */
	| { action: 'giveUp' };

/** Longest step of the delay before a half is sent, as a number of attempts: 4 s at most. */
const LONGEST_SPLIT_STEP = 4;

/** Milliseconds that a batch is narrowed down after a rejection, even if the time for retries is shorter. */
const NARROWING_MS = 60_000;

/** The address or the credential is wrong; the sender has already renewed the token once. */
const STOPPING_STATUSES = [401, 403, 404, 405, 407, 410, 511];

/** Codes of rejections that one message can bring upon its whole batch. */
const ABOUT_ONE: readonly ProblemCode[] = ['record.rejected', 'record.invalid', 'proxy.blocked'];

/** Codes of rejections of what the envelope says, which is the same for every record unless it brings its own. */
const ABOUT_ENVELOPE: readonly ProblemCode[] = [
	'inlet.schemaUnknown',
	'inlet.wrongOrganization',
	'inlet.headerRequired',
];

/** Statuses that say nothing about raw records in batches: token, access, proxies, and a request that is too large. */
const NOT_ABOUT_BATCHES = [401, 403, 407, 413, 511];

/** A batch that fails this often, where each failure may be its own, is sent in halves. */
const FAILURES_BEFORE_SPLIT = 2;

/** Returns true if Adobe may accept the same message later. */
export const isTransient = ({ problem }: NotAccepted): boolean => problem.retry === 'later';

/**
 * Decides the next step after an answer other than accepted. A batch whose size or one record may be the cause is halved
 * until single records have their own answers.
 * @param failures number of the message's transient answers in this company, including this one
 */
export function decideNextStep(
	answer: NotAccepted,
	context: AnswerContext,
	failures: number,
	budget: RetryBudget,
): NextStep {
	const { code, status = 0 } = answer.problem;
	const { aboutRequest, blocked, messages, retryAfterMs = 0 } = context;
	const mayHalve = aboutRequest && !blocked && messages > 1;
	if (isTransient(answer)) {
		// An inlet that is closed for longer than this run waits is closed to its other requests too.
		if (aboutRequest && retryAfterMs > Math.max(budget.remainingMs, 0))
			return { action: 'stopRun' };
		const step = retry(failures, budget, retryAfterMs);
		const isOwnFault = answer.mayHaveArrived || code === 'inlet.timeout';
		const isRepeated = failures >= FAILURES_BEFORE_SPLIT;
		if (step.action !== 'retry' || !mayHalve || !isOwnFault || !isRepeated) return step;
		const attempt = Math.min(budget.failuresInARow, LONGEST_SPLIT_STEP);
		return { action: 'split', waitMs: retryDelayMs(attempt, budget.random, retryAfterMs) };
	}
	if (blocked) return { action: 'stopRun' };
	if (code === 'inlet.headerRequired' && context.rawBatch) return { action: 'sendSingly' };
	if (aboutRequest && context.rawBatch && !NOT_ABOUT_BATCHES.includes(status)) {
		return { action: 'sendSingly' };
	}
	if (!aboutRequest) return { action: 'reject' };
	if (code === 'inlet.tooLarge' && messages > 1) return { action: 'split', waitMs: 0 };
	if (code === 'inlet.validationNotOffered' && context.sync) {
		return { action: 'dropSyncValidation' };
	}
	const isRedirect = status >= 300 && status < 400;
	// Once the inlet has answered, a firewall's page may be about one record's text.
	const isOneFault = code === 'proxy.blocked' && context.inletWorks;
	if (isRedirect || (STOPPING_STATUSES.includes(status) && !isOneFault)) {
		return { action: 'stopRun' };
	}
	const isOfOne =
		ABOUT_ONE.includes(code) || (context.ownEnvelopes && ABOUT_ENVELOPE.includes(code));
	const narrowingMs = budget.remainingMs + Math.max(0, NARROWING_MS - budget.totalMs);
	if (!mayHalve || !isOfOne) return { action: 'reject' };
	return narrowingMs > 0 ? { action: 'split', waitMs: 0 } : { action: 'postpone' };
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
