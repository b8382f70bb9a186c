import { randomUUID } from 'crypto';
import { ExactNumber } from './exactNumber';
import { isRecord, type JsonRecord } from './isRecord';

/** Finds JSON with numbers that JavaScript may round: 16 digits or more, or an exponent of three digits or more. */
const MAY_ROUND = /[\d.]{16}|\de[+-]?\d{3}/i;

/** Finds JSON with numbers that JavaScript may round, or that may be integers beyond 2^53. */
const MAY_BE_LONG = /[\d.]{16}|\de[+-]?\d{2}/i;

/** A number at this position. */
const NUMBER = /-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy;

const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/**
 * Parses JSON and keeps the digits of every number: one that JavaScript would round becomes an `ExactNumber`. Takes time
 * in proportion to the text. Node 20 has no access to a number's source while parsing, so such numbers are first turned
 * into texts that begin with a mark that nobody can guess.
 * @throws SyntaxError
 */
export function parseExactJson(text: string): unknown {
	const value: unknown = JSON.parse(text);
	if (!MAY_ROUND.test(text)) return value;
	const mark = randomUUID();
	const marked = quoteNumbers(text, (number) => !isHeld(number), mark);
	return marked === text ? value : unmark(JSON.parse(marked), mark);
}

/**
 * Parses JSON; each number that JavaScript would round, and each integer beyond 2^53, becomes text with the digits that
 * were sent, because an ID with other digits may belong to somebody else. Takes time in proportion to the text.
 * @throws SyntaxError
 */
export function parseLongNumbersAsText(text: string): unknown {
	if (!mayHaveLongNumbers(text)) return JSON.parse(text);
	// Parsed before, because the numbers are only found in valid JSON.
	const value: unknown = JSON.parse(text);
	const quoted = quoteNumbers(text, (number) => isUnsafeInteger(Number(number)) || !isHeld(number));
	return quoted === text ? value : JSON.parse(quoted);
}

/** Returns false if `JSON.parse` reads the text in the same way as `parseLongNumbersAsText`. */
export const mayHaveLongNumbers = (text: string): boolean => MAY_BE_LONG.test(text);

const isUnsafeInteger = (number: number) =>
	Number.isInteger(number) && !Number.isSafeInteger(number);

/** Returns valid JSON with a text, which begins with the mark, for each of these numbers. */
function quoteNumbers(text: string, isQuoted: (number: string) => boolean, mark = ''): string {
	const pieces: string[] = [];
	let copied = 0;
	for (let at = 0; at < text.length; ) {
		if (text[at] === '"') {
			at = endOfString(text, at);
			continue;
		}
		NUMBER.lastIndex = at;
		const number = NUMBER.exec(text)?.[0] ?? '';
		if (number !== '' && isQuoted(number)) {
			pieces.push(text.slice(copied, at), `"${mark}${number}"`);
			copied = at + number.length;
		}
		at += number.length || 1;
	}
	return pieces.join('') + text.slice(copied);
}

function endOfString(text: string, start: number): number {
	let at = start + 1;
	while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
	return at + 1;
}

/** A double keeps this many digits, whatever they are, unless it is tiny (C's `DBL_DIG`). */
const KEPT_DIGITS = 15;

/** Returns true if JavaScript's number has exactly the value that the digits say, however it writes them. */
export function isHeld(number: string): boolean {
	const held = Number(number);
	const size = Math.abs(held);
	if (number.length <= KEPT_DIGITS && size > 1e-300 && size < 1e300) return true;
	return Number.isFinite(held) && canonical(number) === canonical(String(held));
}

/** Returns the digits without zeros at the ends, and the power of ten of the last one. */
function canonical(number: string): string {
	const [, sign, whole, fraction = '', exponent = '0'] = PARTS.exec(number) ?? [];
	const digits = (whole + fraction).replace(/^0+/, '');
	if (digits === '') return '0';
	let end = digits.length;
	while (digits[end - 1] === '0') end -= 1;
	const power = Number(exponent) - fraction.length + (digits.length - end);
	return `${sign}${digits.slice(0, end)}e${power}`;
}

function unmark(value: unknown, mark: string): unknown {
	if (typeof value === 'string') {
		return value.startsWith(mark) ? new ExactNumber(value.slice(mark.length)) : value;
	}
	if (Array.isArray(value)) return value.map((inner) => unmark(inner, mark));
	if (!isRecord(value)) return value;
	const result: JsonRecord = {};
	for (const [key, inner] of Object.entries(value)) define(result, key, unmark(inner, mark));
	return result;
}

/** Also for the key `__proto__`, which an assignment would lose. */
function define(target: JsonRecord, key: string, value: unknown): void {
	Object.defineProperty(target, key, {
		value,
		enumerable: true,
		configurable: true,
		writable: true,
	});
}

/**
 * Returns the JSON text of plain values, each `ExactNumber` among them as a number with all its digits. Node 20 has no
 * other way to write those.
 */
export function writeExactJson(value: unknown): string {
	if (value instanceof ExactNumber) return value.text;
	if (Array.isArray(value)) return `[${value.map(writeExactJson).join(',')}]`;
	if (!isRecord(value)) return JSON.stringify(value);
	const fields = Object.entries(value).map(
		([key, inner]) => `${JSON.stringify(key)}:${writeExactJson(inner)}`,
	);
	return `{${fields.join(',')}}`;
}
