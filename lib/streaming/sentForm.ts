import { ExactNumber, fromBigInt } from '../http/exactNumber';
import type { JsonRecord } from '../http/isRecord';
import { createProblem, type Problem } from '../problem/problem';
import { problemIn, serviceError } from '../problem/serviceError';

export interface SentForm {
	/** Plain JSON values, with an `ExactNumber` where JavaScript's numbers would round. */
	value: unknown;
	/** Number of null values that were left out. */
	nullsDropped: number;
	/** True if there is an `ExactNumber`, which only `writeExactJson` writes as a number. */
	hasExactNumbers: boolean;
}

/**
 * Returns a record as it is sent: dates as their ISO texts, big integers with all their digits, and without what JSON
 * leaves out. Of an XDM record, null values are left out, too, in objects and lists: no schema allows them. Returns the
 * problem of a value that JSON would lose or that JavaScript has rounded.
 */
export function toSentForm(
	record: unknown,
	{ dropNulls }: { dropNulls: boolean },
): SentForm | { problem: Problem } {
	const form = { nullsDropped: 0, hasExactNumbers: false, dropNulls, path: [], open: [] };
	try {
		const value = convert(record, form);
		const { nullsDropped, hasExactNumbers } = form;
		return { value, nullsDropped, hasExactNumbers };
	} catch (error) {
		// Anything else is nesting too deep for the stack, or a method of the record that throws.
		return { problem: problemIn(error) ?? createProblem('record.notJson', {}) };
	}
}

/** Sentence about the null values that were left out. */
export const nullsNotice = (records: number): string =>
	`Empty values (null) were left out of ${records} XDM records: no schema allows them.`;

interface Conversion extends Omit<SentForm, 'value'> {
	dropNulls: boolean;
	/** Names from the record to the current value. */
	path: string[];
	/** Objects that contain the current value. */
	open: object[];
}

function convert(value: unknown, form: Conversion): unknown {
	switch (typeof value) {
		case 'bigint':
			return noteExact(fromBigInt(value), form);
		case 'number':
			return checkNumber(value, form);
		case 'object':
			if (value === null) return null;
			return value instanceof ExactNumber ? noteExact(value, form) : convertObject(value, form);
		case 'string':
		case 'boolean':
			return value;
		default:
			return undefined;
	}
}

function noteExact(value: number | ExactNumber, form: Conversion): number | ExactNumber {
	form.hasExactNumbers ||= value instanceof ExactNumber;
	return value;
}

/** From this number on, JavaScript writes an exponent: no integer of 64 bits is that large. */
const EXPONENT_FROM = 1e21;

function checkNumber(value: number, { path }: Conversion): number {
	const field = fieldOf(path);
	if (!Number.isFinite(value)) throw lost(field, String(value));
	if (!Number.isInteger(value) || Number.isSafeInteger(value) || Math.abs(value) >= EXPONENT_FROM)
		return value;
	throw serviceError('record.numberRounded', { field, value }, { field });
}

const fieldOf = (path: readonly string[]) => path.join('.') || '(record)';

const lost = (field: string, what: string) =>
	serviceError('record.valueNotJson', { field, what }, { field });

function convertObject(value: object, form: Conversion): unknown {
	const { open, path } = form;
	if (open.includes(value)) throw serviceError('record.notJson', {});
	open.push(value);
	const converted = convertOpen(value, form, fieldOf(path));
	open.pop();
	return converted;
}

function convertOpen(value: object, form: Conversion, field: string): unknown {
	const { toJSON } = value as { toJSON?: unknown };
	if (typeof toJSON === 'function') {
		const json: unknown = toJSON.call(value, form.path.at(-1) ?? '');
		if (json === null && isDate(value)) throw lost(field, 'an invalid date');
		return json === value ? convertFields(value as JsonRecord, form) : convert(json, form);
	}
	if (Array.isArray(value)) return convertList(value, form);
	const type = toString.call(value).slice('[object '.length, -1);
	if (WRAPPERS.includes(type)) return convert(value.valueOf(), form);
	// Such as a Map: JSON has nothing of it but braces.
	if (type !== 'Object') throw lost(field, `of the type ${type}`);
	return convertFields(value as JsonRecord, form);
}

const { toString } = Object.prototype;

const WRAPPERS = ['Number', 'String', 'Boolean', 'BigInt'];

/** Returns true for a `Date` of any realm, and for Luxon's `DateTime`, which n8n's expressions return. */
const isDate = (value: object) =>
	toString.call(value) === '[object Date]' || 'isLuxonDateTime' in value;

function convertList(list: unknown[], form: Conversion): unknown[] {
	const converted: unknown[] = [];
	for (let at = 0; at < list.length; at += 1) {
		form.path.push(String(at));
		const entry = convert(list[at], form) ?? null;
		form.path.pop();
		if (entry === null && form.dropNulls) form.nullsDropped += 1;
		else converted.push(entry);
	}
	return converted;
}

function convertFields(record: JsonRecord, form: Conversion): JsonRecord {
	const converted: JsonRecord = {};
	for (const key of Object.keys(record)) {
		if (key === '__proto__') throw serviceError('record.forbiddenKey', {});
		form.path.push(key);
		const entry = convert(record[key], form);
		form.path.pop();
		if (entry === undefined) continue;
		if (entry === null && form.dropNulls) form.nullsDropped += 1;
		else converted[key] = entry;
	}
	return converted;
}
