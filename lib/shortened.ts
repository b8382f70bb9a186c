/** Longest value that a sentence repeats. */
const MAX_CHARACTERS = 100;

/** What somebody entered, for a sentence about it: a long text only at its beginning. */
export const shortened = (value: string, max = MAX_CHARACTERS): string =>
	value.length > max ? `${value.slice(0, max)}…` : value;
