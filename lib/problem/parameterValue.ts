import { createProblem } from './problem';
import { ServiceError, serviceError } from './serviceError';

/** Reads fields that an expression can fill with any value. */

/**
 * Returns text without surrounding spaces; a number becomes its text, and a missing value an empty text.
 * @param label of the field in the panel
 * @throws ServiceError that names the field
 */
export function fieldText(value: unknown, label: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value.trim();
	if (typeof value === 'number') return String(value);
	throw wrongType(label, value, 'text');
}

/**
 * Returns a number, also when it is written as text.
 * @param otherwise returned for a missing value
 * @throws ServiceError that names the field
 */
export function fieldNumber(value: unknown, label: string, otherwise: number): number {
	if (value === undefined || value === null || value === '') return otherwise;
	const number = typeof value === 'string' ? Number(value) : value;
	if (typeof number === 'number' && Number.isFinite(number)) return number;
	throw wrongType(label, value, 'a number');
}

/**
 * Returns a whole number of at least 1.
 * @param defaultCount for a value that is absent
 * @throws ServiceError that names the field
 */
export function fieldCount(value: unknown, label: string, defaultCount: number): number {
	const count = fieldNumber(value, label, defaultCount);
	if (count >= 1) return Math.floor(count);
	const advice = 'Enter a number of at least 1.';
	throw serviceError('setting.invalid', { label, value: count, advice }, { field: label });
}

function wrongType(label: string, value: unknown, expected: string): ServiceError {
	const kind = kindOf(value);
	return new ServiceError(createProblem('setting.wrongType', { label, kind, expected }));
}

/** Names the kind of a value, never the value itself: a visitor may have written it, and messages end up in logs. */
export function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	return typeof value === 'string' ? 'other text' : `a ${typeof value}`;
}
