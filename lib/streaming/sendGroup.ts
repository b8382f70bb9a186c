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
	split: (run, answer) => lowerMaxBytes(run, answer.bytes / 2),
	sendSingly: fallBackToSingleMessages,
	dropSyncValidation: fallBackToAsyncValidation,
};

/** Sends a group of messages until every one of them has an outcome. */
export async function sendGroup(run: DeliveryRun, group: Message[]): Promise<void> {
	let queue = [group];
	for (let nextMessages = queue.shift(); nextMessages; nextMessages = queue.shift()) {
		if (!stopReason(run)) {
			await waitUnlessStopped(run, run.throttle.reserve(run.tools.now(), nextMessages.length));
		}
		const stopped = stopReason(run);
		if (stopped) run.ledger.settleNotSent(nextMessages, stopped);
		// Checked after the wait: meanwhile, another group may have found that batches are not
		// accepted.
		else if (nextMessages.length > 1 && !run.batching)
			for (const message of nextMessages) run.backlog.push([message]);
		else queue = [...(await sendOnce(run, nextMessages)), ...queue];
	}
}

/** Sends the messages once, records final outcomes, and returns the messages to send again, after waiting. */
async function sendOnce(run: DeliveryRun, messages: Message[]): Promise<Message[][]> {
	const answer = await sendRequest(run, messages);
	recordHealth(run, answer);
	const resend: Message[] = [];
	const actions = new Set<Action>();
	let waitMs = 0;
	messages.forEach((message, position) => {
		const messageAnswer = answer.messages[position];
		if (messageAnswer.kind === 'accepted')
			return run.ledger.settleAccepted(message, messageAnswer.xactionId);
		const step = decide(run, answer, message, messageAnswer);
		actions.add(step.action);
		if (step.action === 'retry') waitMs = Math.max(waitMs, step.waitMs);
		if (RESEND_ACTIONS[step.action]) resend.push(message);
		else if (answer.blocked) run.ledger.settleNotSent([message], messageAnswer.problem);
		else {
			const isFinal = step.action === 'reject' && isAboutRecord(messageAnswer.problem);
			run.ledger.settleNotAccepted(message, messageAnswer, isFinal);
		}
		if (step.action === 'stopRun') run.stopped ??= stopProblem(run, answer, messageAnswer);
	});
	for (const action of actions) RESEND_ACTIONS[action]?.(run, answer);
	if (actions.has('giveUp') && run.health.recordGivenUp(run.tools.now())) {
		run.stopped ??= blockedBy(answer) ?? createProblem('inlet.silent', {});
	}
	if (waitMs > 0) await waitForRetry(run, answer, resend.length, waitMs);
	return actions.has('split') ? halves(resend) : resend.length > 0 ? [resend] : [];
}

function decide(
	run: DeliveryRun,
	answer: SentAnswer,
	message: Message,
	messageAnswer: NotAccepted,
) {
	const now = run.tools.now();
	if (isTransient(messageAnswer)) {
		message.transientFailures += 1;
		message.firstTransientAt ??= now;
	}
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
		},
		message.transientFailures,
		{
			totalMs: retryBudgetMs,
			remainingMs: run.health.remainingMs(message.firstTransientAt ?? now, now),
			maxAttempts,
			random: run.tools.random(),
		},
	);
}

/** Returns the problem of the records that are not sent because of this answer. */
function stopProblem(run: DeliveryRun, answer: SentAnswer, messageAnswer: NotAccepted): Problem {
	const { retryAfterMs = 0, status } = answer;
	if (!isTransient(messageAnswer)) return messageAnswer.problem;
	const seconds = Math.ceil(retryAfterMs / 1_000);
	return createProblem('inlet.asksToWait', { seconds }, { status });
}

/** A single definite answer shows that the inlet works, whatever the answers for the other messages. */
function recordHealth(run: DeliveryRun, answer: SentAnswer): void {
	const isDefinite = answer.messages.some(
		(messageAnswer) => messageAnswer.kind === 'accepted' || !isTransient(messageAnswer),
	);
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
