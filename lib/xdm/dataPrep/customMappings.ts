import { CUSTOM_KEY, type CustomField, type CustomFieldType } from '../fields/customFields';
import { CHATLIO_KEY } from '../fields/fieldTable';
import { anyName, anyTime, dateOnly, filledList, filledText, wholeNumber } from './expressions';
import { expression, type DataPrepMapping } from './mappingRows';

/**
 * Returns the rows that fill custom fields from the object `custom` of an item or a payload. Chatlio posts no such
 * object: a workflow adds it to the item.
 *
 * @param tenantKey tenant ID with its underscore
 */
export const customMappings = (
	tenantKey: string,
	fields: readonly CustomField[],
): DataPrepMapping[] =>
	fields.map(({ name, type }) =>
		expression(
			EXPRESSIONS[type](`${CUSTOM_KEY}.${anyName(name)}`),
			`${tenantKey}.${CHATLIO_KEY}.${CUSTOM_KEY}.${name}`,
		),
	);

const copied = (path: string) => path;

/**
 * Copies what Data Prep converts to the type of the field by itself. A whole number beyond the limits of its field would
 * make Adobe reject the record, and Data Prep would guess the form of a time.
 */
const EXPRESSIONS: Record<CustomFieldType, (path: string) => string> = {
	string: filledText,
	integer: wholeNumber,
	number: copied,
	boolean: copied,
	'date-time': anyTime,
	date: dateOnly,
	stringList: filledList,
};
