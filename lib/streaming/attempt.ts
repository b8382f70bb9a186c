import { inMegabytes } from '../answerLimits';
import { serviceText } from '../serviceText';
import type { Message } from './ledger';
import { readBatchReply, readMessage, readSingleReply, readTransactionIds } from './reply';
import type { MessageReading, ReplyReading } from './reply';
import { readRetryAfter } from './retryDelay';
import { toRequest, type Run } from './run';
import type { InletReply, InletRequest } from './types';
import { readViolations, type Violations } from './violations';

export type Blocked = Extract<InletReply, { kind: 'blocked' }>;
type Answer = Exclude<InletReply, Blocked>;

/** One request and what became of it. */
export interface Attempt {
	kind: 'sent';
	batched: boolean;
	sync: boolean;
	/** UTF-8 bytes of the request body. */
	bytes: number;
	/** HTTP status; 0 when no answer came. */
	status: number;
	/** Adobe's own words about the request. */
	message: string;
	/** Per message, in the order they were sent. */
	readings: MessageReading[];
	/** Whether the reply says one thing about the whole request. */
	whole: boolean;
	emptyBody: boolean;
	retryAfterMs?: number;
	violations: Violations;
}

/** Sends one request in the run's present mode and reads the reply. */
export async function sendOnce(run: Run, messages: Message[]): Promise<Attempt | Blocked> {
	const { batching, sync, tools } = run;
	const request = toRequest(run, messages);
	const bytes = request.body.length;
	const started = tools.now();
	const reply = await sendSafely(run, request);
	if (reply.kind === 'blocked') return reply;

	const { httpStatus, code, body, headers } = facts(reply);
	const reading = read(reply, batching, messages.length);
	const readings =
		reading.kind === 'messages' ? reading.messages : messages.map((): MessageReading => reading);
	const number = run.ledger.addRequest(
		{
			messages: messages.length,
			bytes,
			startedAt: new Date(started).toISOString(),
			durationMs: tools.now() - started,
			...(code === undefined ? { httpStatus } : { code }),
			transactionIds: readTransactionIds(body),
		},
		readings,
	);
	for (const message of messages) {
		message.attempts += 1;
		message.request = number;
		message.httpStatus = httpStatus;
	}
	return {
		kind: 'sent',
		batched: batching,
		sync,
		bytes,
		status: httpStatus ?? 0,
		message: readMessage(body),
		readings,
		whole: reading.kind !== 'messages',
		emptyBody: reading.kind === 'refused' && reading.emptyBody,
		retryAfterMs: readRetryAfter(headers, tools.now()),
		violations: readViolations(body),
	};
}

/** Whatever is thrown while sending leaves open whether the request arrived. */
async function sendSafely(run: Run, request: InletRequest): Promise<InletReply> {
	try {
		return await run.tools.send(request);
	} catch (thrown) {
		const message = thrown instanceof Error ? thrown.message : '';
		return { kind: 'network', code: 'THROWN', message };
	}
}

function facts(reply: Answer) {
	if (reply.kind === 'network') {
		const code = serviceText(reply.code);
		return { httpStatus: undefined, code, body: undefined, headers: {} };
	}
	if (reply.kind === 'oversized') {
		return { httpStatus: reply.status, code: undefined, body: undefined, headers: {} };
	}
	const { status, body, headers } = reply;
	return { httpStatus: status, code: undefined, body, headers };
}

function read(reply: Answer, batching: boolean, count: number): ReplyReading {
	if (reply.kind === 'network') {
		const words = [reply.code, readMessage(reply.message)].filter(Boolean).join(', ');
		return { kind: 'unknown', reason: `no answer came (${words})` };
	}
	if (reply.kind === 'oversized') {
		const size = inMegabytes(reply.maxBytes);
		return { kind: 'unknown', reason: `the answer was ${reply.status} with more than ${size}` };
	}
	return batching
		? readBatchReply(reply.status, reply.body, count)
		: readSingleReply(reply.status, reply.body);
}
