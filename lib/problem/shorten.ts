/** Longest value that a sentence repeats, in characters. */
const MAX_CHARACTERS = 100;

/** Shortens a value for use in a sentence, without splitting a surrogate pair. */
export function shorten(value: string, max = MAX_CHARACTERS): string {
	if (value.length <= max) return value;
	const splitsPair = /[\uD800-\uDBFF]/.test(value[max - 1]);
	return `${value.slice(0, splitsPair ? max - 1 : max)}…`;
}
