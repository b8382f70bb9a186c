import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { toErrorOutput } from '../../lib/errorOutput';
import type { DeliveryOutcome, OpenOutcome } from '../../lib/streaming/types';
import { nodeError } from './nodeError';

/** Where the account of each item stands. Never sent, so that a set-aside item can be streamed again as it is. */
export const ACCOUNT = 'delivery';

const ADDED = [ACCOUNT];

/** The same, and what n8n adds to the item of an agent that calls a tool (n8n-core, requests-response). */
const ADDED_FOR_TOOL = [ACCOUNT, 'toolCallId'];

/** Whether an agent calls the node: n8n's own name for that form of it. */
export const isTool = ({ type }: INode) => type.endsWith('Tool');

/** What is sent of an item: all of it but what was added to it, or what is in one field of it. */
export function recordOf({ json }: INodeExecutionData, field: string, asTool: boolean): unknown {
	if (field) return valueAt(json, field);
	const added = asTool ? ADDED_FOR_TOOL : ADDED;
	if (!added.some((key) => key in json)) return json;
	const record = { ...json };
	for (const key of added) delete record[key];
	return record;
}

/** A key of that very name comes first; dots lead into nested objects otherwise. */
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

/** One output item per input item: its own fields and what became of it. */
export function outputItems(
	context: IExecuteFunctions,
	input: INodeExecutionData[],
	outcomes: DeliveryOutcome[],
): INodeExecutionData[] {
	const node = context.getNode();
	const withErrors = node.onError === 'continueErrorOutput';
	const errorOf = errorsOf(node);
	return input.map((item, index) => {
		const outcome = outcomes[index];
		const output: INodeExecutionData = {
			// Not a copy: there may be a hundred thousand of them.
			json: { ...item.json, [ACCOUNT]: outcome as unknown as IDataObject },
			pairedItem: { item: index },
		};
		if (item.binary) output.binary = item.binary;
		if (!withErrors || outcome.status === 'accepted') return output;
		return toErrorOutput(output, errorOf(outcome));
	});
}

/** One error for all items of a reason: it tells n8n where they go, and making one costs more than sending a record. */
function errorsOf(node: INode) {
	const errors = new Map<string, ReturnType<typeof nodeError>>();
	return ({ reason: message, advice: description, httpStatus }: OpenOutcome) => {
		const key = JSON.stringify([httpStatus, message, description]);
		const error = errors.get(key) ?? nodeError(node, { message, description, httpStatus });
		errors.set(key, error);
		return error;
	};
}
