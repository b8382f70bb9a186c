import { isRecord, type JsonRecord } from '../http/isRecord';
import { serviceError } from '../problem/serviceError';
import {
	CUSTOM_KEY,
	CUSTOM_TYPE_LABELS,
	customTypeOf,
	isMarkedPersonal,
	MAX_CUSTOM_FIELDS,
	PERSONAL_SENTENCE,
	type CustomField,
} from '../xdm/fields/customFields';
import { CHATLIO_KEY } from '../xdm/fields/fieldTable';

/** Label of the field in the panel. */
export const CUSTOM_FIELDS_LABEL = 'Custom Fields';

const IN_PANEL = { field: CUSTOM_FIELDS_LABEL };

/**
 * Returns the declared fields that a schema does not have yet.
 *
 * @param custom `_{tenantId}.chatlio.custom`, as Adobe returns it; undefined if it does not exist
 * @throws ServiceError for a field that exists in another form, which Adobe never changes, and for too many fields
 */
export function missingCustomFields(
	custom: JsonRecord | undefined,
	declared: readonly CustomField[],
	tenantKey: string,
): CustomField[] {
	const path = `${tenantKey}.${CHATLIO_KEY}.${CUSTOM_KEY}`;
	const present = isRecord(custom?.properties) ? custom.properties : {};
	if (custom && custom.type !== 'object' && declared.length > 0) {
		const values = { field: path, found: typeOf(custom), expected: 'object' };
		throw serviceError('setUp.fieldTypeConflict', values, IN_PANEL);
	}
	const missing = declared.filter(({ name }) => !Object.hasOwn(present, name));
	for (const field of declared) {
		if (missing.includes(field)) checkCapitals(field.name, Object.keys(present));
		else checkFound(field, present[field.name], path);
	}
	const count = Object.keys(present).length + missing.length;
	if (missing.length > 0 && count > MAX_CUSTOM_FIELDS) {
		throw serviceError('setUp.tooManyCustomFields', { count, max: MAX_CUSTOM_FIELDS }, IN_PANEL);
	}
	return missing;
}

const typeOf = (schema: unknown) => (isRecord(schema) ? String(schema.type) : 'unknown');

function checkFound(field: CustomField, schema: unknown, path: string): void {
	const found = customTypeOf(schema);
	if (found !== field.type) {
		const foundLabel = found ? CUSTOM_TYPE_LABELS[found] : typeOf(schema);
		const orChoose = found ? `choose ${foundLabel} as its type, or ` : '';
		throw serviceError(
			'setUp.fieldTypeConflict',
			{
				field: `${path}.${field.name}`,
				found: foundLabel,
				expected: CUSTOM_TYPE_LABELS[field.type],
			},
			{
				...IN_PANEL,
				advice: `Adobe does not change the type of a field: ${orChoose}give the new field another name.`,
			},
		);
	}
	const description = isRecord(schema) ? schema.description : undefined;
	if (field.isPersonal && !isMarkedPersonal(String(description ?? ''))) {
		const values = { field: field.name, sentence: PERSONAL_SENTENCE };
		throw serviceError('setUp.notMarkedPersonal', values, IN_PANEL);
	}
}

/** Adobe does not document that names with the same letters differ; in SQL, they usually do not. */
function checkCapitals(name: string, others: readonly string[]): void {
	const twin = others.find((other) => other.toLowerCase() === name.toLowerCase());
	if (twin === undefined) return;
	throw serviceError(
		'setting.conflict',
		{
			reason: `The custom field "${name}" differs only in capital letters from "${twin}", which exists in Adobe`,
			advice: `Write "${twin}", or give the new field another name.`,
		},
		IN_PANEL,
	);
}
