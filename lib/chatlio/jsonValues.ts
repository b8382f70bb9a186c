import { isRecord, type JsonRecord } from '../http/isRecord';

/** Functions that read untrusted values: a value of an unexpected type counts as unknown and never throws. */

/** Returns text that is not empty, because Chatlio sends empty strings for unknown values. Numbers become text. */
export function readText(value: unknown): string | undefined {
	if (typeof value === 'number') return numberText(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/**
 * Returns a number as text; undefined for an integer beyond 2^53, because `JSON.parse` has rounded it, and an ID with
 * other digits may belong to somebody else.
 */
export function numberText(value: number): string | undefined {
	if (!Number.isFinite(value)) return undefined;
	return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
}

/** Returns the ISO text of a `Date`, which other nodes may have put into an item; undefined for any other value. */
export function dateText(value: unknown): string | undefined {
	// `instanceof` fails here: a Date from a Code node may come from another realm.
	if (typeof value !== 'object' || toString.call(value) !== '[object Date]') return undefined;
	return (value as Date).toJSON() ?? undefined;
}

const { toString } = Object.prototype;

export function readRecord(value: unknown): JsonRecord {
	return isRecord(value) ? value : {};
}

/** Returns an object with known names without its unknown values; undefined if nothing is left. */
export function withoutUnknown<T extends object>(values: T): T | undefined {
	const result: Partial<T> = {};
	let isKnown = false;
	for (const name in values) {
		if (values[name] === undefined) continue;
		result[name] = values[name];
		isKnown = true;
	}
	return isKnown ? (result as T) : undefined;
}
