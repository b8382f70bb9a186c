import { mapCodeUnits } from './codeUnits';
import { foldCase } from './foldCase';

/** A value prepared for the search. */
export interface Needle {
	/** Folded case; if the value contains spaces, other separators also become spaces. */
	text: string;
	/** Longest part without separators; text without this part cannot contain the value. */
	anchor: string;
	/** True if upper and lower case differ; an IPv4 address, for example, needs no folded text. */
	hasLetters: boolean;
	hasSpaces: boolean;
	/** True if a letter or digit directly before the value makes it part of a longer word; `endsWord`: directly after. */
	startsWord: boolean;
	endsWord: boolean;
}

/** Scripts without spaces between words: a name can begin and end anywhere. */
const UNSPACED =
	/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Khmer}\p{sc=Lao}\p{sc=Myanmar}\p{sc=Thai}]/u;

const WORD = /[\p{L}\p{M}\p{N}]/u;

/**
 * Forms encode a space as a plus sign, and Slack channel names replace the spaces of names with hyphens or underscores.
 */
const SEPARATOR = /[\s+_-]/;

const SPACES = /\s/;

const SPACE = 0x20;

/** Lookup table by code unit, so that no regular expression runs for each code unit of a text. */
const IS_SEPARATOR = Uint8Array.from({ length: 0x3001 }, (_, unit) =>
	SEPARATOR.test(String.fromCharCode(unit)) ? 1 : 0,
);

const IS_ASCII_WORD = Uint8Array.from({ length: 0x80 }, (_, unit) =>
	WORD.test(String.fromCharCode(unit)) ? 1 : 0,
);

/** Replaces everything that can represent a space with a space, without changing the length. */
export function separatorsAsSpaces(text: string): string {
	return mapCodeUnits(text, (unit) => (IS_SEPARATOR[unit] === 1 ? SPACE : unit));
}

/** Prepares a value for the search. The value must be trimmed and not empty. */
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

/** Returns true if the match is not part of a longer word. */
export function isWhole(text: string, start: number, end: number, needle: Needle): boolean {
	if (needle.startsWord && start > 0 && isSpacedWord(pointBefore(text, start))) return false;
	return !(needle.endsWord && end < text.length && isSpacedWord(text.codePointAt(end) as number));
}

/** Returns the code point that ends at `end`, including one that takes two code units. */
function pointBefore(text: string, end: number): number {
	const point = end > 1 ? (text.codePointAt(end - 2) as number) : 0;
	return point > 0xffff ? point : text.charCodeAt(end - 1);
}

/** Returns true for a letter or digit of a script that puts spaces between words. */
function isSpacedWord(point: number): boolean {
	if (point < 0x80) return IS_ASCII_WORD[point] === 1;
	const character = String.fromCodePoint(point);
	return WORD.test(character) && !UNSPACED.test(character);
}
