import { textOfCodeUnits } from './codeUnits';
import { foldCase } from './foldCase';
import { Matcher } from './matcher';
import { separatorsAsSpaces, toNeedle, type Needle } from './needle';
import { viewsOf } from './unescape';

/** Takes the place of a withheld value. */
export const WITHHELD = '[withheld]';

/** Such a text has one spelling only. */
const ASCII = /^[\x20-\x7e]*$/;

/** Longest value that is looked for inside other text, in UTF-16 code units. */
const MAX_CHARACTERS = 256;

/** Most spellings that are looked for; a chat has fewer names. */
const MAX_SPELLINGS = 24;

/**
 * How far behind the end of a beginning is looked for the rest of a value, in code units: a value of the greatest
 * length with each character escaped four times over is shorter.
 */
const LOOK_AHEAD = 16_384;

/**
 * Returns a text without the withheld values; an empty text if it was nothing but one.
 *
 * @param units Returns only what becomes of so many of the first code units; a value that they cut in two is found.
 */
export type Scrub = (text: string, units?: number) => string;

export const scrubNothing: Scrub = (text, units) => text.slice(0, units);

/**
 * Makes the function that removes values from any other text: whole words, in upper or lower case, and also where a URL
 * or JSON text escapes them, once or several times over, or where a channel is named after them.
 *
 * Takes time in proportion to the text, whatever the text and the values are: no part of it backtracks.
 *
 * @param values At most 24 spellings of at most 256 code units each; a value with accents has two spellings.
 * @returns `undefined` if there are more or longer ones: no text may then be shown.
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

/** Marks each code unit of a text that belongs to a withheld value with 1; `undefined` if none does. */
type Search = (text: string) => Uint8Array | undefined;

function createSearch(needles: readonly Needle[]): Search {
	const hasLetters = needles.some((needle) => needle.hasLetters);
	// Made when a text first holds a part of one: most hold none.
	let plain: Matcher | undefined;
	let spaced: Matcher | undefined;
	const isPresent =
		(searched: string) =>
		({ anchor }: Needle) =>
			searched.includes(anchor);
	return (text) => {
		// Nearly every text: nothing is escaped, and nothing found.
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

/** From where values begin (+1) and end (-1): overlapping ones cost no more. */
function marksOf(changes: Int32Array): Uint8Array {
	const marks = new Uint8Array(changes.length - 1);
	for (let at = 0, depth = 0; at < marks.length; at++) {
		depth += changes[at];
		if (depth > 0) marks[at] = 1;
	}
	return marks;
}

/** Returns the first code units of a text, with `WITHHELD` once for each run of marks. */
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
