export type JsonRecord = Record<string, unknown>;

/** Returns true for an object that is neither null nor an array. */
export const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
