import { nameForms, partsOf } from './nameForms';
import { baseBefore, classOf, isJoined, MARK } from './scripts';
import { viewsOf } from './views';

/** A form of a value, prepared for the search. */
export interface Needle {
	/** Normalized; if the value has several parts, a single space or comma is between them. */
	text: string;
	/** True if the value has several parts, which texts separate in different ways. */
	hasParts: boolean;
}

/** A value to search for. */
export interface SearchedValue {
	/** Normalized text that does not have all words of one of these lists cannot contain the value. */
	anchors: ReadonlyArray<readonly string[]>;
	/** Returns the forms of the value; few texts contain an anchor, so they are not needed for most events. */
	needles: () => Needle[];
}

/** Nearly all names: without encodings, other scripts and addresses. */
const PLAIN = /^[\w .,'-]+$/;

const PLAIN_SEPARATORS = /[ _.,'-]+/;

/** Words that some forms of a name lack. */
const INITIAL = /^[a-z]{0,2}$/;

/**
 * Prepares a value for the search, in each form that normalized text can have it in: as it is, without the encodings in
 * it, if it is an address, with its host in punycode, and in each form that texts may have of a name (`nameForms`).
 */
export function toSearchedValue(value: string): SearchedValue {
	if (PLAIN.test(value)) {
		const text = value.trim().toLowerCase();
		const words = text.split(PLAIN_SEPARATORS).filter((word) => !INITIAL.test(word));
		return { anchors: [words], needles: () => needlesOf(new Set([text])) };
	}
	const texts = new Set<string>();
	for (const written of new Set([value, withoutUmlauts(value)]))
		for (const { text } of viewsOf(written)) texts.add(text.trim());
	for (const text of [...texts]) texts.add(withAsciiHost(text));
	texts.delete('');
	const needles = needlesOf(texts);
	const anchors = needles.map(({ text, hasParts }) => (hasParts ? partsOf(text) : [text]));
	return { anchors, needles: () => needles };
}

function needlesOf(texts: ReadonlySet<string>): Needle[] {
	const forms = new Set<string>();
	for (const text of texts) for (const form of nameForms(text)) forms.add(form);
	const needles = [...forms].map((text) => ({ text, hasParts: partsOf(text).length > 1 }));
	// With the signs around it, too: they go with the name, and some values are signs alone.
	for (const text of texts) if (!forms.has(text)) needles.push({ text, hasParts: false });
	return needles;
}

/** Letters that people without the keyboard for them write as two. */
const AS_TWO_LETTERS: Readonly<Record<string, string>> = {
	ä: 'ae',
	å: 'aa',
	ö: 'oe',
	ø: 'oe',
	ü: 'ue',
};

const UMLAUTS = /[äåöøü]/gi;

function withoutUmlauts(value: string): string {
	const composed = value.normalize('NFC');
	if (composed.search(UMLAUTS) === -1) return value;
	return composed.toLowerCase().replace(UMLAUTS, (letter) => AS_TWO_LETTERS[letter]);
}

function withAsciiHost(text: string): string {
	const start = text.lastIndexOf('@') + 1;
	if (start === 0) return text;
	const host = text.slice(start);
	return URL.canParse(`http://${host}`)
		? text.slice(0, start) + new URL(`http://${host}`).host
		: text;
}

/** Returns true if the match is not part of a longer word. */
export function isWhole(text: string, start: number, end: number): boolean {
	const units = end - start;
	const before = baseBefore(text, start);
	const first = classAt(text, start);
	// A value of marks alone, such as a Hangul vowel, belongs to nothing before it.
	if (before >= 0 && first !== MARK && isJoined(classAt(text, before), first, units)) return false;
	const last = baseBefore(text, end);
	return (
		end >= text.length || last < 0 || !isJoined(classAt(text, last), classAt(text, end), units)
	);
}

const classAt = (text: string, at: number) => classOf(text.charCodeAt(at));
