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
}

/** Scripts without spaces between words: a name can begin and end anywhere. */
const UNSPACED =
	/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Khmer}\p{sc=Lao}\p{sc=Myanmar}\p{sc=Thai}]/u;

const WORD = /[\p{L}\p{M}\p{N}]/u;

/** A form writes a space as a plus sign; Slack makes a person's name a channel's with hyphens or underscores. */
const SEPARATOR = /[\s+_-]/;

const SPACES = /\s/;

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

/** Prepares a value, neither empty nor with blanks at its ends. */
export function toNeedle(value: string): Needle {
	const folded = foldCase(value);
	const spaced = SPACES.test(value) ? separatorsAsSpaces(folded) : '';
	const longest = longestPart(spaced);
	const hasSpaces = longest !== '';
	const text = hasSpaces ? spaced : folded;
	return {
		text,
		anchor: hasSpaces ? longest : text,
		hasLetters: value.toLowerCase() !== value.toUpperCase(),
		hasSpaces,
		startsWord: isSpacedWord(text.codePointAt(0) as number),
		endsWord: isSpacedWord(pointBefore(text, text.length)),
	};
}

function longestPart(spaced: string): string {
	const [longest] = spaced.split(' ').sort((a, b) => b.length - a.length);
	return longest;
}

/** Returns true if what stands there is no part of a longer word. */
export function isWhole(text: string, start: number, end: number, needle: Needle): boolean {
	if (needle.startsWord && start > 0 && isSpacedWord(pointBefore(text, start))) return false;
	return !(needle.endsWord && end < text.length && isSpacedWord(text.codePointAt(end) as number));
}

/** The character that ends there, whole where it takes two code units. */
function pointBefore(text: string, end: number): number {
	const point = end > 1 ? (text.codePointAt(end - 2) as number) : 0;
	return point > 0xffff ? point : text.charCodeAt(end - 1);
}

/** Returns true for a letter or digit of a script that has spaces between words. */
function isSpacedWord(point: number): boolean {
	if (point < 0x80) return IS_ASCII_WORD[point] === 1;
	const character = String.fromCodePoint(point);
	return WORD.test(character) && !UNSPACED.test(character);
}
