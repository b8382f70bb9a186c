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
import { halveParcel, takeParcel, type Parcel } from './parcels';
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

/** Progress of one group. */
interface GroupState {
	/** Requests in a row without a definite answer. */
	failuresInARow: number;
	/** Nothing of the group is sent before this time, in ms since 1970. */
	pausedUntil: number;
}

/** Longest pause of a whole group after a request without a definite answer, in ms; one record can wait longer. */
const LONGEST_PAUSE_MS = 4_000;

/**
 * Sends a group of messages until every one of them has an outcome. The halves of a batch come next, and what is sent
 * again as it is comes last, so that a record that Adobe cannot process holds up only itself.
 */
export async function sendGroup(run: DeliveryRun, group: Message[]): Promise<void> {
	const { tools } = run;
	const state: GroupState = { failuresInARow: 0, pausedUntil: 0 };
	const queue: Parcel[] = [{ messages: group, readyAt: 0 }];
	for (;;) {
		const parcel = takeParcel(queue, tools.now());
		if (!parcel) return;
		const { messages, readyAt } = parcel;
		await waitUnlessStopped(run, Math.max(readyAt, state.pausedUntil) - tools.now());
		if (!stopReason(run)) {
			await waitUnlessStopped(run, run.throttle.reserve(tools.now(), messages.length));
		}
		const stopped = stopReason(run);
		if (stopped) run.ledger.settleNotSent(messages, stopped);
		// Checked after the wait: meanwhile, another group may have found that batches are not
		// accepted.
		else if (messages.length > 1 && !run.batching)
			for (const message of messages) run.backlog.push([message]);
		else await sendOnce(run, parcel, state, queue);
	}
}

/** Sends the messages once, records final outcomes, and puts what is sent again into the queue. */
async function sendOnce(
	run: DeliveryRun,
	parcel: Parcel,
	state: GroupState,
	queue: Parcel[],
): Promise<void> {
	const { messages } = parcel;
	const answer = await sendRequest(run, messages);
	// One moment and one draw for all messages: each of its own would make every wait the longest.
	const moment = { now: run.tools.now(), random: run.tools.random() };
	recordHealth(run, answer, state, moment.now);
	if (answer.validationSkipped) fallBackToAsyncValidation(run);
	const resend: Message[] = [];
	const actions = new Set<Action>();
	let waitMs = 0;
	messages.forEach((message, position) => {
		const messageAnswer = answer.messages[position];
		if (messageAnswer.kind === 'accepted')
			return run.ledger.settleAccepted(message, messageAnswer.xactionId);
		const step = decide(run, answer, message, messageAnswer, { ...state, ...moment });
		actions.add(step.action);
		if ('waitMs' in step) waitMs = Math.max(waitMs, step.waitMs);
		if (RESEND_ACTIONS[step.action]) resend.push(message);
		else settle(run, answer, message, messageAnswer, step.action);
	});
	if (answer.messages.some(({ kind }) => kind === 'accepted')) run.hasAccepted = true;
	for (const action of actions) RESEND_ACTIONS[action]?.(run, answer);
	if (actions.has('giveUp') && run.health.recordGivenUp(moment.now)) {
		run.stopped ??= blockedBy(answer) ?? createProblem('inlet.silent', {});
	}
	const isWaited = ['retry', 'split', 'giveUp'].some((action) => actions.has(action as Action));
	if (isWaited) pause(run, answer, state, waitMs);
	announce(run, answer, resend.length, waitMs);
	if (actions.has('split')) {
		if (answer.status === 413) lowerMaxBytes(run, answer.bytes / 2);
		const lostBytes = answer.code === undefined ? undefined : answer.bytes;
		const [one, other] = halveParcel(resend, moment.now, lostBytes);
		queue.unshift(one, other);
		return;
	}
	if (answer.code === undefined && !answer.blocked) confirmSize(run, parcel);
	if (resend.length > 0) queue.push({ messages: resend, readyAt: moment.now + waitMs });
}

