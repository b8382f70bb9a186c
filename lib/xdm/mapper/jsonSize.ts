/** Functions that measure text in JSON and cut it without breaking what a reader sees as one character. */

/** Longest run that counts as one character when text is cut, in code units; only artificial text has longer ones. */
const CLUSTER_UNITS = 128;

const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });

const SHORT_ESCAPES = new Set('"\\\b\t\n\f\r');

/** Returns the bytes of text in UTF-8. */
export function utf8Bytes(text: string): number {
	return Buffer.byteLength(text, 'utf8');
}

/** Returns `units`, or one fewer if the text would end in the middle of a surrogate pair. */
export function unitsOfWholePairs(text: string, units: number): number {
	const last = text.charCodeAt(units - 1);
	return last >= 0xd800 && last <= 0xdbff ? units - 1 : units;
}

/** Returns the bytes of any value as a JSON document in UTF-8. */
export function jsonBytes(value: unknown): number {
	return utf8Bytes(JSON.stringify(value));
}

/** Maximum bytes of one code unit of text in JSON: an escape such as \\u001f. */
const LONGEST_ESCAPE = 6;

/** Bytes that no number, boolean or null exceeds in JSON. */
const LONGEST_SCALAR = 25;

/**
 * Returns the maximum bytes of a name in a JSON object, with quotes, colon, comma and the braces of an object under it.
 */
export function nameBytes(name: string): number {
	return name.length * LONGEST_ESCAPE + 6;
}

/**
 * Returns the bytes left of `room` after a value in the worst case, without serializing it; negative if it may not fit.
 */
export function roomLeft(value: unknown, room: number): number {
	if (typeof value === 'string') return room - value.length * LONGEST_ESCAPE - 2;
	if (typeof value !== 'object' || value === null) return room - LONGEST_SCALAR;
	let left = room - 2;
	if (Array.isArray(value)) {
		for (let at = 0; at < value.length && left >= 0; at++) left = roomLeft(value[at], left - 1);
		return left;
	}
	for (const key in value) {
		if (left < 0) return left;
		left = roomLeft((value as Record<string, unknown>)[key], left - nameBytes(key));
	}
	return left;
}

/**
 * Returns the longest beginning of a text that fits in a number of bytes inside a JSON string, not counting the quotes.
 *
 * Cuts only between characters as a reader sees them (extended grapheme clusters, Unicode UAX #29), never inside a UTF-8
 * character, a surrogate pair, a flag or a combined emoji.
 *
 * @param maxBytes UTF-8 bytes of the escaped text; 0 or less returns empty text
 */
export function cutToJsonBytes(text: string, maxBytes: number): string {
	let bytes = 0;
	let at = 0;
	while (at < text.length) {
		const [units, size] = characterAt(text, at);
		if (bytes + size > maxBytes) return text.slice(0, clusterStart(text, at));
		bytes += size;
		at += units;
	}
	return text;
}

/** Returns the code units of a code point and its bytes in a JSON string, as `JSON.stringify` writes it. */
function characterAt(text: string, at: number): [units: number, bytes: number] {
	const point = text.codePointAt(at) as number;
	if (point > 0xffff) return [2, 4];
	if (SHORT_ESCAPES.has(text[at])) return [1, 2];
	// Other control characters and lone surrogates are written as \uXXXX.
	if (point < 0x20 || (point >= 0xd800 && point <= 0xdfff)) return [1, 6];
	if (point < 0x80) return [1, 1];
	return [1, point < 0x800 ? 2 : 3];
}

function clusterStart(text: string, at: number): number {
	const { index } = clusters.segment(text).containing(at) as Intl.SegmentData;
	return at - index > CLUSTER_UNITS ? at : index;
}
