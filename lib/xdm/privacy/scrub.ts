import { findEmails } from './emailAddresses';
import type { Finder } from './finder';
import { findIps, MAY_HAVE_IP } from './ipAddresses';
import { finderOf } from './matcher';
import { toSearchedValue, type Needle, type SearchedValue } from './needle';
import type { TextView } from './normalize';
import { plainView, viewsOf, withoutSeparators } from './views';

/** Replaces a withheld value. */
export const WITHHELD = '[withheld]';

/**
 * Takes the place of a withheld value during the search: ASCII's last control character, which belongs to no word or
 * address, and needs no decoding.
 */
export const WITHHELD_MARK = '\x7f';

/** Maximum length of a value to search for in other text, in UTF-16 code units. */
export const MAX_CHARACTERS = 256;

/** Maximum number of values to search for; a chat has fewer names. */
export const MAX_VALUES = 24;

/**
 * Number of code units to search beyond the requested ones for the rest of a value: a value of maximum length with every
 * character escaped four times is shorter.
 */
const LOOK_AHEAD = 16_384;

const MARKS = /\x7f+/g;

/** Maximum number of searches after the first one; two neighbors that hide each other take one. */
const MAX_REPEATS = 4;

/**
 * Returns text without the withheld values; empty text if it consisted only of a withheld value.
 *
 * @param units number of code units from the start to return the result of; a value that crosses this limit is also found
 */
export type Scrub = (text: string, units?: number) => string;

export const scrubNothing: Scrub = (text, units) => text.slice(0, units);

/** Kinds of addresses that are found by their form, whoever they belong to. */
export type AddressKind = 'email' | 'ip';

interface AddressFinder {
	find: Finder;
	/** Matches text that may have such an address; few texts do. */
	pattern: RegExp;
}

const FINDERS: Record<AddressKind, AddressFinder> = {
	email: { find: findEmails, pattern: /@/ },
	ip: { find: findIps, pattern: MAY_HAVE_IP },
};

