/** Longest value that a sentence repeats. */
const MAX_CHARACTERS = 100;

/** What somebody entered, for a sentence about it: a long text only at its beginning. */
export const shortened = (value: string): string =>
	value.length > MAX_CHARACTERS ? `${value.slice(0, MAX_CHARACTERS)}…` : value;
