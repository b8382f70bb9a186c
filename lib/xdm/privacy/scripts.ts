/**
 * Classes of characters: they decide where a name or an address can end. Letters of two different classes never belong
 * to one word, because nobody writes a name or an address in two scripts at once.
 */
export const NONE = 0;
export const DIGIT = 1;
/** Belongs to the character before it: a combining mark, or a vowel or final consonant of a Hangul syllable. */
export const MARK = 2;
export const LATIN = 3;
const GREEK = 4;
const CYRILLIC = 5;
const OTHER_CASED = 6;
/** The first class of scripts that glue prefixes and suffixes to a name. */
const ARABIC = 10;
const HEBREW = 11;
const INDIC = 12;
const OTHER_LETTER = 13;
/** The first class of scripts in which nothing separates a name from its neighbors. */
const EAST_ASIAN = 20;
const HANGUL = 21;
const SOUTHEAST_ASIAN = 22;
/** Half of a character beyond the first 65,536, such as an emoji. */
const HALF = 23;

const UNKNOWN = 0xff;

const CLASSES: ReadonlyArray<[class_: number, pattern: RegExp]> = [
	[MARK, /[\p{M}\u1160-\u11ff]/u],
	[DIGIT, /\p{N}/u],
	[NONE, /[^\p{L}]/u],
	[LATIN, /\p{sc=Latin}/u],
	[CYRILLIC, /\p{sc=Cyrillic}/u],
	[GREEK, /\p{sc=Greek}/u],
	[EAST_ASIAN, /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}]/u],
	[HANGUL, /\p{sc=Hangul}/u],
	[SOUTHEAST_ASIAN, /[\p{sc=Khmer}\p{sc=Lao}\p{sc=Myanmar}\p{sc=Thai}\p{sc=Tibetan}]/u],
	[ARABIC, /\p{sc=Arabic}/u],
	[HEBREW, /\p{sc=Hebrew}/u],
	[
		INDIC,
		/[\p{sc=Devanagari}\p{sc=Bengali}\p{sc=Gujarati}\p{sc=Gurmukhi}\p{sc=Tamil}\p{sc=Telugu}]/u,
	],
	[OTHER_CASED, /[\p{Ll}\p{Lu}]/u],
];

/** Filled as characters appear: a regular expression per character would take most of the time. */
const classes = new Uint8Array(0x10000).fill(UNKNOWN);

/** Returns the class of a UTF-16 code unit. */
export function classOf(unit: number): number {
	const known = classes[unit];
	return known === UNKNOWN ? (classes[unit] = findClass(unit)) : known;
}

function findClass(unit: number): number {
	if (unit >= 0xd800 && unit <= 0xdfff) return HALF;
	const character = String.fromCharCode(unit);
	return CLASSES.find(([, pattern]) => pattern.test(character))?.[0] ?? OTHER_LETTER;
}

/** Returns true for a letter of any script. */
export const isLetter = (class_: number): boolean => class_ >= LATIN && class_ !== HALF;

/** Returns true for scripts with uppercase and lowercase letters, which put spaces between words. */
export const isCased = (class_: number): boolean => class_ >= LATIN && class_ <= OTHER_CASED;

/** Returns true for scripts that put nothing between words. */
export const isUnspaced = (class_: number): boolean => class_ >= EAST_ASIAN;

/** Shorter names of scripts that glue prefixes and suffixes to words are part of too many other words. */
const SHORTEST_AFFIXED = 3;

/**
 * Returns true if two neighbors belong to one word, so that a name of `units` code units cannot end between them.
 * Scripts with case separate words; others glue particles, prepositions or whole sentences to a name.
 */
export function isJoined(before: number, after: number, units: number): boolean {
	if (after === MARK) return true;
	if (before === NONE || after === NONE) return false;
	if (before === DIGIT || after === DIGIT) {
		return (before === DIGIT || isCased(before)) && (after === DIGIT || isCased(after));
	}
	if (before !== after || isUnspaced(before)) return false;
	return isCased(before) || units < SHORTEST_AFFIXED;
}

/** Returns the position of the character that the marks before `end` belong to; -1 at the start of the text. */
export function baseBefore(text: string, end: number): number {
	let at = end - 1;
	while (at >= 0 && classOf(text.charCodeAt(at)) === MARK) at--;
	return at;
}