/** Records the outcome of a message that is not sent again. */
function settle(
	run: DeliveryRun,
	answer: SentAnswer,
	message: Message,
	messageAnswer: NotAccepted,
	action: Action,
): void {
	const { problem } = messageAnswer;
	if (action === 'stopRun') run.stopped ??= stopProblem(run, answer, messageAnswer);
	if (answer.blocked) return run.ledger.settleNotSent([message], problem);
	if (action === 'postpone') {
		return run.ledger.settleNotSent([message], batchRejected(answer));
	}
	const isFinal = action === 'reject' && isAboutIt(answer, messageAnswer);
	const isAsked = action === 'stopRun' && isTransient(messageAnswer);
	const shown = isAsked ? stopProblem(run, answer, messageAnswer) : problem;
	run.ledger.settleNotAccepted(message, { ...messageAnswer, problem: shown }, isFinal);
}

const batchRejected = ({ status, messages }: SentAnswer) =>
	createProblem(
		'delivery.batchRejected',
		{ status: status ?? 0, count: messages.length },
		{ status },
	);

/** A rejection of a whole batch is not about each of its records. */
const isAboutIt = ({ aboutRequest, messages }: SentAnswer, { problem, isPage }: NotAccepted) =>
	!isPage && isAboutRecord(problem) && (!aboutRequest || messages.length === 1);

/** Lowers the size of requests once both halves of a lost batch got through, whatever the answer was. */
function confirmSize(run: DeliveryRun, { suspicion }: Parcel): void {
	if (!suspicion) return;
	suspicion.halvesLeft -= 1;
	if (suspicion.halvesLeft > 0) return;
	lowerMaxBytes(run, suspicion.bytes);
	run.ledger.notice(SMALLER_REQUESTS);
}

const SMALLER_REQUESTS =
	'A large request got no response, but both halves of it did: smaller requests were sent from then on. A proxy or gateway in between may limit their size.';

/** Time and chance of one answer, and the group that it belongs to. */
interface Moment extends GroupState {
	now: number;
	random: number;
}

function decide(
	run: DeliveryRun,
	answer: SentAnswer,
	message: Message,
	messageAnswer: NotAccepted,
	{ failuresInARow, now, random }: Moment,
) {
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
			inletWorks: run.hasAccepted,
			ownEnvelopes: format === 'message',
		},
		message.transientFailures,
		{
			totalMs: retryBudgetMs,
			remainingMs: run.health.remainingMs(message.firstFailedAt, now),
			maxAttempts,
			failuresInARow: Math.max(failuresInARow, 1),
			random,
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
function recordHealth(run: DeliveryRun, answer: SentAnswer, state: GroupState, now: number): void {
	const isDefinite = answer.messages.some(
		(messageAnswer) => messageAnswer.kind === 'accepted' || !isTransient(messageAnswer),
	);
	state.failuresInARow = isDefinite ? 0 : state.failuresInARow + 1;
	if (isDefinite) run.health.recordAnswer();
	else run.health.recordTransient(now);
}

/** Returns the problem if nothing was sent: it is the same for every message. */
function blockedBy({ blocked, messages: [messageAnswer] }: SentAnswer): Problem | undefined {
	return blocked && messageAnswer.kind === 'notAccepted' ? messageAnswer.problem : undefined;
}

/** Lets the group wait after a request without a definite answer; if Adobe asks one request to wait, all of them wait. */
function pause(run: DeliveryRun, { retryAfterMs }: SentAnswer, state: GroupState, waitMs: number) {
	const now = run.tools.now();
	if (state.failuresInARow > 0) state.pausedUntil = now + Math.min(waitMs, LONGEST_PAUSE_MS);
	const askedMs = Math.min(retryAfterMs ?? 0, run.settings.retryBudgetMs);
	if (askedMs > 0) run.throttle.pauseUntil(now + Math.max(waitMs, askedMs));
}

function announce(run: DeliveryRun, answer: SentAnswer, count: number, waitMs: number): void {
	if (waitMs < LONG_WAIT_MS) return;
	const seconds = Math.ceil(waitMs / 1_000);
	const { status } = answer;
	const reason =
		blockedBy(answer)?.message ??
		(status === undefined ? 'No answer came' : `Adobe answered ${status}`);
	run.tools.progress(`${reason}; sending ${count} again in ${seconds} s`);
}
