import { sanitize } from './sanitize';
import { mayHaveLongNumbers, parseLongNumbersAsText } from '../http/exactJson';
import { isRecord, type JsonRecord } from '../http/isRecord';
import { createProblem, type Problem } from '../problem/problem';

export type BodyResult = { payload: JsonRecord } | { problem: Problem };

/** The posted body, as far as n8n has read it. */
export interface PostedBody {
	contentType?: string;
	/** Result of n8n's own parser; absent for content types that n8n does not know. */
	parsed?: unknown;
	/** The bytes, decompressed. */
	bytes?: Uint8Array;
}

/**
 * Content types that never contain JSON. Any other type, or none, is accepted if the bytes are JSON, as Chatlio's are.
 */
const REFUSED_TYPES: ReadonlyArray<{ pattern: RegExp; name: string }> = [
	{ pattern: /^application\/x-www-form-urlencoded$/, name: 'form data' },
	{ pattern: /^multipart\//, name: 'multipart form data' },
	{ pattern: /[/+]xml$/, name: 'XML' },
];

/** Checks the content type before any bytes are read. @returns a problem if the body cannot be JSON */
export function checkContentType(contentType: string | undefined): Problem | undefined {
	const mediaType = (contentType ?? '').split(';', 1)[0].trim().toLowerCase();
	const refused = REFUSED_TYPES.find(({ pattern }) => pattern.test(mediaType));
	if (!refused) return undefined;
	return createProblem('webhook.mediaTypeRejected', { type: refused.name }, { status: 415 });
}

/** Checks the size of a body. @param maxBytes largest accepted size, in bytes */
export function checkSize(bytes: number, maxBytes: number): Problem | undefined {
	if (bytes <= maxBytes) return undefined;
	const status = 413;
	if (Number.isNaN(maxBytes)) return createProblem('webhook.bodyLimitInvalid', {}, { status });
	return createProblem('webhook.bodyTooLarge', { bytes, limit: maxBytes }, { status });
}

/**
 * Returns the posted JSON object, safe to keep (see `sanitize`), or a problem that says why there is none.
 *
 * Prefers the result of n8n's own parser, unless that parser may have rounded numbers: then the bytes are read again, and
 * long numbers become text with all their digits. Invalid UTF-8 becomes U+FFFD.
 */
export function readBody({ contentType, parsed, bytes }: PostedBody): BodyResult {
	const problem = checkContentType(contentType);
	if (problem) return { problem };
	const text = decode(bytes, CHARSET.exec(contentType ?? '')?.[1]);
	const isExact = isRecord(parsed) && !mayHaveLongNumbers(text);
	const own = isExact ? parsed : parseText(text);
	// The bytes may be in a charset that only n8n knows.
	const value = isRecord(parsed) && !isRecord(own) ? parsed : own;
	if (!isRecord(value)) return notAnObject(kindOfBody(value));
	return { payload: sanitize(value) };
}

const notAnObject = (kind: string) => ({
	problem: createProblem('webhook.bodyNotAnObject', { kind }, { status: 400 }),
});

const EMPTY = Symbol('empty body');
const NOT_JSON = Symbol('not JSON');

function parseText(text: string): unknown {
	if (text.trim() === '') return EMPTY;
	try {
		return parseLongNumbersAsText(text);
	} catch {
		return NOT_JSON;
	}
}

const CHARSET = /;\s*charset="?([^\s";]{1,40})/i;

/** Drops a byte order mark and replaces invalid bytes. An unknown charset is read as UTF-8, the charset of JSON. */
function decode(bytes: Uint8Array = new Uint8Array(), charset = 'utf-8'): string {
	try {
		return new TextDecoder(charset).decode(bytes);
	} catch {
		return new TextDecoder().decode(bytes);
	}
}

function kindOfBody(value: unknown): string {
	if (value === EMPTY) return 'empty';
	if (value === NOT_JSON) return 'not valid JSON';
	if (Array.isArray(value)) return 'an array';
	return value === null ? 'null' : `a ${typeof value}`;
}
