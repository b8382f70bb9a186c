import { retryDelayMs } from '../../http/retryDelay';
import { describeNetworkError } from '../../http/networkErrors';
import type { HttpReply } from '../../http/httpReply';
import { readRetryAfter } from '../../http/retryAfter';
import type { ExecutionClock } from '../../n8n/executionClock';
import { askedUntilOf } from '../../problem/askedToWait';
import { durationInWords } from '../../problem/durationInWords';

/** A part of Adobe's platform that has given no definite answer for a while. */
interface Outage {
	/** The latest transient reply. */
	reply: TimedReply;
	failures: number;
	/** Times in ms since 1970: of the first transient reply, and of the next attempt. */
	since: number;
	nextAttemptAt: number;
}

/**
 * Outages by the part of the platform. All requests of an execution share them: otherwise, each of its items would wait
 * out the same outage again.
 */
export type Outages = Map<string, Outage>;

/** The time that a caller keeps asking while Adobe gives no definite answer. */
export interface Patience {
	/** Milliseconds from the first transient reply of an outage; 0 tries once. */
	budgetMs: number;
	clock: ExecutionClock;
	outages: Outages;
}

/** A reply, and the time before which it asks not to be asked again, in ms since 1970; 0 if it does not say. */
export interface TimedReply {
	reply: HttpReply;
	askedUntil: number;
}

/** Longer waits are shown as a progress line, in ms. */
const LONG_WAIT_MS = 1_000;

/**
 * Sends a request again, with a growing random delay, until the reply is definite, the budget is spent, or the execution
 * is stopped. If Adobe asks to wait longer than the budget, nothing more is sent.
 * @param part part of the platform that the request goes to
 * @param isRepeatable returns true if another attempt does no harm and may have another reply
 */
export async function sendPatiently(
	send: () => Promise<HttpReply>,
	part: string,
	isRepeatable: (reply: HttpReply) => boolean,
	{ budgetMs, clock, outages }: Patience,
): Promise<TimedReply> {
	for (;;) {
		const outage = outages.get(part);
		if (outage && !(await waitForNextAttempt(outage, budgetMs, clock))) return outage.reply;
		const reply = await send();
		const now = clock.now();
		const timed = { reply, askedUntil: askedUntil(reply, now) };
		if (!isRepeatable(reply)) {
			if (isAnswer(reply)) outages.delete(part);
			return timed;
		}
		const next = continuedOutage(outages.get(part), timed, now);
		outages.set(part, next);
		if (clock.stopped() || now - next.since >= budgetMs) return timed;
	}
}

/** Returns false if nothing more may be sent: Adobe asks to wait for too long, or the execution is stopped. */
async function waitForNextAttempt(
	{ reply, since, nextAttemptAt }: Outage,
	budgetMs: number,
	clock: ExecutionClock,
): Promise<boolean> {
	const now = clock.now();
	const remainingMs = Math.max(0, since + budgetMs - now);
	if (reply.askedUntil > now + remainingMs) return false;
	const waitMs = Math.min(nextAttemptAt - now, remainingMs);
	if (waitMs <= 0) return true;
	if (waitMs >= LONG_WAIT_MS)
		clock.progress(`${inWords(reply.reply)}; asking again in ${durationInWords(waitMs)}`);
	await clock.sleep(waitMs);
	return !clock.stopped();
}

function continuedOutage(previous: Outage | undefined, reply: TimedReply, now: number): Outage {
	const failures = (previous?.failures ?? 0) + 1;
	const askedMs = Math.max(0, reply.askedUntil - now);
	const nextAttemptAt = now + retryDelayMs(failures, Math.random(), askedMs);
	return { reply, failures, since: previous?.since ?? now, nextAttemptAt };
}

/** A status above 499 or a lost reply to a change says nothing about the next request. */
const isAnswer = (reply: HttpReply) => 'status' in reply && reply.status < 500;

function askedUntil(reply: HttpReply, now: number): number {
	if (reply.kind === 'blocked') return askedUntilOf(reply.problem);
	if (reply.kind !== 'reply') return 0;
	const retryAfterMs = readRetryAfter(reply.headers, now);
	return retryAfterMs ? now + retryAfterMs : 0;
}

function inWords(reply: HttpReply): string {
	switch (reply.kind) {
		case 'reply':
		case 'oversized':
			return `Adobe answered with status ${reply.status}`;
		case 'blocked':
			return reply.problem.message;
		case 'network':
			return `Adobe's platform gave no answer: ${describeNetworkError(reply.code)}`;
	}
}
