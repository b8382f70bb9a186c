/**
 * Takes the values out of a text of Adobe: in any case, as JSON and URLs write them, and cut off at the end of what is
 * shown. A value within a longer word or number is not the value: an ID may be a single digit.
 */
export function withoutValues(text: string, values: readonly string[]): string {
	const forms = values
		.flatMap((value) => [
			value,
			JSON.stringify(value).slice(1, -1),
			encodeURIComponent(value.toWellFormed()),
		])
		.filter((form) => form !== '')
		.sort((a, b) => b.length - a.length);
	const whole = forms.reduce((rest, form) => rest.replace(formPattern(form), '…'), text);
	return forms.reduce(withoutCutForm, whole);
}

const LETTER = '[\\p{L}\\p{N}]';

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');

const formPattern = (form: string) =>
	new RegExp(`(?<!${LETTER})${escaped(form)}(?!${LETTER})`, 'giu');

/** Fewest characters of a value that tell something. */
const TELLING = 3;

/** Takes out the beginning of a form before the sign that a text was cut off. */
function withoutCutForm(text: string, form: string): string {
	const at = text.indexOf('…');
	if (at < 0) return text;
	const lower = text.toLowerCase();
	for (let length = form.length - 1; length >= TELLING; length -= 1) {
		const start = `${form.slice(0, length)}…`.toLowerCase();
		const found = lower.indexOf(start);
		if (found >= 0) return text.slice(0, found) + text.slice(found + length);
	}
	return text;
}
