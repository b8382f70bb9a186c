import { classOf, isUnspaced, MARK } from './scripts';
import { trimSigns } from './trimSigns';
import { separated } from './views';

/** Separates the parts of a form. */
const SEPARATOR = /[ ,]/;

/** A part of a name that may be in several places, or absent; the others are signs. */
const WORD = /^[\p{L}\p{N}\p{M}]+$/u;

/** Longer texts are no names of people, and their parts have no other order. */
const MOST_WORDS = 4;

/** Handles, such as `united-states-27`, have hyphens instead, and no other order. */
const HAS_SPACES = /[ ,]/;

/** A part of a name that texts often leave out: an initial or a title, such as `J` or `Dr`. */
const INITIAL = /^\p{L}{1,2}$/u;

/** Shorter names are other words when their parts are joined. */
const SHORTEST_JOINED = 6;

/** Two characters with a space between them are more often the end of one word and the start of the next. */
const FEWEST_SPLIT = 3;

/** Names in Chinese, Japanese and Korean without a space; longer ones are no names. */
const LONGEST_UNSPACED = 5;

/**
 * Returns the forms that texts may have of a name, in the form that `withoutSeparators` gives a text: each order of its
 * parts, without initials, and with its parts joined or, in Chinese, Japanese and Korean, separated.
 *
 * @param name normalized
 */
export function nameForms(name: string): string[] {
	const bare = trimSigns(separated(name));
	if (bare === '') return [];
	const words = partsOf(bare);
	if (words.length === 1) return [bare, ...splitForms(bare)];
	if (words.length > MOST_WORDS || !words.every((word) => WORD.test(word))) return [bare];
	const joined = words.join('');
	const isLong = joined.length >= SHORTEST_JOINED || isUnspacedWord(joined);
	return [
		bare,
		...(isLong ? [joined] : []),
		...(HAS_SPACES.test(name) ? [...orders(words), ...orders(withoutInitials(words))] : []),
	];
}

/** Returns the same words if fewer than two are left. */
function withoutInitials(words: readonly string[]): readonly string[] {
	const names = words.filter((word) => !INITIAL.test(word) || isUnspacedWord(word));
	return names.length > 1 ? names : words;
}

/** Returns the parts of a form. */
export const partsOf = (form: string): string[] => form.split(SEPARATOR);

/** Returns a name with each of its ends moved to the other: `Smith, Bob` and `Smith Bob` for `Bob Smith`. */
function orders(words: readonly string[]): string[] {
	const first = words[0];
	const last = words[words.length - 1];
	const behind = words.slice(1).join(' ');
	const before = words.slice(0, -1).join(' ');
	const forms = [words.join(' '), `${last} ${before}`, `${last},${before}`];
	// The columns of a table.
	if (words.length === 2) return [...forms, words.join()];
	return [...forms, `${behind} ${first}`, `${behind},${first}`];
}

/** Returns a Chinese, Japanese or Korean name with a space at each place where the given name may begin. */
function splitForms(word: string): string[] {
	if (!isUnspacedWord(word)) return [];
	const characters = [...word.normalize('NFC')];
	if (characters.length < FEWEST_SPLIT || characters.length > LONGEST_UNSPACED) return [];
	const partOf = (from: number, to?: number) =>
		characters.slice(from, to).join('').normalize('NFKD');
	return characters.slice(1).map((_, at) => `${partOf(0, at + 1)} ${partOf(at + 1)}`);
}

function isUnspacedWord(word: string): boolean {
	for (let at = 0; at < word.length; at++) {
		const class_ = classOf(word.charCodeAt(at));
		if (!isUnspaced(class_) && class_ !== MARK) return false;
	}
	return true;
}
