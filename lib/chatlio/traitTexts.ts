import type { JsonRecord } from '../http/isRecord';
import { dateText, isDate, numberText } from './jsonValues';

/**
 * Converts a trait to text for a map of strings. Nested values become JSON text; returns undefined for values that are
 * unknown or empty, and for numbers that have lost digits.
 */
export function traitText(value: unknown): string | undefined {
	if (value === null || value === undefined || value === '') return undefined;
	if (typeof value === 'number') return numberText(value);
	if (typeof value !== 'object') return String(value);
	return isDate(value) ? dateText(value) : jsonText(value);
}

/** Finds numbers in JSON that may have lost digits. */
const LARGE_NUMBER = /\d{16}|e\+/;

function jsonText(value: object): string {
	try {
		const text = JSON.stringify(value);
		if (!LARGE_NUMBER.test(text)) return text;
	} catch {
		// JSON has no big integers.
	}
	// Slower, and rarely needed.
	return JSON.stringify(value, withoutRounded);
}

/** Leaves out numbers that have lost digits; big integers, which JSON does not have, keep theirs as text. */
function withoutRounded(_key: string, value: unknown): unknown {
	if (typeof value === 'bigint') return String(value);
	return typeof value === 'number' && numberText(value) === undefined ? undefined : value;
}

/**
 * Converts traits to a map of texts, with the names and the values that they have in a record. Data Prep documents no
 * conversion of the values of a map, so the records that Adobe maps take the traits from here.
 *
 * @returns undefined if no trait has a value
 */
export function traitTexts(traits: JsonRecord | undefined): Record<string, string> | undefined {
	const nameOf = traitNamer();
	const entries: Array<[string, string]> = [];
	for (const [key, trait] of Object.entries(traits ?? {})) {
		const text = traitText(trait);
		if (text !== undefined) entries.push([nameOf(key.toWellFormed()), text]);
	}
	return entries.length > 0 ? Object.fromEntries(entries) : undefined;
}

/**
 * Returns a function that assigns unique names to the traits of one map. Dots become underscores, because Adobe reads a
 * dot as a step into an object ("Data Prep mapping functions"). If two traits then have the same name, the later one
 * gets a number.
 */
export function traitNamer(): (name: string) => string {
	// As a key, this name would set the object's prototype and lose the value.
	const taken = new Set(['__proto__']);
	const counts = new Map<string, number>();
	return (name) => {
		const plain = name.replaceAll('.', '_') || '_';
		let count = counts.get(plain) ?? 1;
		let free = plain;
		while (taken.has(free)) free = `${plain}_${++count}`;
		counts.set(plain, count);
		taken.add(free);
		return free;
	};
}
