import { retryAtOf } from '../problem/askedToWait';
import { durationInWords } from '../problem/durationInWords';
import { createProblem, type Problem } from '../problem/problem';
import {
	fallBackToAsyncValidation,
	fallBackToSingleMessages,
	lowerMaxBytes,
	stopReason,
	waitUnlessStopped,
	type DeliveryRun,
} from './deliveryRun';
import type { Message } from './ledger';
import { isAboutRecord } from './inletProblem';
import { decideNextStep, isTransient, type NextStep } from './nextStep';
import type { NotAccepted } from './readAnswer';
import { sendRequest, type SentAnswer } from './sendRequest';

type Action = NextStep['action'];

/** Longer waits are shown as a progress line, in ms. */
const LONG_WAIT_MS = 1_000;

/** Actions that send a message again, each with the change that it makes to the run first. */
const RESEND_ACTIONS: Partial<Record<Action, (run: DeliveryRun, answer: SentAnswer) => void>> = {
	retry: () => {},
	split: () => {},
	sendSingly: fallBackToSingleMessages,
	dropSyncValidation: fallBackToAsyncValidation,
};

/** Messages of one request. */
interface Parcel {
	messages: Message[];
	/** Set for a half of a batch that was lost: its size may be the reason. */
	suspicion?: SizeSuspicion;
}

/** Both halves of a batch that was lost. If both arrive, larger requests are not sent any more. */
interface SizeSuspicion {
	halvesLeft: number;
	/** UTF-8 bytes of the larger half. */
	bytes: number;
}

/** Progress of one group. */
interface GroupState {
	/** Requests in a row without a definite answer. */
	failuresInARow: number;
}

/**
 * Sends a group of messages until every one of them has an outcome. What has to be sent again goes behind the rest, so
 * that a record that Adobe cannot process holds up only itself.
 */
export async function sendGroup(run: DeliveryRun, group: Message[]): Promise<void> {
	const state: GroupState = { failuresInARow: 0 };
	const queue: Parcel[] = [{ messages: group }];
	for (let parcel = queue.shift(); parcel; parcel = queue.shift()) {
		const { messages } = parcel;
		if (!stopReason(run)) {
			await waitUnlessStopped(run, run.throttle.reserve(run.tools.now(), messages.length));
		}
		const stopped = stopReason(run);
		if (stopped) run.ledger.settleNotSent(messages, stopped);
		// Checked after the wait: meanwhile, another group may have found that batches are not
		// accepted.
		else if (messages.length > 1 && !run.batching)
			for (const message of messages) run.backlog.push([message]);
		else for (const next of await sendOnce(run, parcel, state)) queue.push(next);
	}
}

/** Sends the messages once, records final outcomes, and returns the messages to send again, after waiting. */
async function sendOnce(run: DeliveryRun, parcel: Parcel, state: GroupState): Promise<Parcel[]> {
	const { messages } = parcel;
	const answer = await sendRequest(run, messages);
	recordHealth(run, answer, state);
	if (answer.validationSkipped) fallBackToAsyncValidation(run);
	const resend: Message[] = [];
	const actions = new Set<Action>();
	let waitMs = 0;
	messages.forEach((message, position) => {
		const messageAnswer = answer.messages[position];
		if (messageAnswer.kind === 'accepted')
			return run.ledger.settleAccepted(message, messageAnswer.xactionId);
		const step = decide(run, answer, message, messageAnswer, state);
		actions.add(step.action);
		if ('waitMs' in step) waitMs = Math.max(waitMs, step.waitMs);
		if (RESEND_ACTIONS[step.action]) resend.push(message);
		else if (answer.blocked) run.ledger.settleNotSent([message], messageAnswer.problem);
		else {
			const isFinal = step.action === 'reject' && isAboutIt(answer, messageAnswer);
			run.ledger.settleNotAccepted(message, messageAnswer, isFinal);
		}
		if (step.action === 'stopRun') run.stopped ??= stopProblem(run, answer, messageAnswer);
	});
	for (const action of actions) RESEND_ACTIONS[action]?.(run, answer);
	if (actions.has('giveUp') && run.health.recordGivenUp(run.tools.now())) {
		run.stopped ??= blockedBy(answer) ?? createProblem('inlet.silent', {});
	}
	if (waitMs > 0) await waitForRetry(run, answer, resend.length, waitMs);
	if (actions.has('split')) return splitParcel(run, answer, resend);
	if (answer.code === undefined) confirmSize(run, parcel);
	return resend.length > 0 ? [{ messages: resend }] : [];
}

/** A rejection of a whole batch is not about each of its records. */
const isAboutIt = ({ aboutRequest, messages }: SentAnswer, { problem, isPage }: NotAccepted) =>
	!isPage && isAboutRecord(problem) && (!aboutRequest || messages.length === 1);

