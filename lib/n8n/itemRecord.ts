import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import { withoutOutcome } from './failedItem';

/** Field that n8n adds to the item of an agent that calls a tool (n8n-core, requests-response). */
const TOOL_CALL = 'toolCallId';

/** Returns true if an agent calls the node: n8n appends "Tool" to the name of that variant. */
export const isTool = ({ type }: INode) => type.endsWith('Tool');

/**
 * Returns the record of an item: the content of one field, or the whole item without added fields.
 * @param field a name, or names separated by dots; empty for the whole item
 */
export function recordOf({ json }: INodeExecutionData, field: string, asTool: boolean): unknown {
	if (field) return valueAt(json, field);
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
