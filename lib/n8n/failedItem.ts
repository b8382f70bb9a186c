import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import type { Problem } from '../problem/problem';
import { toErrorOutput } from './errorOutput';
import { toNodeError } from './nodeError';

/** Field with the problem, on every item of an error output of this package. Ignored on input. */
export const PROBLEM = 'problem';

/** Field with the delivery report of a record that was sent or that Adobe did not store. Ignored on input. */
export const DELIVERY = 'delivery';

/** Field with what Record: Validate could not check about a record. Ignored on input. */
export const VALIDATION = 'validation';

/** Fields that the nodes of this package add to an item. */
const ADDED_FIELDS = [PROBLEM, DELIVERY, VALIDATION];

/** Returns the fields of an item without those that an earlier node of this package added. */
export function withoutOutcome(json: IDataObject): IDataObject {
	if (!ADDED_FIELDS.some((field) => field in json)) return json;
	const fields = { ...json };
	for (const field of ADDED_FIELDS) delete fields[field];
	return fields;
}

/**
 * Creates a failed item: its problem, then the input item's own fields; on an error output, n8n puts the fields of the
 * input item first. It leaves through the error output if the node has one,
 * otherwise with the other items.
 * @param index of the input item
 * @param more fields to add besides the problem
 * @param error created once for items that share a problem
 */
export function failedItem(
	node: INode,
	{ json, binary }: INodeExecutionData,
	index: number,
	problem: Problem,
	{ more = {}, error }: { more?: IDataObject; error?: ReturnType<typeof toNodeError> } = {},
): INodeExecutionData {
	const outcome = { ...more, [PROBLEM]: problem as unknown as IDataObject };
	const fields = { ...outcome, ...withoutOutcome(json), ...outcome };
	const linked = { pairedItem: { item: index }, ...(binary && { binary }) };
	if (node.onError !== 'continueErrorOutput') return { json: fields, ...linked };
	return toErrorOutput(
		{ json: { ...hidden(json), ...fields }, ...linked },
		error ?? toNodeError(node, problem, index),
	);
}

/**
 * Returns an undefined value for each field that an earlier node added: n8n adds the fields of the input item to an item
 * on the error output (n8n-core, handleNodeErrorOutput), and these would come back as if they were about this failure.
 */
const hidden = (json: IDataObject): IDataObject =>
	Object.fromEntries(
		ADDED_FIELDS.filter((field) => field in json).map((field) => [field, undefined]),
	);
