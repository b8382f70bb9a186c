import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { withNumbers } from '../http/numbersAsText';
import { withoutOutcome } from './failedItem';

/** Field that n8n adds to the item of an agent that calls a tool (n8n-core, requests-response). */
const TOOL_CALL = 'toolCallId';

/** Returns true if an agent calls the node: n8n appends "Tool" to the name of that variant. */
export const isTool = ({ type }: INode) => type.endsWith('Tool');

/**
 * Returns the record of an item: the content of one field, or the whole item without added fields. Texts that
 * `numbersAsText` lists become numbers with all their digits. The list can be in the item or in the record, and its
 * pointers count from where it is: `/payload/id` in an item whose record is in `payload`, `/id` in that record. Failed
 * Record: Get Many writes it into the record, which is its whole item.
 * @param field a name, or names separated by dots; empty for the whole item
 * @throws ServiceError if a list is wrong
 */
export function recordOf(item: INodeExecutionData, field: string, asTool: boolean): unknown {
	if (!field) return withNumbers(ownFields(item, asTool));
	return withNumbers(valueAt(withNumbers(item.json) as IDataObject, field));
}

/** Returns the whole item without added fields, except the list of numbers that are written as texts. */
export function ownFields({ json }: INodeExecutionData, asTool: boolean): IDataObject {
	const fields = withoutOutcome(json);
	if (!asTool || !(TOOL_CALL in fields)) return fields;
	const record = { ...fields };
	delete record[TOOL_CALL];
	return record;
}

/** A key with exactly this name has precedence; otherwise dots lead into nested objects. */
function valueAt(json: IDataObject, field: string): unknown {
	if (Object.hasOwn(json, field)) return json[field];
	return field
		.split('.')
		.reduce<unknown>(
			(value, key) =>
				typeof value === 'object' && value !== null && Object.hasOwn(value, key)
					? (value as IDataObject)[key]
					: undefined,
			json,
		);
}
