import { asContinuation } from '../problem/asContinuation';
import type { Problem } from '../problem/problem';
import type { ProblemCode } from '../problem/problemCodes';
import { isRejection } from './inletProblem';
import type { DeliveryOutcome, DeliveryReport, RequestSummary } from './deliveryTypes';
import {
	unknownOutcome,
	type MessageAnswer,
	type NotAccepted,
	type RequestAnswer,
} from './readAnswer';
import type { WrittenRecord } from './requestBody';

/** A message to send, with the results of its attempts so far. */
export interface Message extends WrittenRecord {
	index: number;
	/** Number of times that it was sent. */
	attempts: number;
	/** Number of attempts in the same company that ended with a transient answer or none. */
	transientFailures: number;
	/** Time of the first attempt that was not accepted, in ms since 1970. */
	firstFailedAt?: number;
	/** Set once an answer leaves it unknown whether Adobe accepted the message. */
	uncertain?: Problem;
	/** Number of the last request that contained it. */
	request?: number;
	httpStatus?: number;
}

/** Records a run: one outcome per record, every request, and notices for the user. */
export interface Ledger {
	/** Records a record that could not become a message. */
	settleUnsendable(index: number, problem: Problem): void;
	settleAccepted(message: Message, xactionId?: string): void;
	/**
	 * Records a message that is not tried again: rejected if Adobe rejected the record itself, otherwise notSent or unknown.
	 * It is also unknown if the last rejection was not about the record (a busy inlet, an expired token) and an earlier attempt may have been
	 * accepted.
	 * @param aboutRecord true if the answer holds for every attempt
	 */
	settleNotAccepted(message: Message, answer: NotAccepted, aboutRecord: boolean): void;
	/** Records messages that are never sent: notSent, or unknown if an earlier attempt may have been accepted. */
	settleNotSent(messages: Message[], reason: Problem): void;
	/** Adds a request and updates its messages. */
	addRequest(messages: Message[], request: RequestFacts, answer: RequestAnswer): void;
	notice(text: string): void;
	/** Returns the report: records without an outcome were not sent. */
	close(stopped: Problem | undefined): DeliveryReport;
}

export type RequestFacts = Pick<RequestSummary, 'bytes' | 'startedAt' | 'durationMs'>;

/** Codes with advice that already says to send the record again. */
const ADVISES_SENDING_AGAIN: readonly ProblemCode[] = [
	'credential.tokenRateLimited',
	'credential.tokenServiceUnavailable',
	'delivery.batchRejected',
	'delivery.stopped',
	'inlet.asksToWait',
];

/** Returns the problem of a record that was not sent because another problem ended the run. */
export function notSentBecause({ message, advice, ...problem }: Problem): Problem {
	return {
		...problem,
		message: `Not sent: ${asContinuation(message)}`,
		advice: ADVISES_SENDING_AGAIN.includes(problem.code)
			? advice
			: `${advice} Then send this record again.`,
	};
}

/** Creates the ledger of a run with `count` records; `now` returns milliseconds since 1970. */
export function openLedger(count: number, now: () => number): Ledger {
	const outcomes = new Array<DeliveryOutcome | undefined>(count);
	const requests: RequestSummary[] = [];
	const notices = new Set<string>();
	// Outcomes of one response get the same timestamp text, formatted once per millisecond.
	let lastTime = { time: NaN, text: '' };
	const timestamp = () => {
		const time = now();
		if (time !== lastTime.time) lastTime = { time, text: new Date(time).toISOString() };
		return lastTime.text;
	};
	const settle = (
		{ index, attempts, request, httpStatus }: Message,
		{ status, ...rest }: Pick<DeliveryOutcome, 'status'> & Partial<DeliveryOutcome>,
	) => {
		const requestField = request === undefined ? {} : { request };
		const statusField = httpStatus === undefined ? {} : { httpStatus };
		// The status comes first, for readability.
		const outcome = { status, ...requestField, attempts, at: timestamp(), ...statusField, ...rest };
		outcomes[index] = outcome as DeliveryOutcome;
	};
	const settleUnknown = (message: Message, problem: Problem) =>
		settle(message, { status: 'unknown', problem: asUnknown(problem) });

	return {
		settleUnsendable(index, problem) {
			outcomes[index] = { status: 'notSent', attempts: 0, at: timestamp(), problem };
		},
		settleAccepted(message, xactionId) {
			settle(message, { status: 'accepted', ...(xactionId === undefined ? {} : { xactionId }) });
		},
		settleNotAccepted(message, { problem, xactionId }, aboutRecord) {
			if (problem.code === 'delivery.unknown') return settleUnknown(message, problem);
			if (!aboutRecord && message.uncertain) return settleUnknown(message, message.uncertain);
			settle(message, {
				status: isRejection(problem) ? 'rejected' : 'notSent',
				httpStatus: problem.status,
				...(xactionId === undefined ? {} : { xactionId }),
				problem,
			});
		},
		settleNotSent(messages, reason) {
			const problem = notSentBecause(reason);
			for (const message of messages) {
				if (message.uncertain) settleUnknown(message, message.uncertain);
				else settle(message, { status: 'notSent', problem });
			}
		},
		addRequest(messages, { bytes, startedAt, durationMs }, answer) {
			const { status: httpStatus, code, transactionIds } = answer;
			const number = requests.length + 1;
			requests.push({
				number,
				messages: messages.length,
				bytes,
				startedAt,
				durationMs,
				...(code === undefined ? { httpStatus } : { code }),
				transactionIds,
				...tally(answer.messages),
			});
			for (const message of messages) {
				message.attempts += 1;
				message.request = number;
				message.httpStatus = httpStatus;
			}
		},
		notice(text) {
			notices.add(text);
		},
		close(stopped) {
			const problem = stopped && notSentBecause(stopped);
			// Only a stopped run leaves records without an outcome.
			for (let index = 0; problem && index < count; index += 1) {
				outcomes[index] ??= { status: 'notSent', attempts: 0, at: timestamp(), problem };
			}
			return {
				outcomes: outcomes as DeliveryOutcome[],
				requests,
				notices: [...notices],
				...(stopped ? { stoppedBy: stopped } : {}),
			};
		},
	};
}

/** An answer that does not tell if the record arrived makes its outcome unknown. */
function asUnknown(problem: Problem): Problem {
	if (problem.code === 'delivery.unknown') return problem;
	return unknownOutcome(problem.message, problem.status);
}

function tally(answers: MessageAnswer[]) {
	let accepted = 0;
	let unknown = 0;
	for (const answer of answers) {
		if (answer.kind === 'accepted') accepted += 1;
		else if (answer.mayHaveArrived) unknown += 1;
	}
	return { accepted, rejected: answers.length - accepted - unknown, unknown };
}
