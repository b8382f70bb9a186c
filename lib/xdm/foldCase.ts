import { mapCodeUnits } from './codeUnits';

/** Small letters that are another form of one small letter: Unicode folds both to it. */
const OTHER_FORMS = new Map(
	['ςσ', 'ıi', 'ſs', 'µμ', 'ϐβ', 'ϑθ', 'ϕφ', 'ϖπ', 'ϰκ', 'ϱρ', 'ϵε'].map(
		([form, letter]) => [form.charCodeAt(0), letter.charCodeAt(0)] as const,
	),
);

const HAS_OTHER_FORM = /[ςıſµϐϑϕϖϰϱϵ]/;

/**
 * A text in which capital and small letters are the same, with as many code units as before, so that places in one are
 * places in the other.
 */
export function foldCase(text: string): string {
	// The one capital whose small letter takes two code units. Source: Unicode, SpecialCasing.txt.
	const lower = text.replaceAll('İ', 'i').toLowerCase();
	if (!HAS_OTHER_FORM.test(lower)) return lower;
	return mapCodeUnits(lower, (unit) => OTHER_FORMS.get(unit) ?? unit);
}
