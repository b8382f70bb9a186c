import type { WrittenRecord } from './body';
import type { Envelope } from './envelope';
import type { RecordFormat } from './types';

export interface RecordRules {
	format: RecordFormat;
	envelope: Envelope;
	/** Bytes a message may have on its own, what surrounds it in a request already taken off. */
	maxBytes: number;
	/** Whether the schema describes events, which need `_id` and `timestamp`. */
	timeSeries: boolean;
}

export type PreparedRecord =
	| ({ ready: true; entityBytes: number; nullsDropped: boolean } & WrittenRecord)
	| { ready: false; reason: string; advice: string };

type JsonObject = Record<string, unknown>;

/** Matches only a key: inside a JSON text every quote of a string is preceded by a backslash. */
const PROTO_KEY = /[{,]"__proto__":/;

const NO_JSON = 'The record cannot be written as a JSON object.';

const ADVICE = {
	object: 'Send one JSON object per item, for example with an Edit Fields node before this one.',
	text: 'Make the item plain JSON: no circular references, no big integers, no nesting thousands deep.',
	proto: 'Remove the key "__proto__" from the record.',
	message:
		'Give "header" and "body" as Adobe documents them, or choose the record format XDM Record.',
	event:
		'Use Chatlio to XDM before this node, or set both fields. They identify and date the event.',
	size: 'Shorten the longest texts, or split the record into several.',
} as const;

/**
 * Turns one record into the text that stands in its message, or says why it is set aside: Adobe could only
 * refuse it, at once or unseen after accepting it. In XDM records `null` is left out, because the
 * schema's types do not allow it; empty strings stay, they are valid. Raw data and complete
 * messages go unchanged: there a null may be meant.
 * Source: Adobe, "Streaming ingestion validation" and "Stream time-series data".
 */
export function prepareRecord(readRecord: () => unknown, rules: RecordRules): PreparedRecord {
	const record = readSafely(readRecord);
	if (!isObject(record)) return aside('The record is no JSON object.', ADVICE.object);
	const json = toJson(record);
	if (!json.startsWith('{')) return aside(NO_JSON, ADVICE.text);
	if (json.includes('"__proto__"') && PROTO_KEY.test(json)) {
		return aside('The record has a key "__proto__", which is never sent.', ADVICE.proto);
	}
	const shape = SHAPES[rules.format](record, rules);
	if (shape) return shape;

	const dropNulls = rules.format === 'xdm' && json.includes('null');
	const entity = dropNulls ? toJson(JSON.parse(json), withoutNulls) : json;
	if (!entity) return aside(NO_JSON, ADVICE.text);
	const entityBytes = Buffer.byteLength(entity);
	const bytes = entityBytes + rules.envelope.bytes;
	if (bytes > rules.maxBytes) {
		return aside(
			`The message has ${formatCount(bytes)} bytes, more than the ${formatCount(rules.maxBytes)} a request takes.`,
			ADVICE.size,
		);
	}
	return {
		ready: true,
		text: entity,
		bytes,
		entityBytes,
		nullsDropped: entity.length !== json.length,
	};
}

const SHAPES: Record<
	RecordFormat,
	(record: JsonObject, rules: RecordRules) => PreparedRecord | undefined
> = {
	raw: () => undefined,
	xdm: (record, { timeSeries }) => {
		if (!timeSeries) return undefined;
		const missing = ['_id', 'timestamp'].filter((field) => !isText(record[field]));
		if (missing.length === 0) return undefined;
		return aside(`The XDM event has no ${missing.join(' and no ')}.`, ADVICE.event);
	},
	message: (record) => {
		const missing = ['header', 'body'].filter((field) => !isObject(record[field]));
		if (missing.length === 0) return undefined;
		return aside(`The complete message has no ${missing.join(' and no ')}.`, ADVICE.message);
	},
};

/** A record that cannot be read is no object; the others of the run are not its victims. */
function readSafely(readRecord: () => unknown): unknown {
	try {
		return readRecord();
	} catch {
		return undefined;
	}
}

function aside(reason: string, advice: string): PreparedRecord {
	return { ready: false, reason, advice };
}

function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
	return typeof value === 'string' && value.trim() !== '';
}

/** The JSON text, or an empty text for what has none: circular, big integers, nested too deep. */
function toJson(value: unknown, change: (value: unknown) => unknown = (same) => same): string {
	try {
		return JSON.stringify(change(value)) ?? '';
	} catch {
		return '';
	}
}

function withoutNulls(value: unknown): unknown {
	if (Array.isArray(value)) return value.filter((entry) => entry !== null).map(withoutNulls);
	if (!isObject(value)) return value;
	const kept: JsonObject = {};
	for (const [key, entry] of Object.entries(value)) {
		if (entry !== null) kept[key] = withoutNulls(entry);
	}
	return kept;
}

function formatCount(count: number): string {
	return count.toLocaleString('en-US');
}
