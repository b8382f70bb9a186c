import { isDate } from '../../lib/chatlio/jsonValues';
import { nearestName } from '../../lib/problem/nearestName';
import { kindOf } from '../../lib/problem/parameterValue';
import type { CustomFieldType } from '../../lib/xdm/fields/customFields';
import type { Misfit } from '../../lib/xdm/mapper/mappingContext';

/** Maximum number of names that a sentence repeats. */
const NAMED = 10;

const EXPECTED: Record<CustomFieldType, string> = {
	string: 'a text',
	integer: 'a whole number',
	number: 'a number',
	boolean: 'true or false',
	'date-time': 'a time with its offset, such as 2026-01-31T12:00:00Z',
	date: 'a date, such as 2026-01-31',
	stringList: 'a list of texts',
};

/** Describes values that do not fit their custom fields, without the values: a visitor may have written them. */
export function describeMisfits(misfits: ReadonlyMap<string, Misfit>): string[] {
	return limited([...misfits], ([name, { value, type }]) => {
		const expected = type ? EXPECTED[type] : 'a single value or a list of texts';
		return `${name} is ${kindOfValue(value)}, not ${expected}`;
	});
}

function kindOfValue(value: unknown): string {
	if (isDate(value)) return value.toJSON() ? 'a date with a time' : 'an invalid date';
	if (Array.isArray(value) && value.some((element) => typeof element === 'object'))
		return 'a list with objects';
	if (typeof value === 'number' && !Number.isFinite(value)) return 'no finite number';
	if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
		return 'a number with too many digits';
	return kindOf(value);
}

/** Quotes names that the schema does not have, each with the nearest one that it has. */
export function describeUnknown(names: ReadonlySet<string>, declared: readonly string[]): string[] {
	return limited([...names], (name) => {
		const nearest = nearestName(name, declared);
		return nearest === undefined ? `"${name}"` : `"${name}" (did you mean "${nearest}"?)`;
	});
}

/** Quotes names that no custom field can have. */
export const describeUnusable = (names: ReadonlySet<string>): string[] =>
	limited([...names], (name) => `"${name}"`);

/** Describes the first elements of a list and counts the others. */
function limited<Element>(
	list: readonly Element[],
	describe: (element: Element) => string,
): string[] {
	const described = list.slice(0, NAMED).map(describe);
	const more = list.length - described.length;
	return more > 0 ? [...described, `and ${more} more`] : described;
}