/** Other text is its own normalized form but for case and spaces: it has neither encodings nor other scripts. */
const NEEDS_DECODING = /[^\0-$'-[\]-\x7f]/;

/**
 * Creates a function that removes values from any other text: all addresses of the given kinds, and the given values
 * wherever they are not part of a longer word. Searches the text in normalized form (`normalize`), as it is and with up
 * to eight layers of encodings removed (`viewsOf`).
 *
 * Takes time proportional to the length of the text, whatever the text and the values, because nothing backtracks.
 *
 * @param values at most 24 of at most 256 code units each
 * @returns undefined if there are more or longer values; no text may be shown in that case
 */
export function createScrub(
	values: Iterable<string>,
	kinds: readonly AddressKind[] = [],
): Scrub | undefined {
	const different = new Set<string>();
	const searched: SearchedValue[] = [];
	for (const value of values) {
		if (value.trim() === '') continue;
		if (different.add(value.trim()).size > MAX_VALUES || value.trim().length > MAX_CHARACTERS) {
			return undefined;
		}
		searched.push(toSearchedValue(value));
	}
	const anchors = searched.flatMap((value) => value.anchors);
	if (anchors.length === 0 && kinds.length === 0) return scrubNothing;
	const search = createSearch(searched, anchors, kinds);
	return (text, units = text.length) => {
		let changes = search(text.slice(0, units + LOOK_AHEAD));
		if (!changes) return text.slice(0, units);
		let clean = replaceFound(text, changes, Math.min(units, text.length));
		// What was removed may have hidden another value: in Bob1.2.3.4, Bob becomes a word of its own.
		for (let again = 0; again < MAX_REPEATS && (changes = search(clean)); again++)
			clean = replaceFound(clean, changes, clean.length);
		return clean.trim() === WITHHELD_MARK ? '' : clean.replace(MARKS, WITHHELD);
	};
}

/** Numbers of values that begin (+1) and end (-1) at each code unit of a text; overlapping ones cost nothing extra. */
type Changes = Int32Array;

/** Returns undefined if a text has no withheld value. */
type Search = (text: string) => Changes | undefined;

function createSearch(
	values: readonly SearchedValue[],
	anchors: ReadonlyArray<readonly string[]>,
	kinds: readonly AddressKind[],
): Search {
	const finders = kinds.map((kind) => FINDERS[kind]);
	const hasAnchor = (text: string) =>
		anchors.some((words) => words.every((word) => text.includes(word)));
	// Created when a text first contains part of a value, because most texts contain none.
	let searches: NeedleSearch[] | undefined;
	return (text) => {
		const isPlain = !NEEDS_DECODING.test(text);
		if (isPlain && !finders.some(({ pattern }) => pattern.test(text))) {
			if (anchors.length === 0 || !hasAnchor(text.toLowerCase())) return undefined;
		}
		let changes: Changes | undefined;
		const change = (start: number, end: number) => {
			changes ??= new Int32Array(text.length + 1);
			changes[start]++;
			changes[end]--;
		};
		const addresses: Array<[start: number, end: number]> = [];
		let decoded: TextView | undefined;
		for (const view of isPlain ? [plainView(text)] : viewsOf(text)) {
			if (view.isJoint) decoded = view;
			for (const { find } of finders) {
				find(view.text, (start, end) => addresses.push([startOf(view, start), endOf(view, end)]));
			}
			if (!hasAnchor(view.text)) continue;
			searches ??= searchesFor(values);
			for (const { find, viewOf } of searches) {
				const searched = viewOf(view);
				find(searched.text, (start, end) => change(startOf(searched, start), endOf(searched, end)));
			}
		}
		for (const [start, end] of addresses) {
			const whole = characterStart(decoded, start);
			change(whole < end ? whole : start, end);
		}
		return changes;
	};
}

/**
 * Returns where the first whole character at or after a position begins. In text that is not decoded, an address seems to
 * begin inside the escape before it (`%20bob@…`); half an escape would make the rest of the text unreadable.
 */
function characterStart(decoded: TextView | undefined, at: number): number {
	if (!decoded?.starts) return at;
	let low = 0;
	for (let high = decoded.text.length; low < high; ) {
		const middle = (low + high) >> 1;
		if (decoded.starts[middle] < at) low = middle + 1;
		else high = middle;
	}
	return decoded.starts[low];
}

interface NeedleSearch {
	find: Finder;
	viewOf: (view: TextView) => TextView;
}

function searchesFor(values: readonly SearchedValue[]): NeedleSearch[] {
	const whole = new Map<string, Needle>();
	const inParts = new Map<string, Needle>();
	for (const value of values)
		for (const needle of value.needles())
			(needle.hasParts ? inParts : whole).set(needle.text, needle);
	const searches: NeedleSearch[] = [];
	if (whole.size > 0)
		searches.push({ find: finderOf([...whole.values()]), viewOf: (view) => view });
	if (inParts.size > 0)
		searches.push({ find: finderOf([...inParts.values()]), viewOf: withoutSeparators });
	return searches;
}

const startOf = ({ starts }: TextView, at: number) => (starts ? starts[at] : at);

/** Returns the end in the original: a character whose form takes several code units is removed as a whole. */
function endOf({ text, starts }: TextView, end: number): number {
	if (!starts) return end;
	const last = starts[end - 1];
	let next = end;
	while (next < text.length && starts[next] === last) next++;
	return starts[next];
}

/** Returns the code units of a text before `end`, with each run of values replaced by one `WITHHELD_MARK`. */
function replaceFound(text: string, changes: Changes, end: number): string {
	const pieces: string[] = [];
	let kept = 0;
	for (let at = 0, depth = 0; at < end; at++) {
		const before = depth;
		depth += changes[at];
		if (before === 0 && depth > 0) {
			pieces.push(text.slice(kept, at), WITHHELD_MARK);
			kept = end;
		} else if (before > 0 && depth === 0) {
			kept = at;
		}
	}
	pieces.push(text.slice(kept, end));
	return pieces.join('');
}
