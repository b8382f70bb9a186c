import { serviceText } from '../serviceText';
import { BATCH_MESSAGES } from './limits';

/** What a reply says about one message. */
export type MessageReading =
	| { kind: 'accepted'; xactionId?: string }
	| { kind: 'refused'; status: number; message: string; xactionId?: string }
	| { kind: 'unknown'; reason: string };

/** What a reply says: per message, in the order they were sent, or about the whole request. */
export type ReplyReading =
	| { kind: 'messages'; messages: MessageReading[] }
	| { kind: 'refused'; status: number; message: string; emptyBody: boolean }
	| { kind: 'unknown'; reason: string };

type JsonObject = Record<string, unknown>;

const UUID_WITH_INDEX = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(\d{1,6})$/i;
const NOT_COVERED = 'the reply does not mention this record';

/**
 * Reads the reply to one message. Accepted is a 200 with Adobe's JSON object; every field of it is
 * optional. Another 2xx, or a 200 with something else, such as a proxy's page, says nothing.
 * Source: Adobe, streaming ingestion API.
 */
export function readSingleReply(status: number, body: unknown): ReplyReading {
	if (status < 200 || status >= 300) return refusedRequest(status, body);
	if (status !== 200 || !isObject(body)) {
		return unreadable(status, 'not the answer Adobe documents');
	}
	const reading = readEntry(body);
	// The status line has said yes; only a refusal in the body can take that back.
	if (reading.kind !== 'unknown') return { kind: 'messages', messages: [reading] };
	return { kind: 'messages', messages: [{ kind: 'accepted', ...named(readXactionId(body)) }] };
}

/**
 * Reads the reply to a batch of `count` messages: a 207 whose `responses` are matched by the index
 * after a UUID-style transaction ID, if every entry has one and no two are the same, else by position
 * if there are as many as were sent, else not at all. The colon form of the ID carries no index:
 * Adobe's guide shows one ending in 3 for the first message.
 * Source: Adobe, "Send multiple messages in a single HTTP request"; the index, Adobe's Kafka sink.
 */
export function readBatchReply(status: number, body: unknown, count: number): ReplyReading {
	if (status < 200 || status >= 300) return refusedRequest(status, body);
	const responses = isObject(body) ? body.responses : undefined;
	if (status !== 207 || !Array.isArray(responses)) {
		return unreadable(status, 'no list of results');
	}
	const indexes = readIndexes(responses, count);
	if (!indexes && responses.length !== count) {
		return unreadable(status, `${responses.length} results for ${count} records`);
	}
	const messages: MessageReading[] = [];
	responses.forEach((entry: unknown, position) => {
		messages[indexes ? indexes[position] : position] = readEntry(entry);
	});
	for (let index = 0; index < count; index += 1) {
		messages[index] ??= { kind: 'unknown', reason: NOT_COVERED };
	}
	return { kind: 'messages', messages };
}

/** The distinct transaction and batch IDs in a reply, without the message's index. */
export function readTransactionIds(body: unknown): string[] {
	if (!isObject(body)) return [];
	const entries: unknown[] = Array.isArray(body.responses) ? body.responses : [];
	const batchId = readText(body.batchId);
	const ids = [
		batchId === undefined ? undefined : serviceText(batchId),
		...[body, ...entries.slice(0, BATCH_MESSAGES)].map((entry) =>
			readXactionId(entry)?.replace(UUID_WITH_INDEX, '$1'),
		),
	];
	return [...new Set(ids.filter((id) => id !== undefined))];
}

/** Adobe's own words in a reply, whichever of its envelopes it uses; empty if there are none. */
export function readMessage(body: unknown): string {
	return serviceText(wordsIn(body));
}

function wordsIn(body: unknown): string {
	if (typeof body === 'string') {
		const text = body.trim();
		return text.startsWith('<') ? '' : text;
	}
	if (!isObject(body)) return '';
	const report = isObject(body.report) ? body.report : {};
	const words = [report.message, body.message, body.detail, body.title].map(readText);
	return words.find((text) => text !== undefined) ?? '';
}

/** An index per entry, or undefined as soon as one has none, repeats or is out of range. */
function readIndexes(responses: unknown[], count: number): number[] | undefined {
	const indexes: number[] = [];
	for (const entry of responses) {
		const id = isObject(entry) ? readText(entry.xactionId) : undefined;
		const index = Number(UUID_WITH_INDEX.exec(id ?? '')?.[2] ?? count);
		if (index >= count) return undefined;
		indexes.push(index);
	}
	return new Set(indexes).size === indexes.length ? indexes : undefined;
}

function readEntry(entry: unknown): MessageReading {
	if (!isObject(entry)) return { kind: 'unknown', reason: NOT_COVERED };
	const xactionId = readXactionId(entry);
	const statuses = [entry.status, entry.statusCode].filter((value) => value !== undefined);
	const refusal = statuses.map(readStatus).find((status) => status >= 400);
	if (refusal !== undefined) {
		return { kind: 'refused', status: refusal, message: readMessage(entry), ...named(xactionId) };
	}
	// Neither a status nor an ID: an entry, but no answer.
	const silent = statuses.length === 0 && xactionId === undefined;
	const yes = statuses.map(readStatus).every((status) => status >= 200 && status < 300);
	if (silent || !yes) return { kind: 'unknown', reason: 'its result has no readable status' };
	return { kind: 'accepted', ...named(xactionId) };
}

/** A number, or a text of digits as in Adobe's authorization answer; NaN for anything else. */
function readStatus(value: unknown): number {
	if (typeof value === 'number') return value;
	return typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : NaN;
}

function readXactionId(entry: unknown): string | undefined {
	const id = isObject(entry) ? readText(entry.xactionId) : undefined;
	return id === undefined ? undefined : serviceText(id);
}

function named(xactionId: string | undefined): { xactionId?: string } {
	return xactionId === undefined ? {} : { xactionId };
}

function readText(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function refusedRequest(status: number, body: unknown): ReplyReading {
	const emptyBody = body === undefined || body === null || body === '';
	return { kind: 'refused', status, message: readMessage(body), emptyBody };
}

function unreadable(status: number, what: string): ReplyReading {
	return { kind: 'unknown', reason: `the answer was ${status} with ${what}` };
}

function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
