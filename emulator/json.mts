/** A parsed JSON object with unknown content. */
export type JsonObject = Record<string, unknown>;

/** Returns true for a parsed JSON object (not an array, not null). */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the value as an object; anything else becomes an empty one, so that its fields are absent. */
export function asObject(value: unknown): JsonObject {
	return isObject(value) ? value : {};
}

/** Returns the value as an array; anything else becomes an empty one. */
export function asArray(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

/** Returns the value as text; anything else becomes undefined. */
export function asText(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** Returns the value at a dotted path; `undefined` if a step is missing. Reads own properties only. */
export function at(value: unknown, path: string): unknown {
	let current: unknown = value;
	for (const step of path.split('.')) {
		if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) {
			return undefined;
		}
		current = (current as JsonObject)[step];
	}
	return current;
}
