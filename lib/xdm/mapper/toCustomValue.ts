import { toUtcTime } from '../../chatlio/chatlioTime';
import { dateText, isDate as isDateObject, numberText } from '../../chatlio/jsonValues';
import { isDate, isDateTime } from '../../http/dateTime';
import type { CustomFieldType } from '../fields/customFields';

/** A value as a custom field stores it. */
export type CustomValue = string | number | boolean | string[];

/** Returns true for a value that says nothing: it is absent, empty, or a list of such values. */
export function isUnknown(value: unknown): boolean {
	if (Array.isArray(value)) return value.every((element) => isEmpty(element));
	return isEmpty(value);
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === '';

/**
 * Converts a value to the type of a custom field if nothing is lost.
 *
 * @param value not unknown; see `isUnknown`
 * @returns undefined if the value does not fit
 */
export function toCustomValue(value: unknown, type: CustomFieldType): CustomValue | undefined {
	return CONVERTERS[type](value);
}

/** Returns the type of custom field that keeps a value as it is. */
export function ownTypeOf(value: unknown): CustomFieldType {
	if (Array.isArray(value)) return 'stringList';
	if (isDateObject(value)) return 'date-time';
	if (typeof value === 'boolean' || typeof value === 'number') return typeof value as 'number';
	return typeof value === 'bigint' && toNumber(value) !== undefined ? 'number' : 'string';
}

const CONVERTERS: Record<CustomFieldType, (value: unknown) => CustomValue | undefined> = {
	string: toText,
	integer: toInteger,
	number: toNumber,
	boolean: toBoolean,
	'date-time': toDateTime,
	date: toDay,
	stringList: toTexts,
};

function toText(value: unknown): string | undefined {
	if (typeof value === 'number') return numberText(value);
	const isPlain = ['string', 'bigint', 'boolean'].includes(typeof value);
	return isPlain ? String(value) : dateText(value);
}

/** Returns the texts of a list, without its empty elements; a single value becomes a list of one. */
function toTexts(value: unknown): string[] | undefined {
	const list: unknown[] = Array.isArray(value) ? value : [value];
	const texts: string[] = [];
	for (const element of list) {
		if (isEmpty(element)) continue;
		const text = toText(element);
		if (text === undefined) return undefined;
		texts.push(text);
	}
	return texts;
}

function toInteger(value: unknown): number | undefined {
	const number = toNumber(value);
	return Number.isSafeInteger(number) ? number : undefined;
}

/** Returns a number, also if it is written as text; undefined if a number cannot hold all its digits. */
function toNumber(value: unknown): number | undefined {
	if (typeof value === 'string') return numberIn(value.trim());
	if (typeof value !== 'number' && typeof value !== 'bigint') return undefined;
	const number = Number(value);
	return numberText(number) === undefined ? undefined : number;
}

const DECIMAL = /^[+-]?(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:e[+-]?\d{1,3})?$/i;

/** JavaScript's numbers hold every decimal number of so many digits. */
const EXACT_DIGITS = 15;

function numberIn(text: string): number | undefined {
	const [isDecimal, ...parts] = DECIMAL.exec(text) ?? [];
	const number = Number(text);
	if (isDecimal === undefined || numberText(number) === undefined) return undefined;
	const digits = parts.join('').replace(/^0+/, '');
	// A number that is too small becomes 0.
	const isVanished = number === 0 && /[1-9]/.test(digits);
	const isExact = digits.length <= EXACT_DIGITS || String(number) === text;
	return isExact && !isVanished ? number : undefined;
}

const BOOLEANS = new Map([
	['true', true],
	['false', false],
]);

function toBoolean(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	return typeof value === 'string' ? BOOLEANS.get(value.trim().toLowerCase()) : undefined;
}

/** Returns a moment in the form of all times of a record: with milliseconds and `Z`. */
function toDateTime(value: unknown): string | undefined {
	const time = toUtcTime(timeText(value) ?? '');
	// An offset can move a moment out of the four-digit years.
	return time !== undefined && isDateTime(time) ? time : undefined;
}

/** Matches a day, also if it is written as the moment at which it begins. */
const DAY = /^(\d{4}-\d\d-\d\d)(?:T00:00:00(?:\.0{1,9})?(?:Z|[+-]\d\d:\d\d))?$/;

function toDay(value: unknown): string | undefined {
	const day = DAY.exec(timeText(value) ?? '')?.[1];
	return day !== undefined && isDate(day) ? day : undefined;
}

const timeText = (value: unknown): string | undefined =>
	typeof value === 'string' ? value.trim() : dateText(value);
