import { sanitize } from './sanitize';
import { isRecord, type JsonRecord } from './values';

/** An answer that starts nothing, with a sentence for whoever looks at the sender's log. */
export interface Refusal {
	status: number;
	message: string;
}

export type BodyResult = { payload: JsonRecord } | { refusal: Refusal };

/** What was posted, as far as n8n has read it. */
export interface PostedBody {
	contentType?: string;
	/** What n8n made of it: nothing for content types it does not know. */
	parsed?: unknown;
	/** The bytes, decompressed. */
	bytes?: Uint8Array;
}

/** Chatlio posts JSON. Any other or no content type is let pass if the bytes are JSON; these never are. */
const REFUSED_TYPES: ReadonlyArray<{ pattern: RegExp; name: string }> = [
	{ pattern: /^application\/x-www-form-urlencoded$/, name: 'form data' },
	{ pattern: /^multipart\//, name: 'multipart form data' },
	{ pattern: /[/+]xml$/, name: 'XML' },
];

/** Refuses what can be no JSON by its content type alone, before its bytes are read. */
export function refuseContentType(contentType: string | undefined): Refusal | undefined {
	const mediaType = (contentType ?? '').split(';', 1)[0].trim().toLowerCase();
	const refused = REFUSED_TYPES.find(({ pattern }) => pattern.test(mediaType));
	return refused && { status: 415, message: `Send the event as JSON: this is ${refused.name}` };
}

/** @param maxBytes The limit is allowed, one byte more is not. */
export function refuseSize(bytes: number, maxBytes: number): Refusal | undefined {
	if (bytes <= maxBytes) return undefined;
	if (Number.isNaN(maxBytes)) {
		return { status: 413, message: 'The Maximum Body Size of this webhook is no number' };
	}
	const message = `The body has ${bytes} bytes, more than the ${maxBytes} this webhook accepts`;
	return { status: 413, message };
}

/**
 * The JSON object that was posted, safe to keep (see `sanitize`), or why there is none.
 *
 * n8n's own parse is used where there is one: it knows the charset. Invalid UTF-8 becomes U+FFFD.
 */
export function readBody({ contentType, parsed, bytes }: PostedBody): BodyResult {
	const refusal = refuseContentType(contentType);
	if (refusal) return { refusal };
	const value = isRecord(parsed) ? parsed : parseBytes(bytes);
	if (!isRecord(value)) return { refusal: { status: 400, message: notAnObject(value) } };
	const payload = sanitize(value);
	if (Object.keys(payload).length === 0) {
		return { refusal: { status: 400, message: `Send one JSON object: this one is empty` } };
	}
	return { payload };
}

const EMPTY = Symbol('empty body');
const NOT_JSON = Symbol('not JSON');

function parseBytes(bytes: Uint8Array = new Uint8Array()): unknown {
	// Drops a byte order mark, and replaces what is no UTF-8.
	const text = new TextDecoder().decode(bytes);
	if (text.trim() === '') return EMPTY;
	try {
		return JSON.parse(text);
	} catch {
		return NOT_JSON;
	}
}

function notAnObject(value: unknown): string {
	if (value === EMPTY) return 'Send one JSON object: the body is empty';
	if (value === NOT_JSON) return 'Send one JSON object: the body is no valid JSON';
	if (Array.isArray(value)) return 'Send one JSON object: this is an array. Post each event alone';
	return `Send one JSON object: this is ${value === null ? 'null' : `a ${typeof value}`}`;
}
