import { isRecord, type JsonRecord } from '../http/isRecord';

/** Functions that read untrusted values: a value of an unexpected type counts as unknown and never throws. */

/**
 * Returns text that is not empty, because Chatlio sends empty strings for unknown values. Numbers become text, and dates
 * their ISO text.
 */
export function readText(value: unknown): string | undefined {
	if (typeof value === 'number') return numberText(value);
	if (typeof value === 'bigint') return String(value);
	if (typeof value === 'object') return dateText(value);
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Returns the text of a value that is not an object, and the ISO text of a date; undefined for any other. */
export function plainText(value: unknown): string | undefined {
	const isPlain = ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
	return isPlain ? String(value) : dateText(value);
}

/**
 * Returns a number as text; undefined for an integer beyond 2^53, because `JSON.parse` has rounded it, and an ID with
 * other digits may belong to somebody else.
 */
export function numberText(value: number): string | undefined {
	if (!Number.isFinite(value)) return undefined;
	return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
}

/**
 * Returns true for a `Date` of any realm, and for Luxon's `DateTime`, which n8n's expressions return; valid or not.
 */
export function isDate(value: unknown): value is Date {
	if (typeof value !== 'object' || value === null) return false;
	// `instanceof` fails here: a Date from a Code node may come from another realm.
	if (toString.call(value) === '[object Date]') return true;
	return 'isLuxonDateTime' in value && 'toJSON' in value && typeof value.toJSON === 'function';
}

/** Returns the ISO text of a date object, which other nodes may have put into an item; undefined for any other value. */
export function dateText(value: unknown): string | undefined {
	return isDate(value) ? (value.toJSON() ?? undefined) : undefined;
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
