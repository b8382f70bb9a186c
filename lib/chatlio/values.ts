/** Reading of values that a stranger sent: what has another type than expected is unknown, never a crash. */

export type JsonRecord = Record<string, unknown>;

export function isRecord(value: unknown): value is JsonRecord {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text that says something: Chatlio sends empty strings for what it does not know. Numbers count as their text. */
export function readText(value: unknown): string | undefined {
	if (typeof value === 'number') return String(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

export function readRecord(value: unknown): JsonRecord {
	return isRecord(value) ? value : {};
}

/** The object, of known names, without its unknown values; `undefined` when nothing is left. */
export function known<T extends object>(values: T): T | undefined {
	const result: Partial<T> = {};
	let isKnown = false;
	for (const name in values) {
		if (values[name] === undefined) continue;
		result[name] = values[name];
		isKnown = true;
	}
	return isKnown ? (result as T) : undefined;
}
