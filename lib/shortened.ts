/** Longest value that a sentence repeats. */
const MAX_CHARACTERS = 100;

/** What somebody entered, for a sentence about it: a long text only at its beginning. No character is cut in two. */
export function shortened(value: string, max = MAX_CHARACTERS): string {
	if (value.length <= max) return value;
	const splitsPair = /[\uD800-\uDBFF]/.test(value[max - 1]);
	return `${value.slice(0, splitsPair ? max - 1 : max)}…`;
}
