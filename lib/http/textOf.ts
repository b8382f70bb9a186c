/** Returns a text as it is; undefined for any other value, which would read "[object Object]" in a sentence. */
export const textOf = (value: unknown): string | undefined =>
	typeof value === 'string' ? value : undefined;
