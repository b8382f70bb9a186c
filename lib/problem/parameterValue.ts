import { serviceError, type ServiceError } from './serviceError';

/** Reads fields that an expression can fill with any value. */

/**
 * Returns text without surrounding spaces; a number becomes its text, and a missing value an empty text.
 * @param label of the field in the panel
 * @throws ServiceError that names the field
 */
export function fieldText(value: unknown, label: string): string {
	return untrimmedText(value, label).trim();
}

/**
 * Returns text like `fieldText`, with the spaces around it.
 * @param name of the field in the sentence, if it differs from the label in the panel
 */
export function untrimmedText(value: unknown, name: string, label = name): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'number') return String(value);
	throw wrongType(name, value, 'text', label);
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
 * Returns a number within a range, in whole units; a fraction is cut off.
 * @param range both ends are allowed
 * @param otherwise returned for a missing value
 * @throws ServiceError that names the field and the range
 */
export function fieldNumberWithin(
	value: unknown,
	label: string,
	{ min, max }: { min: number; max: number },
	otherwise: number,
): number {
	const number = fieldNumber(value, label, otherwise);
	if (number >= min && number <= max) return Math.floor(number);
	const ends = [min, max].map((end) => end.toLocaleString('en-US'));
	const advice = `Enter a number from ${ends.join(' to ')}.`;
	throw serviceError('setting.invalid', { label, value: number, advice }, { field: label });
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

/**
 * Returns an option that the user added; undefined if the user did not add it.
 * @throws ServiceError if its expression returns nothing: the default would be another choice than the user's
 */
export function addedOption(options: unknown, name: string, label: string): unknown {
	if (typeof options !== 'object' || options === null || !Object.hasOwn(options, name))
		return undefined;
	const option = (options as Record<string, unknown>)[name];
	const isLocator = typeof option === 'object' && option !== null && 'value' in option;
	const value = isLocator ? option.value : option;
	if (value !== undefined && value !== null) return value;
	throw serviceError('setting.expressionEmpty', { label }, { field: label });
}

/**
 * Returns the value if it is one of the choices that the panel offers.
 * @throws ServiceError that names the field
 */
export function fieldChoice<Choice extends string>(
	value: unknown,
	label: string,
	choices: readonly Choice[],
): Choice {
	const choice = choices.find((known) => known === value);
	if (choice !== undefined) return choice;
	const advice = `Return one of ${choices.join(', ')}.`;
	const values = { label, value: 'what its expression returns', advice };
	throw serviceError('setting.invalid', values, { field: label });
}

/**
 * Creates the error for a value of another type.
 * @param name of the field in the sentence, if it differs from the label in the panel
 */
export function wrongType(
	name: string,
	value: unknown,
	expected: string,
	label = name,
): ServiceError {
	const kind = kindOf(value);
	return serviceError('setting.wrongType', { label: name, kind, expected }, { field: label });
}

/** Names the kind of a value, never the value itself: a visitor may have written it, and messages end up in logs. */
export function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	if (typeof value === 'object') return 'an object';
	return typeof value === 'string' ? 'other text' : `a ${typeof value}`;
}
