export type JsonRecord = Record<string, unknown>;

/** Returns true for an object that is neither null nor an array. */
export const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Returns the objects of a list; none for any other value. */
export const recordsIn = (value: unknown): JsonRecord[] =>
	Array.isArray(value) ? value.filter(isRecord) : [];
