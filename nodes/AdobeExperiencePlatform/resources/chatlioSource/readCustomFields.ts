import { CUSTOM_FIELDS_LABEL } from '../../../../lib/setup/missingCustomFields';
import { isRecord } from '../../../../lib/http/isRecord';
import { fieldChoice, fieldText, wrongType } from '../../../../lib/problem/parameterValue';
import { serviceError } from '../../../../lib/problem/serviceError';
import { shorten } from '../../../../lib/problem/shorten';
import {
	CUSTOM_FIELD_TYPES,
	customNameProblem,
	isMarkedPersonal,
	type CustomField,
} from '../../../../lib/xdm/fields/customFields';
import type { OperationContext } from '../../shared/operation';
import { collectionOf } from '../../shared/parameters';

/**
 * Reads the custom fields that are entered in the panel.
 * @throws ServiceError that names the entry and what to change
 */
export function declaredFields(context: OperationContext): CustomField[] {
	const { field: entries = [] } = collectionOf<{ field: unknown }>(context, 'customFields');
	if (!Array.isArray(entries)) throw wrongType(CUSTOM_FIELDS_LABEL, entries, 'a list');
	const fields = entries.map(fieldOf);
	const names = new Set<string>();
	for (const { name } of fields) {
		if (names.has(name.toLowerCase())) {
			throw invalid(
				`The custom field "${name}" is declared twice`,
				'Remove one of the entries. Names that differ only in capital letters count as the same.',
			);
		}
		names.add(name.toLowerCase());
	}
	return fields;
}

const invalid = (reason: string, advice: string) =>
	serviceError('setting.conflict', { reason, advice }, { field: CUSTOM_FIELDS_LABEL });

function fieldOf(entry: unknown, index: number): CustomField {
	const values = isRecord(entry) ? entry : {};
	const text = (key: string) => fieldText(values[key], CUSTOM_FIELDS_LABEL);
	const name = text('name');
	if (name === '')
		throw invalid(`Custom field ${index + 1} has no name`, 'Enter one, or remove the entry.');
	const advice = customNameProblem(name);
	if (advice) throw invalid(`A custom field cannot have the name "${shorten(name)}"`, advice);
	const description = text('description');
	const isPersonal = personalOf(values.isPersonal ?? false) || isMarkedPersonal(description);
	return {
		name,
		type: fieldChoice(values.type ?? 'string', CUSTOM_FIELDS_LABEL, CUSTOM_FIELD_TYPES),
		title: text('title'),
		description,
		isPersonal,
	};
}

function personalOf(value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	throw wrongType('Personal Data', value, 'true or false', CUSTOM_FIELDS_LABEL);
}
