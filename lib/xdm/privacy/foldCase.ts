import { mapCodeUnits } from './codeUnits';

/** Lowercase letters that are variants of another lowercase letter, which Unicode folds to that letter. */
const FORMS = 'ςıſµϐϑϕϖϰϱϵẛι\u0345ᲀᲁᲂᲃᲄᲅᲆᲇᲈ';

const HAS_FORM = /[\u0345ςıſµϐϑϕϖϰϱϵẛιᲀ-ᲈ]/;

const LETTERS = new Map(
	[...FORMS].map((form) => [form.charCodeAt(0), form.toUpperCase().toLowerCase().charCodeAt(0)]),
);

/**
 * Folds the case of a text and keeps the number of code units, so that positions in the result are positions in the
 * original.
 */
export function foldCase(text: string): string {
	// The only uppercase letter whose lowercase form takes two code units. Source: Unicode, SpecialCasing.txt.
	const lower = text.replaceAll('İ', 'i').toLowerCase();
	if (!HAS_FORM.test(lower)) return lower;
	return mapCodeUnits(lower, (unit) => LETTERS.get(unit) ?? unit);
}
