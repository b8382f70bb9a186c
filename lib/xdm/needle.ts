import { mapCodeUnits } from './codeUnits';
import { foldCase } from './foldCase';

/** A value prepared for the search. */
export interface Needle {
	/** With case folded; in one with spaces, other separators count as spaces, too. */
	text: string;
	/** Its longest part without separators: a text without that part cannot hold the value. */
	anchor: string;
	/** Whether upper and lower case differ: an IP address need not be looked for in folded text. */
	hasLetters: boolean;
	hasSpaces: boolean;
	/** Whether a letter or digit just before or after means that it is part of a longer word. */
	startsWord: boolean;
	endsWord: boolean;
	/** Per code unit: how many of those before it are repeated up to there (Knuth, Morris, and Pratt). */
	borders: Uint16Array;
}

/** Scripts without spaces between words: a name can begin and end anywhere. */
const UNSPACED =
	/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Khmer}\p{sc=Lao}\p{sc=Myanmar}\p{sc=Thai}]/u;

const WORD = /[\p{L}\p{M}\p{N}]/u;

/** A form writes a space as a plus sign; Slack makes a person's name a channel's with hyphens or underscores. */
const SEPARATOR = /[\s+_-]/;

const SPACE = 0x20;

/** Per code unit, so that no regular expression runs for each of a text. */
const IS_SEPARATOR = Uint8Array.from({ length: 0x3001 }, (_, unit) =>
	SEPARATOR.test(String.fromCharCode(unit)) ? 1 : 0,
);

const IS_ASCII_WORD = Uint8Array.from({ length: 0x80 }, (_, unit) =>
	WORD.test(String.fromCharCode(unit)) ? 1 : 0,
);

/** The same text, as long as before, in which whatever can replace a space is one. */
export function separatorsAsSpaces(text: string): string {
	return mapCodeUnits(text, (unit) => (IS_SEPARATOR[unit] === 1 ? SPACE : unit));
}

/** Prepares a value, neither empty nor with blanks at its ends, for `markAll`. */
export function toNeedle(value: string): Needle {
	const folded = foldCase(value);
	const spaced = separatorsAsSpaces(folded);
	const [anchor] = spaced.split(' ').sort((a, b) => b.length - a.length);
	const hasSpaces = /\s/.test(value) && anchor !== '';
	const text = hasSpaces ? spaced : folded;
	return {
		text,
		anchor: hasSpaces ? anchor : text,
		hasLetters: value.toLowerCase() !== value.toUpperCase(),
		hasSpaces,
		startsWord: isSpacedWord(text.codePointAt(0) as number),
		endsWord: isSpacedWord(pointBefore(text, text.length)),
		borders: bordersOf(text),
	};
}

/**
 * Marks with 1 each place of the needle in a text; where two overlap, the first.
 * Takes time in proportion to the text, however often the needle nearly matches.
 *
 * @param starts Where in `marks` each code unit of the text begins; absent where they are the same.
 */
export function markAll(
	text: string,
	needle: Needle,
	marks: Uint8Array,
	starts?: Uint32Array,
): boolean {
	const { text: wanted, borders } = needle;
	let isFound = false;
	let matched = 0;
	for (let at = 0; at < text.length; at++) {
		const unit = text.charCodeAt(at);
		while (matched > 0 && unit !== wanted.charCodeAt(matched)) matched = borders[matched - 1];
		if (unit === wanted.charCodeAt(matched)) matched++;
		if (matched < wanted.length) continue;
		const end = at + 1;
		const start = end - wanted.length;
		if (!isWhole(text, start, end, needle)) {
			matched = borders[matched - 1];
			continue;
		}
		isFound = true;
		matched = 0;
		const lastMark = starts ? starts[end] : end;
		for (let mark = starts ? starts[start] : start; mark < lastMark; mark++) marks[mark] = 1;
	}
	return isFound;
}

function bordersOf(text: string): Uint16Array {
	const borders = new Uint16Array(text.length);
	for (let at = 1, matched = 0; at < text.length; at++) {
		while (matched > 0 && text.charCodeAt(at) !== text.charCodeAt(matched))
			matched = borders[matched - 1];
		if (text.charCodeAt(at) === text.charCodeAt(matched)) matched++;
		borders[at] = matched;
	}
	return borders;
}

function isWhole(text: string, start: number, end: number, needle: Needle): boolean {
	if (needle.startsWord && start > 0 && isWordBefore(text, start)) return false;
	return !(needle.endsWord && end < text.length && isWord(text.codePointAt(end) as number));
}

function isWord(point: number): boolean {
	return point < 0x80 ? IS_ASCII_WORD[point] === 1 : WORD.test(String.fromCodePoint(point));
}

/** Whether the character that ends there, whole where it takes two code units, belongs to a word. */
function isWordBefore(text: string, end: number): boolean {
	return isWord(pointBefore(text, end));
}

function pointBefore(text: string, end: number): number {
	const point = end > 1 ? (text.codePointAt(end - 2) as number) : 0;
	return point > 0xffff ? point : text.charCodeAt(end - 1);
}

function isSpacedWord(point: number): boolean {
	return isWord(point) && !UNSPACED.test(String.fromCodePoint(point));
}
