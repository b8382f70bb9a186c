import { textOfCodeUnits } from './codeUnits';

/** Text with layers of escapes removed, and the position of each code unit in the original. */
export interface TextView {
	text: string;
	/** Index in the original for each code unit, followed by the original's length; absent for the original itself. */
	starts?: Uint32Array;
}

const PERCENT = 0x25;
const BACKSLASH = 0x5c;
const UNICODE_ESCAPE = 0x75;
const FIRST_ASTRAL = 0x10000;

/** Equals no code unit. */
const NONE = -1;

/** Replaces bytes that are not valid UTF-8, such as those of older encodings; not a letter. */
const REPLACEMENT = 0xfffd;

/** Meaning of each character that may follow a backslash in JSON. Source: RFC 8259, section 7. */
const SHORT_ESCAPES = new Map(
	[...'"\\/bfnrt'].map((letter) => [
		letter.charCodeAt(0),
		(JSON.parse(`"\\${letter}"`) as string).charCodeAt(0),
	]),
);

/**
 * Packs a code point and the length of its escape into one number, to avoid an object per escape; 0 means no escape.
 */
const escape = (point: number, length: number) => point * 16 + length;
const pointOf = (read: number) => read >> 4;
const lengthOf = (read: number) => read & 15;

/** Maximum layers of escapes; JSON inside JSON inside the query of a URL has three. */
const MAX_LAYERS = 4;

/** Escapes to remove: percent-encoding (UTF-8, RFC 3986) and JSON's escapes (RFC 8259, section 7). */
type Encodings = 'both' | 'json' | 'percent';

/**
 * Yields a text as it is and with one to four layers of escapes removed. If it contains both a percent sign and a
 * backslash, one of them may not be an escape (`CORP\\rosa%40example.com`), so it also yields the text with each kind
 * removed separately.
 */
export function* viewsOf(text: string): Generator<TextView> {
	yield { text };
	const isMixed = text.includes('%') && text.includes('\\');
	const chains: Encodings[] = isMixed ? ['both', 'percent', 'json'] : ['both'];
	for (const encodings of chains) {
		let view = unescapeOnce({ text }, encodings);
		for (let layer = 1; view && layer <= MAX_LAYERS; layer++) {
			yield view;
			view = unescapeOnce(view, encodings);
		}
	}
}

/**
 * Removes one layer of escapes anywhere in the text and keeps everything else. Takes time proportional to the length of
 * the text.
 *
 * @returns undefined if nothing is escaped
 */
function unescapeOnce(
	{ text, starts: outer }: TextView,
	encodings: Encodings,
): TextView | undefined {
	const percent = encodings === 'json' ? NONE : PERCENT;
	const backslash = encodings === 'percent' ? NONE : BACKSLASH;
	if (!text.includes('%') && !text.includes('\\')) return undefined;
	const units = new Uint16Array(text.length);
	const starts = new Uint32Array(text.length + 1);
	let length = 0;
	for (let at = 0; at < text.length; ) {
		const code = text.charCodeAt(at);
		const read = code === percent || code === backslash ? readEscape(text, at, code) : 0;
		starts[length] = at;
		if (read === 0) {
			units[length++] = code;
			at++;
			continue;
		}
		const point = pointOf(read);
		if (point < FIRST_ASTRAL) {
			units[length++] = point;
		} else {
			units[length++] = 0xd800 + ((point - FIRST_ASTRAL) >> 10);
			starts[length] = at;
			units[length++] = 0xdc00 + ((point - FIRST_ASTRAL) & 0x3ff);
		}
		at += lengthOf(read);
	}
	// Each escape is longer than the characters it represents.
	if (length === text.length) return undefined;
	starts[length] = text.length;
	if (outer) for (let at = 0; at <= length; at++) starts[at] = outer[starts[at]];
	return { text: textOfCodeUnits(units, length), starts };
}

function readEscape(text: string, at: number, code: number): number {
	return code === PERCENT ? readPercent(text, at) : readBackslash(text, at);
}

function readBackslash(text: string, at: number): number {
	const letter = text.charCodeAt(at + 1);
	if (letter === UNICODE_ESCAPE) {
		const unit = readHex(text, at + 2, 4);
		return unit < 0 ? 0 : escape(unit, 6);
	}
	const short = SHORT_ESCAPES.get(letter);
	return short === undefined ? 0 : escape(short, 2);
}

/** Smallest code point by its number of bytes in UTF-8. */
const SMALLEST = [0, 0, 0x80, 0x800, FIRST_ASTRAL];

function readPercent(text: string, at: number): number {
	const first = readHex(text, at + 1, 2);
	if (first < 0) return 0;
	if (first < 0x80) return escape(first, 3);
	const bytes = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	let point = first & (0x7f >> bytes);
	for (let byte = 1; byte < bytes; byte++) {
		const start = at + byte * 3;
		const next = text.charCodeAt(start) === PERCENT ? readHex(text, start + 1, 2) : -1;
		if (next >> 6 !== 2) return escape(REPLACEMENT, 3);
		point = (point << 6) | (next & 0x3f);
	}
	const isCharacter =
		first >= 0xc2 &&
		point >= SMALLEST[bytes] &&
		point <= 0x10ffff &&
		(point < 0xd800 || point > 0xdfff);
	return isCharacter ? escape(point, bytes * 3) : escape(REPLACEMENT, 3);
}

/** Reads a number of hexadecimal digits; returns -1 if one is missing. */
function readHex(text: string, at: number, digits: number): number {
	let value = 0;
	for (let digit = 0; digit < digits; digit++) {
		const code = text.charCodeAt(at + digit);
		const lower = code | 0x20;
		if (code >= 0x30 && code <= 0x39) value = value * 16 + code - 0x30;
		else if (lower >= 0x61 && lower <= 0x66) value = value * 16 + lower - 0x57;
		else return -1;
	}
	return value;
}
