import type { HttpReply } from '../http/httpReply';
import { foreignPage } from '../http/foreignPage';
import { isRecord } from '../http/isRecord';
import { describeNetworkError } from '../http/networkErrors';
import { proxyProblem } from '../http/proxyProblem';
import { inMegabytes } from '../http/responseLimits';
import { readRetryAfter } from '../http/retryAfter';
import { askedUntilOf } from '../problem/askedToWait';
import { createProblem, type Problem } from '../problem/problem';
import { readViolations } from '../problem/schemaViolations';
import { serviceText } from '../problem/serviceText';
import { BATCH_MESSAGES } from './inletLimits';
import { inletProblem, isAmbiguousStatus } from './inletProblem';

/** Adobe's answer for one message. */
export type MessageAnswer = { kind: 'accepted'; xactionId?: string } | NotAccepted;

export interface NotAccepted {
	kind: 'notAccepted';
	problem: Problem;
	/** True if Adobe may nevertheless have accepted the message. */
	mayHaveArrived: boolean;
	/** True if a page came instead of Adobe's JSON: it says nothing about the message. */
	isPage?: boolean;
	xactionId?: string;
}

/** Outcome of one request. */
export interface RequestAnswer {
	/** One per message, in the order in which they were sent. */
	messages: MessageAnswer[];
	/** True if the answer is the same for the whole request. */
	aboutRequest: boolean;
	/** True if nothing was sent. */
	blocked: boolean;
	/** HTTP status, if there was a response. */
	status?: number;
	/** Code of a request without a response, e.g. ECONNRESET. */
	code?: string;
	/** Milliseconds that the response asks to wait. */
	retryAfterMs?: number;
	/** Distinct transaction and batch IDs, without the message's index. */
	transactionIds: string[];
	/** True if Adobe says that it did not validate the message, although the request asked for it. */
	validationSkipped?: boolean;
}

/** Facts about the request. */
export interface SentRequest {
	/** Number of messages in it. */
	count: number;
	batched: boolean;
	authenticated: boolean;
	/** It asked for synchronous validation. */
	sync: boolean;
	/** Host of the inlet. */
	host: string;
	/** Time at which the response is read, in ms since 1970. */
	now: number;
}

const UUID_WITH_INDEX = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(\d{1,6})$/i;

const MORE_VIOLATIONS = 'Adobe names at most five violations at a time: there may be more.';

/**
 * Classifies the outcome of a request, once: all later decisions use these answers.
 * @param reply as received; `blocked` for a request that was not sent
 */
export function readAnswer(reply: HttpReply, request: SentRequest): RequestAnswer {
	const forEveryMessage = (answer: MessageAnswer) =>
		Array.from({ length: request.count }, (): MessageAnswer => answer);
	const wholeRequest = { aboutRequest: true, blocked: false, transactionIds: [] };
	switch (reply.kind) {
		case 'blocked': {
			const { problem } = reply;
			const answer: NotAccepted = { kind: 'notAccepted', problem, mayHaveArrived: false };
			const retryAfterMs = Math.max(0, askedUntilOf(problem) - request.now);
			return {
				...wholeRequest,
				blocked: true,
				...(retryAfterMs > 0 && { retryAfterMs }),
				messages: forEveryMessage(answer),
			};
		}
		case 'network': {
			const code = serviceText(reply.code);
			const reason = describeNetworkError(reply.code);
			return { ...wholeRequest, code, messages: forEveryMessage(unknownAnswer(reason)) };
		}
		case 'oversized': {
			const { status, maxBytes } = reply;
			const reason = `the answer was ${status} with more than ${inMegabytes(maxBytes)}`;
			return { ...wholeRequest, status, messages: forEveryMessage(unknownAnswer(reason, status)) };
		}
		case 'reply': {
			const { status, headers, body } = reply;
			const result = readResult(reply, request);
			return {
				...wholeRequest,
				status,
				transactionIds: readTransactionIds(body),
				retryAfterMs: readRetryAfter(headers, request.now),
				...(request.sync && wasValidationSkipped(body) && { validationSkipped: true }),
				...('messages' in result
					? { aboutRequest: false, ...result }
					: { messages: forEveryMessage(result) }),
			};
		}
	}
}

