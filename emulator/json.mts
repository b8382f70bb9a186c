/** A JSON object as parsed: what is inside is not known until it is looked at. */
export type JsonObject = Record<string, unknown>;

/** Whether a parsed value is a JSON object (no array, no null). */
export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; anything else gives an empty one, so that fields of it read as absent. */
export function asObject(value: unknown): JsonObject {
	return isObject(value) ? value : {};
}

/** The value as an array; anything else gives an empty one. */
export function asArray(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

/** The value as a text; anything else gives undefined. */
export function asText(value: unknown): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** The value at a dotted path; `undefined` where a step is missing. Own properties only. */
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
