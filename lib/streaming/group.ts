import { ENDED, explainNotSent, explainRefusal, type Explanation } from './advice';
import { sendOnce, type Attempt } from './attempt';
import type { Message } from './ledger';
import type { MessageReading } from './reply';
import { decideRetry, isPassing, mayHaveArrived } from './retry';
import type { DeliveryFailure, RetryDecision } from './retry';
import { leaveBatches, leaveSyncValidation, lowerMaxBytes, stopReason, wait } from './run';
import type { Run } from './run';
import { accept, leaveUnsent, settleOpen } from './settle';

type Action = RetryDecision['action'];
type NotAccepted = Exclude<MessageReading, { kind: 'accepted' }>;

/** Waiting longer than this is worth a line to whoever watches, in ms. */
const WORTH_SAYING_MS = 1_000;

/** How an inlet refuses a message without envelope. Source: Adobe's Kafka sink, a recorded reply. */
const HEADER_MANDATORY = /'?header'? field is mandatory/i;

/** The actions that send a message again, and what each changes for the run before. */
const SENDING_AGAIN: Partial<Record<Action, (run: Run, attempt: Attempt) => void>> = {
	later: () => {},
	split: (run, attempt) => lowerMaxBytes(run, attempt.bytes / 2),
	sendSingly: leaveBatches,
	dropSyncValidation: leaveSyncValidation,
};

/** Sends a group of messages and keeps at it until every one of them is settled. */
export async function deliverGroup(run: Run, group: Message[]): Promise<void> {
	let queue = [group];
	for (let next = queue.shift(); next; next = queue.shift()) {
		if (!stopReason(run)) await wait(run, run.throttle.reserve(run.tools.now(), next.length));
		const stopped = stopReason(run);
		if (stopped) leaveUnsent(run, next, explainNotSent(stopped));
		// Asked after the wait: another group may have found out meanwhile that batches are not taken.
		else if (next.length > 1 && !run.batching)
			for (const message of next) run.backlog.push([message]);
		else queue = [...(await tryGroup(run, next)), ...queue];
	}
}

/** Sends once, settles what is decided, and gives what to send again, after waiting for it. */
async function tryGroup(run: Run, messages: Message[]): Promise<Message[][]> {
	const attempt = await sendOnce(run, messages);
	if (attempt.kind === 'blocked') {
		run.stopped ??= { reason: attempt.reason, advice: attempt.advice };
		leaveUnsent(run, messages, explainNotSent(attempt));
		return [];
	}
	noteHealth(run, attempt);
	const again: Message[] = [];
	const actions = new Set<Action>();
	let waitMs = 0;
	messages.forEach((message, position) => {
		const reading = attempt.readings[position];
		if (reading.kind === 'accepted') return accept(run, message, reading.xactionId);
		const decision = decide(run, attempt, message, reading);
		actions.add(decision.action);
		if (decision.action === 'later') waitMs = Math.max(waitMs, decision.waitMs);
		if (SENDING_AGAIN[decision.action]) again.push(message);
		else settleOpen(run, attempt, message, reading, decision.action === 'reject');
		if (decision.action === 'stopRun') run.stopped ??= explainStop(run, attempt, decision);
	});
	for (const action of actions) SENDING_AGAIN[action]?.(run, attempt);
	if (actions.has('giveUp') && run.health.givenUp(run.tools.now())) {
		run.stopped ??= ENDED.silence;
	}
	if (waitMs > 0) await waitAgain(run, attempt, again.length, waitMs);
	return actions.has('split') ? halves(again) : again.length > 0 ? [again] : [];
}

function decide(run: Run, attempt: Attempt, message: Message, reading: NotAccepted): RetryDecision {
	const failure = toFailure(run, attempt, reading);
	const now = run.tools.now();
	if (isPassing(failure)) {
		message.passes += 1;
		message.firstPassAt ??= now;
	}
	if (mayHaveArrived(failure)) {
		message.uncertain =
			reading.kind === 'unknown' ? reading.reason : `Adobe answered ${reading.status}`;
	}
	return decideRetry(failure, message.passes, {
		totalMs: run.settings.retryBudgetMs,
		remainingMs: run.health.remainingMs(message.firstPassAt ?? now, now),
		maxAttempts: run.settings.maxAttempts,
		random: run.tools.random(),
	});
}

/** What the answer means for the records that are not sent any more because of it. */
function explainStop(run: Run, attempt: Attempt, { reason }: RetryDecision): Explanation {
	const { authenticated } = run.destination;
	const { status, message, emptyBody } = attempt;
	return { reason, advice: explainRefusal({ status, message, emptyBody, authenticated }).advice };
}

function toFailure(run: Run, attempt: Attempt, reading: NotAccepted): DeliveryFailure {
	if (reading.kind === 'unknown') return { kind: 'noAnswer' };
	const { status } = reading;
	const { retryAfterMs, sync, batched } = attempt;
	const raw = batched && run.settings.format === 'raw';
	const rawBatchRefused = raw && HEADER_MANDATORY.test(reading.message);
	const refused = { status, retryAfterMs, rawBatchRefused };
	return attempt.whole
		? { kind: 'request', ...refused, sync, messages: attempt.readings.length }
		: { kind: 'message', ...refused };
}

/** A single yes or no shows that the inlet works, whatever became of the other messages. */
function noteHealth(run: Run, attempt: Attempt): void {
	const definite = attempt.readings.some(
		(reading) => reading.kind === 'accepted' || !isPassing(toFailure(run, attempt, reading)),
	);
	if (definite) run.health.definite();
	else run.health.passing(run.tools.now());
}

async function waitAgain(run: Run, attempt: Attempt, count: number, waitMs: number): Promise<void> {
	// What Adobe asks of one request holds for all of them.
	if (attempt.retryAfterMs) run.throttle.pauseUntil(run.tools.now() + waitMs);
	if (waitMs >= WORTH_SAYING_MS) {
		const seconds = Math.ceil(waitMs / 1_000);
		const words = attempt.status === 0 ? 'No answer came' : `Adobe answered ${attempt.status}`;
		run.tools.progress(`${words}; ${count} to be sent again in ${seconds} s`);
	}
	await wait(run, waitMs);
}

function halves(messages: Message[]): Message[][] {
	const middle = Math.ceil(messages.length / 2);
	return [messages.slice(0, middle), messages.slice(middle)];
}