type ReadResult = { messages: MessageAnswer[] } | NotAccepted;

type Reply = Extract<HttpReply, { kind: 'reply' }>;

function readResult({ status, headers, body }: Reply, request: SentRequest): ReadResult {
	if (status < 200 || status >= 300) return rejectedRequest(status, headers, body, request);
	const page = foreignPage(headers, body);
	if (page !== undefined) {
		return unknownAnswer(
			`an HTML page came back instead of a response from Adobe (status ${status}): ${page}`,
			status,
		);
	}
	return request.batched
		? readBatchAnswer(status, body, request)
		: readSingleAnswer(status, body, request);
}

/**
 * Returns true for Adobe's note that a message was not validated before the reply. The key has two names. Source: Adobe,
 * "Streaming ingestion validation".
 */
function wasValidationSkipped(body: unknown): boolean {
	const { syncValidation, synchronousValidation } = isRecord(body) ? body : {};
	return [syncValidation, synchronousValidation].some(
		(note) => isRecord(note) && note.skipped === true,
	);
}

/**
 * Reads the answer to one message. Accepted is a 200 with Adobe's JSON object; every field of it is optional. Another
 * 2xx, or a 200 with anything else, such as a proxy's page, leaves the outcome unknown. Source: Adobe, streaming
 * ingestion API.
 */
function readSingleAnswer(status: number, body: unknown, request: SentRequest): ReadResult {
	if (status !== 200 || !isRecord(body)) {
		return unreadableAnswer(status, 'a body that Adobe does not document');
	}
	const answer = readEntry(body, request);
	// The status line says accepted; only a rejection in the body overrides it.
	const isRejected = answer.kind === 'notAccepted' && answer.problem.code !== 'delivery.unknown';
	return { messages: [isRejected ? answer : { kind: 'accepted', ...readXactionId(body) }] };
}

/** Adobe documents 207; a list of results says the same about each message with 200. */
const BATCH_STATUSES = [200, 207];

/**
 * Reads the answer to a batch: a 207 (or 200) whose `responses` are matched to messages by the index after a UUID-style
 * transaction ID, if every entry has one and no two are the same; otherwise by position if their number is right;
 * otherwise not at all. The colon form of the ID has no index: Adobe's guide shows one that ends in 3 for the first
 * message. Source: Adobe, "Send multiple messages in a single HTTP request"; for the index, Adobe's Kafka sink.
 */
function readBatchAnswer(status: number, body: unknown, request: SentRequest): ReadResult {
	const { count } = request;
	const responses = isRecord(body) ? body.responses : undefined;
	if (!Array.isArray(responses)) return unreadableAnswer(status, 'no list of results');
	if (!BATCH_STATUSES.includes(status)) {
		return unreadableAnswer(status, 'a list of results, which Adobe documents for 207 only');
	}
	const indexes = readIndexes(responses, count);
	if (!indexes && responses.length !== count) {
		return unreadableAnswer(status, `${responses.length} results for ${count} records`);
	}
	const messages: MessageAnswer[] = [];
	responses.forEach((entry: unknown, position) => {
		messages[indexes ? indexes[position] : position] = readEntry(entry, request);
	});
	for (let index = 0; index < count; index += 1) messages[index] ??= notMentioned(status);
	return { messages };
}

/** Reads Adobe's message from any form of answer; empty if there is none. */
export function readMessage(body: unknown): string {
	return serviceText(messageIn(body));
}

function messageIn(body: unknown): string {
	if (typeof body === 'string') {
		const text = body.trim();
		return text.startsWith('<') ? '' : text;
	}
	if (!isRecord(body)) return '';
	const report = isRecord(body.report) ? body.report : {};
	const parts = [report.message, body.message, body.detail, body.title].map(readText);
	return parts.find((text) => text !== undefined) ?? '';
}

