import { textOfCodeUnits } from './codeUnits';
import { foldCase } from './foldCase';
import { Matcher } from './matcher';
import { separatorsAsSpaces, toNeedle, type Needle } from './needle';
import { viewsOf } from './unescape';

/** Replaces a withheld value. */
export const WITHHELD = '[withheld]';

/** Text with these characters only has a single spelling. */
const ASCII = /^[\x20-\x7e]*$/;

/** Maximum length of a value to search for in other text, in UTF-16 code units. */
const MAX_CHARACTERS = 256;

/** Maximum number of spellings to search for; a chat has fewer names. */
const MAX_SPELLINGS = 24;

/**
 * Number of code units to search beyond the requested ones for the rest of a value: a value of maximum length with every
 * character escaped four times is shorter.
 */
const LOOK_AHEAD = 16_384;

/**
 * Returns text without the withheld values; empty text if it consisted only of a withheld value.
 *
 * @param units number of code units from the start to return the result of; a value that crosses this limit is also found
 */
export type Scrub = (text: string, units?: number) => string;

export const scrubNothing: Scrub = (text, units) => text.slice(0, units);

/**
 * Creates a function that removes values from any other text. It finds whole words in upper or lower case, also if a URL
 * or JSON text escapes them once or several times, or if a channel is named after them.
 *
 * Takes time proportional to the length of the text, whatever the text and the values, because nothing backtracks.
 *
 * @param values at most 24 spellings of at most 256 code units each; a value with accents has two spellings
 * @returns undefined if there are more or longer values; no text may be shown in that case
 */
export function createScrub(values: Iterable<string>): Scrub | undefined {
	const spellings = new Set<string>();
	for (const value of values) {
		const text = value.trim();
		if (text === '' || spellings.has(text)) continue;
		if (text.length > MAX_CHARACTERS) return undefined;
		spellings.add(text);
		if (!ASCII.test(text)) spellings.add(text.normalize('NFC')).add(text.normalize('NFD'));
		if (spellings.size > MAX_SPELLINGS) return undefined;
	}
	if (spellings.size === 0) return scrubNothing;
	const search = createSearch([...spellings].map(toNeedle));
	return (text, units = text.length) => {
		const marks = search(text.slice(0, units + LOOK_AHEAD));
		if (!marks) return text.slice(0, units);
		const clean = replaceMarked(text, marks, Math.min(units, text.length));
		return clean.trim() === WITHHELD ? '' : clean;
	};
}

/** Marks each code unit of a text that belongs to a withheld value with 1; returns undefined if none does. */
type Search = (text: string) => Uint8Array | undefined;

function createSearch(needles: readonly Needle[]): Search {
	const hasLetters = needles.some((needle) => needle.hasLetters);
	// Created when a text first contains part of a value, because most texts contain none.
	let plain: Matcher | undefined;
	let spaced: Matcher | undefined;
	const isPresent =
		(searched: string) =>
		({ anchor }: Needle) =>
			searched.includes(anchor);
	return (text) => {
		// Most texts contain no escapes and no withheld values.
		if (!text.includes('%') && !text.includes('\\')) {
			if (!needles.some(isPresent(hasLetters ? foldCase(text) : text))) return undefined;
		}
		let changes: Int32Array | undefined;
		for (const { text: written, starts } of viewsOf(text)) {
			const searched = hasLetters ? foldCase(written) : written;
			const present = needles.filter(isPresent(searched));
			if (present.length === 0) continue;
			const found = (start: number, end: number) => {
				changes ??= new Int32Array(text.length + 1);
				changes[starts ? starts[start] : start]++;
				changes[starts ? starts[end] : end]--;
			};
			if (present.some(({ hasSpaces }) => !hasSpaces)) {
				plain ??= new Matcher(needles.filter(({ hasSpaces }) => !hasSpaces));
				plain.findAll(searched, found);
			}
			if (present.some(({ hasSpaces }) => hasSpaces)) {
				spaced ??= new Matcher(needles.filter(({ hasSpaces }) => hasSpaces));
				spaced.findAll(separatorsAsSpaces(searched), found);
			}
		}
		return changes && marksOf(changes);
	};
}

/** Converts the positions where values begin (+1) and end (-1) to marks; overlapping values cost nothing extra. */
function marksOf(changes: Int32Array): Uint8Array {
	const marks = new Uint8Array(changes.length - 1);
	for (let at = 0, depth = 0; at < marks.length; at++) {
		depth += changes[at];
		if (depth > 0) marks[at] = 1;
	}
	return marks;
}

/** Returns the code units of a text before `end`, with each run of marks replaced by one `WITHHELD`. */
function replaceMarked(text: string, marks: Uint8Array, end: number): string {
	let runs = 0;
	let kept = 0;
	for (let at = 0; at < end; at++) {
		if (marks[at] === 0) kept++;
		else if (at === 0 || marks[at - 1] === 0) runs++;
	}
	const units = new Uint16Array(kept + runs * WITHHELD.length);
	let length = 0;
	for (let at = 0; at < end; at++) {
		if (marks[at] === 0) units[length++] = text.charCodeAt(at);
		else if (at === 0 || marks[at - 1] === 0) {
			for (let unit = 0; unit < WITHHELD.length; unit++)
				units[length++] = WITHHELD.charCodeAt(unit);
		}
	}
	return textOfCodeUnits(units, length);
}
