import { isRecord, type JsonRecord } from '../http/isRecord';
import { createProblem, type Problem } from '../problem/problem';
import type { WrittenRecord } from './requestBody';
import type { Envelope } from './envelope';
import type { RecordFormat } from './deliveryTypes';

export interface RecordRules {
	format: RecordFormat;
	envelope: Envelope;
	/** Bytes that a message may have by itself, without what surrounds it in a request. */
	maxBytes: number;
	/** True if the schema describes events, which require `_id` and `timestamp`. */
	timeSeries: boolean;
}

export type PreparedRecord =
	| ({ entityBytes: number; nullsDropped: boolean } & WrittenRecord)
	| { problem: Problem };

/** Matches only a key: inside a JSON string, every quote is preceded by a backslash. */
const PROTO_KEY = /[{,]"__proto__":/;

/**
 * Turns one record into the text of its message, or returns the problem if Adobe could only reject it, at once or
 * unnoticed after accepting it. In XDM records, `null` values are removed, because the schema's types do not allow
 * them; empty strings stay, because they are valid. Raw data and complete messages are unchanged: there, a null may be
 * intended. Source: Adobe, "Streaming ingestion validation" and "Stream time-series data".
 */
export function prepareRecord(readRecord: () => unknown, rules: RecordRules): PreparedRecord {
	const record = readSafely(readRecord);
	if (!isRecord(record)) return { problem: createProblem('record.notObject', {}) };
	const json = toJson(record);
	if (!json.startsWith('{')) return { problem: createProblem('record.notJson', {}) };
	if (json.includes('"__proto__"') && PROTO_KEY.test(json)) {
		return { problem: createProblem('record.forbiddenKey', {}) };
	}
	const problem = SHAPE_CHECKS[rules.format](record, rules);
	if (problem) return { problem };

	const dropNulls = rules.format === 'xdm' && json.includes('null');
	const entity = dropNulls ? toJson(JSON.parse(json), withoutNulls) : json;
	if (!entity) return { problem: createProblem('record.notJson', {}) };
	const entityBytes = Buffer.byteLength(entity);
	const bytes = entityBytes + rules.envelope.bytes;
	if (bytes > rules.maxBytes) {
		const values = { bytes: formatCount(bytes), limit: formatCount(rules.maxBytes) };
		return { problem: createProblem('record.tooLarge', values) };
	}
	return { text: entity, bytes, entityBytes, nullsDropped: entity.length !== json.length };
}

type ShapeCheck = (record: JsonRecord, rules: RecordRules) => Problem | undefined;

const SHAPE_CHECKS: Record<RecordFormat, ShapeCheck> = {
	raw: () => undefined,
	xdm: (record, { timeSeries }) => {
		if (!timeSeries) return undefined;
		const missing = ['_id', 'timestamp'].filter((field) => !isText(record[field]));
		return missing.length === 0 ? undefined : missingFields('record.notAnEvent', missing);
	},
	message: (record) => {
		const missing = ['header', 'body'].filter((field) => !isRecord(record[field]));
		return missing.length === 0 ? undefined : missingFields('record.notAMessage', missing);
	},
};

const missingFields = (code: 'record.notAnEvent' | 'record.notAMessage', missing: string[]) =>
	createProblem(code, { missing: missing.join(' and no ') }, { field: missing[0] });

/** A record that cannot be read counts as not an object and does not affect the others of the run. */
function readSafely(readRecord: () => unknown): unknown {
	try {
		return readRecord();
	} catch {
		return undefined;
	}
}

function isText(value: unknown): boolean {
	return typeof value === 'string' && value.trim() !== '';
}

/** Returns the JSON text, or an empty text for what has none: circular references, big integers, too deep nesting. */
function toJson(
	value: unknown,
	change: (value: unknown) => unknown = (unchanged) => unchanged,
): string {
	try {
		return JSON.stringify(change(value)) ?? '';
	} catch {
		return '';
	}
}

function withoutNulls(value: unknown): unknown {
	if (Array.isArray(value)) return value.filter((entry) => entry !== null).map(withoutNulls);
	if (!isRecord(value)) return value;
	const result: JsonRecord = {};
	for (const [key, entry] of Object.entries(value)) {
		if (entry !== null) result[key] = withoutNulls(entry);
	}
	return result;
}

function formatCount(count: number): string {
	return count.toLocaleString('en-US');
}