function readTransactionIds(body: unknown): string[] {
	if (!isRecord(body)) return [];
	const entries: unknown[] = Array.isArray(body.responses) ? body.responses : [];
	const batchId = readText(body.batchId);
	const ids = [
		batchId === undefined ? undefined : serviceText(batchId),
		...[body, ...entries.slice(0, BATCH_MESSAGES)].map((entry) =>
			readXactionId(entry).xactionId?.replace(UUID_WITH_INDEX, '$1'),
		),
	];
	return [...new Set(ids.filter((id) => id !== undefined))];
}

/** Returns an index per entry; undefined as soon as an index is missing, repeated or out of range. */
function readIndexes(responses: unknown[], count: number): number[] | undefined {
	const indexes: number[] = [];
	for (const entry of responses) {
		const id = isRecord(entry) ? readText(entry.xactionId) : undefined;
		const index = Number(UUID_WITH_INDEX.exec(id ?? '')?.[2] ?? count);
		if (index >= count) return undefined;
		indexes.push(index);
	}
	return new Set(indexes).size === indexes.length ? indexes : undefined;
}

function readEntry(entry: unknown, request: SentRequest): MessageAnswer {
	if (!isRecord(entry)) return notMentioned();
	const xactionId = readXactionId(entry);
	const statuses = [entry.status, entry.statusCode].filter((value) => value !== undefined);
	const rejection = statuses.map(readStatus).find((status) => status >= 400);
	if (rejection !== undefined) {
		return { ...rejectedAnswer(rejection, entry, false, request), ...xactionId };
	}
	// An entry with neither a status nor an ID is not an answer.
	const isEmpty = statuses.length === 0 && xactionId.xactionId === undefined;
	const isSuccess = statuses.map(readStatus).every((status) => status >= 200 && status < 300);
	if (isEmpty || !isSuccess) return unknownAnswer('its result has no readable status');
	return { kind: 'accepted', ...xactionId };
}

/** Reads a number, or text of digits as in Adobe's authorization answer; NaN for anything else. */
function readStatus(value: unknown): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : NaN;
}

function readXactionId(entry: unknown): { xactionId?: string } {
	const id = isRecord(entry) ? readText(entry.xactionId) : undefined;
	return id === undefined ? {} : { xactionId: serviceText(id) };
}

function readText(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function rejectedRequest(
	status: number,
	headers: Record<string, unknown>,
	body: unknown,
	request: SentRequest,
): NotAccepted {
	const byProxy = proxyProblem({ status, headers, body }, request.host);
	if (byProxy) return { kind: 'notAccepted', problem: byProxy, mayHaveArrived: false };
	const emptyBody = body === undefined || body === null || body === '';
	const answer = rejectedAnswer(status, body, emptyBody, request);
	return foreignPage(headers, body) === undefined ? answer : { ...answer, isPage: true };
}

function rejectedAnswer(
	status: number,
	body: unknown,
	emptyBody: boolean,
	{ authenticated, sync }: SentRequest,
): NotAccepted {
	const message = readMessage(body);
	const problem = inletProblem({ status, message, emptyBody, authenticated, sync });
	const { list, mayBeMore } = readViolations(body);
	return {
		kind: 'notAccepted',
		problem: {
			...problem,
			...(mayBeMore && { advice: `${problem.advice} ${MORE_VIOLATIONS}` }),
			...(list.length > 0 && { violations: list }),
		},
		mayHaveArrived: isAmbiguousStatus(status),
	};
}

const unreadableAnswer = (status: number, what: string) =>
	unknownAnswer(`the answer was ${status} with ${what}`, status);

const notMentioned = (status?: number) =>
	unknownAnswer('the answer does not mention this record', status);

/** Creates the answer for a message whose outcome is unknown. */
function unknownAnswer(reason: string, status?: number): NotAccepted {
	const problem = unknownOutcome(reason, status);
	return { kind: 'notAccepted', problem, mayHaveArrived: true };
}

/** Creates the problem of a record that Adobe may or may not have accepted. */
export const unknownOutcome = (reason: string, status?: number): Problem =>
	createProblem('delivery.unknown', { reason }, { status });
