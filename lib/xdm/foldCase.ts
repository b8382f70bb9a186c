import { mapCodeUnits } from './codeUnits';

/** Small letters that are another form of one small letter: Unicode folds both to it. */
const FORMS = 'ςıſµϐϑϕϖϰϱϵẛι\u0345ᲀᲁᲂᲃᲄᲅᲆᲇᲈ';

const HAS_FORM = /[\u0345ςıſµϐϑϕϖϰϱϵẛιᲀ-ᲈ]/;

const LETTERS = new Map(
	[...FORMS].map((form) => [form.charCodeAt(0), form.toUpperCase().toLowerCase().charCodeAt(0)]),
);

/**
 * A text in which capital and small letters are the same, with as many code units as before, so that places in one are
 * places in the other.
 */
export function foldCase(text: string): string {
	// The one capital whose small letter takes two code units. Source: Unicode, SpecialCasing.txt.
	const lower = text.replaceAll('İ', 'i').toLowerCase();
	if (!HAS_FORM.test(lower)) return lower;
	return mapCodeUnits(lower, (unit) => LETTERS.get(unit) ?? unit);
}