/** Halves a batch. In other company, its messages begin to count their failures again: this one was the first. */
function splitParcel(run: DeliveryRun, answer: SentAnswer, messages: Message[]): Parcel[] {
	for (const message of messages)
		message.transientFailures = Math.min(message.transientFailures, 1);
	const parts = halves(messages);
	if (answer.status === 413) lowerMaxBytes(run, answer.bytes / 2);
	if (answer.code === undefined) return parts.map((part) => ({ messages: part }));
	const suspicion = { halvesLeft: parts.length, bytes: Math.ceil(answer.bytes / 2) };
	return parts.map((part) => ({ messages: part, suspicion }));
}

/** Lowers the size of requests once both halves of a lost batch got through, whatever the answer was. */
function confirmSize(run: DeliveryRun, { suspicion }: Parcel): void {
	if (!suspicion) return;
	suspicion.halvesLeft -= 1;
	if (suspicion.halvesLeft > 0) return;
	lowerMaxBytes(run, suspicion.bytes);
	run.ledger.notice(SMALLER_REQUESTS);
}

const SMALLER_REQUESTS =
	'A larger request got no answer, and its two halves did: smaller requests were sent from then on. A proxy or gateway in between may limit their size.';

function decide(
	run: DeliveryRun,
	answer: SentAnswer,
	message: Message,
	messageAnswer: NotAccepted,
	{ failuresInARow }: GroupState,
) {
	const now = run.tools.now();
	message.firstFailedAt ??= now;
	if (isTransient(messageAnswer)) message.transientFailures += 1;
	if (messageAnswer.mayHaveArrived) message.uncertain = messageAnswer.problem;
	const { retryBudgetMs, maxAttempts, format } = run.settings;
	const { aboutRequest, blocked, sync, batched, retryAfterMs, messages } = answer;
	return decideNextStep(
		messageAnswer,
		{
			aboutRequest,
			blocked,
			sync,
			retryAfterMs,
			messages: messages.length,
			rawBatch: batched && format === 'raw',
			ownEnvelopes: format === 'message',
		},
		message.transientFailures,
		{
			totalMs: retryBudgetMs,
			remainingMs: run.health.remainingMs(message.firstFailedAt, now),
			maxAttempts,
			failuresInARow: Math.max(failuresInARow, 1),
			random: run.tools.random(),
		},
	);
}

/** Returns the problem of the records that are not sent because of this answer. */
function stopProblem(run: DeliveryRun, answer: SentAnswer, messageAnswer: NotAccepted): Problem {
	const { retryAfterMs = 0, status } = answer;
	if (answer.blocked || !isTransient(messageAnswer)) return messageAnswer.problem;
	const now = run.tools.now();
	const retryAt = retryAtOf(now + retryAfterMs, now);
	return createProblem(
		'inlet.asksToWait',
		{ time: durationInWords(retryAfterMs) },
		{ status, retryAt },
	);
}

/** A single definite answer shows that the inlet works, whatever the answers for the other messages. */
function recordHealth(run: DeliveryRun, answer: SentAnswer, state: GroupState): void {
	const isDefinite = answer.messages.some(
		(messageAnswer) => messageAnswer.kind === 'accepted' || !isTransient(messageAnswer),
	);
	state.failuresInARow = isDefinite ? 0 : state.failuresInARow + 1;
	if (isDefinite) run.health.recordAnswer();
	else run.health.recordTransient(run.tools.now());
}

/** Returns the problem if nothing was sent: it is the same for every message. */
function blockedBy({ blocked, messages: [messageAnswer] }: SentAnswer): Problem | undefined {
	return blocked && messageAnswer.kind === 'notAccepted' ? messageAnswer.problem : undefined;
}

async function waitForRetry(
	run: DeliveryRun,
	answer: SentAnswer,
	count: number,
	waitMs: number,
): Promise<void> {
	const { retryAfterMs, status } = answer;
	// If Adobe asks one request to wait, all of them wait.
	if (retryAfterMs) run.throttle.pauseUntil(run.tools.now() + waitMs);
	if (waitMs >= LONG_WAIT_MS) {
		const seconds = Math.ceil(waitMs / 1_000);
		const reason =
			blockedBy(answer)?.message ??
			(status === undefined ? 'No answer came' : `Adobe answered ${status}`);
		run.tools.progress(`${reason}; sending ${count} again in ${seconds} s`);
	}
	await waitUnlessStopped(run, waitMs);
}

function halves(messages: Message[]): Message[][] {
	const middle = Math.ceil(messages.length / 2);
	return [messages.slice(0, middle), messages.slice(middle)];
}
