/** Stands where a withheld value stood. */
export const WITHHELD = '[withheld]';

/** Longest value that is looked for inside other text. */
const MAX_CHARACTERS = 256;

/** Most values that are looked for; more than a chat has names. */
const MAX_VALUES = 24;

const WORD = '[\\p{L}\\p{M}\\p{N}]';

/** Scripts that write no spaces between words: there a name begins and ends anywhere. */
const UNSPACED = new RegExp(
	['Han', 'Hiragana', 'Katakana', 'Khmer', 'Lao', 'Myanmar', 'Thai']
		.map((script) => `\\p{sc=${script}}`)
		.join('|'),
	'u',
);

/** What no URL and no JSON text writes another way (RFC 3986, "unreserved"). */
const UNRESERVED = /^[\w.~-]$/;

const UNRESERVED_RUN = /[\w.~-]+/g;

/** Such a value, an IP address for one, has one spelling only. */
const ALL_UNRESERVED = /^[\w.~-]+$/;

const ESCAPES = /[%\\]/;

/** A form sends a space as a plus; Slack makes a channel's name of a person's with hyphens or underscores. */
const SPACES = ['+', '-', '_'];

const LONE_SURROGATE = /\p{Surrogate}/u;

/** A letter that is really the end of an escape (%20, \n, \u0026) does not belong to the word behind it. */
const BEFORE = `(?:(?<!${WORD})|(?<=%[0-9a-f]{2}|\\\\[bfnrt]|\\\\u[0-9a-f]{4}))`;

const AFTER = `(?!${WORD})`;

/** Gives a text without the withheld values; an empty text when it was nothing but one. */
export type Scrub = (text: string) => string;

export const scrubNothing: Scrub = (text) => text;

interface Needle {
	value: string;
	lower: string;
	/** A part of it that is the same however a text writes it, in lower case; empty when there is none. */
	anchor: string;
	/** Whether the anchor has no letters, so that texts need not be put in lower case to look for it. */
	caseless: boolean;
	pattern?: RegExp;
}

/**
 * Makes what removes values from any other text: whole words, whatever their case, also where a URL or a JSON text has
 * them escaped or a channel is named after them. Costs a search per value and text; a regular expression is made only
 * on a hit.
 *
 * @param values At most 24 of at most 256 characters each, or they cannot be looked for in reasonable time.
 * @returns `undefined` when they cannot: then no text may leave.
 */
export function createScrub(values: Iterable<string>): Scrub | undefined {
	const spellings = new Set<string>();
	for (const value of values) {
		const text = value.trim();
		if (text === '') continue;
		if (text.length > MAX_CHARACTERS) return undefined;
		spellings.add(text);
		if (!ALL_UNRESERVED.test(text)) spellings.add(text.normalize('NFC')).add(text.normalize('NFD'));
		if (spellings.size > MAX_VALUES) return undefined;
	}
	if (spellings.size === 0) return scrubNothing;
	// The longer first: costa-mesa-133 must not become [withheld]-133.
	const needles = [...spellings].sort((a, b) => b.length - a.length).map(toNeedle);
	return (text) => {
		const clean = replaceAll(text, needles);
		return clean !== text && clean.trim() === WITHHELD ? '' : clean;
	};
}

function toNeedle(value: string): Needle {
	const lower = value.toLowerCase();
	const anchor = ALL_UNRESERVED.test(lower) ? lower : longestRun(lower);
	return { value, lower, anchor, caseless: /^[^a-z]+$/.test(anchor) };
}

function longestRun(text: string): string {
	const runs = text.match(UNRESERVED_RUN) ?? [];
	return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}

function replaceAll(text: string, needles: readonly Needle[]): string {
	let clean = text;
	let lower: string | undefined;
	for (const needle of needles) {
		const searched = needle.caseless ? clean : (lower ??= clean.toLowerCase());
		if (!mayHold(searched, needle)) continue;
		needle.pattern ??= patternOf(needle.value);
		clean = clean.replace(needle.pattern, WITHHELD);
		lower = undefined;
	}
	return clean;
}

function mayHold(text: string, { lower, anchor }: Needle): boolean {
	return anchor === '' ? ESCAPES.test(text) || text.includes(lower) : text.includes(anchor);
}

function patternOf(value: string): RegExp {
	const characters = [...value];
	const spelled = characters.map((character) => `(?:${spell(character).map(literal).join('|')})`);
	const before = UNSPACED.test(characters[0]) || !isWord(characters[0]) ? '' : BEFORE;
	const last = characters[characters.length - 1];
	const after = UNSPACED.test(last) || !isWord(last) ? '' : AFTER;
	return new RegExp(before + spelled.join('') + after, 'giu');
}

function isWord(character: string): boolean {
	return new RegExp(WORD, 'u').test(character);
}

/** The ways a character can stand in a text: itself, percent-encoded, and as JSON escapes it. */
function spell(character: string): string[] {
	if (UNRESERVED.test(character)) return [character];
	const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
	return [
		character,
		JSON.stringify(character).slice(1, -1),
		units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join(''),
		// Half of a surrogate pair has no percent-encoding.
		...(LONE_SURROGATE.test(character) ? [] : [encodeURIComponent(character)]),
		...(character === ' ' ? SPACES : []),
	];
}

function literal(text: string): string {
	return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
