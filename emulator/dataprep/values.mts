import { isObject, type JsonObject } from '../json.mts';
import { safeEntries } from '../xdm/safe.mts';
import { NotComputable } from './notComputable.mts';
import { ZonedDate } from './zonedDate.mts';

/** Returns true for a JSON object; a date of the language is not one. */
export const isRecord = (value: unknown): value is JsonObject =>
	isObject(value) && !(value instanceof ZonedDate);

export const isNull = (value: unknown): value is null | undefined =>
	value === null || value === undefined;

/** Names the kind of a value, for a sentence. */
export function nameOf(value: unknown): string {
	if (isNull(value)) return 'null';
	if (Array.isArray(value)) return 'an array';
	if (value instanceof ZonedDate) return 'a date';
	if (typeof value === 'object') return 'an object';
	return JSON.stringify(value).slice(0, 60);
}

/** Converts the value to text. Throws NotComputable for null, objects and arrays. */
export function toText(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean' || value instanceof ZonedDate) {
		return String(value);
	}
	throw new NotComputable(`A text is needed, found ${nameOf(value)}`);
}

/** Converts the value to a finite number, also from text. Throws NotComputable for everything else. */
export function toNumber(value: unknown): number {
	const isSpelled = typeof value === 'string' && value.trim() !== '';
	const number = typeof value === 'number' || isSpelled ? Number(value) : NaN;
	if (Number.isFinite(number)) return number;
	throw new NotComputable(`A number is needed, found ${nameOf(value)}`);
}

/** Converts the value to an integer, truncated at the decimal point. */
export const toInteger = (value: unknown): number => Math.trunc(toNumber(value));

/** Source: Adobe, "Handling data formats with Data Prep", section Booleans. */
const BOOLEAN_WORDS = new Map([
	...['y', 'yes', 'on', 'true'].map((word): [string, boolean] => [word, true]),
	...['n', 'no', 'off', 'false'].map((word): [string, boolean] => [word, false]),
]);

/** Converts the value to a boolean; null is false. Throws NotComputable for anything that does not mean one. */
export function toBoolean(value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	if (isNull(value)) return false;
	const known = typeof value === 'string' ? BOOLEAN_WORDS.get(value.toLowerCase()) : undefined;
	if (known !== undefined) return known;
	throw new NotComputable(`True or false is needed, found ${nameOf(value)}`);
}

/** Returns the value if it is an array. Throws NotComputable for everything else. */
export function toArray(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	throw new NotComputable(`An array is needed, found ${nameOf(value)}`);
}

/** Returns the value if it is an object. Throws NotComputable for everything else. */
export function toRecord(value: unknown): JsonObject {
	if (isRecord(value)) return value;
	throw new NotComputable(`An object is needed, found ${nameOf(value)}`);
}

/**
 * Converts the value to JSON: dates become ISO texts, nulls and unsafe keys are left out. A null by itself stays null.
 */
export function toPlain(value: unknown): unknown {
	if (isNull(value)) return null;
	// JSON has neither infinity nor a negative zero.
	if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
	if (value instanceof ZonedDate) return value.toString();
	if (Array.isArray(value)) return value.map(toPlain).filter((item) => item !== null);
	if (!isRecord(value)) return value;
	const entries = safeEntries(value).map(([key, child]): [string, unknown] => [
		key,
		toPlain(child),
	]);
	return Object.fromEntries(entries.filter(([, child]) => child !== null));
}
