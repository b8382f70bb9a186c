import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INode,
	type INodeExecutionData,
	type JsonObject,
} from 'n8n-workflow';
import { toErrorOutput } from '../../lib/errorOutput';
import type { DeliveryOutcome, OpenOutcome } from '../../lib/streaming/types';

/** Where the account of each item stands. Never sent, so that a set-aside item can be streamed again as it is. */
export const ACCOUNT = 'delivery';

/** What is sent of an item: all of it but an earlier account, or what is in one field of it. */
export function recordOf({ json }: INodeExecutionData, field: string): unknown {
	if (field) return valueAt(json, field);
	if (!(ACCOUNT in json)) return json;
	const record = { ...json };
	delete record[ACCOUNT];
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
	return input.map((item, index) => {
		const outcome = outcomes[index];
		const output: INodeExecutionData = {
			json: { ...item.json, [ACCOUNT]: { ...outcome } },
			pairedItem: { item: index },
		};
		if (item.binary) output.binary = item.binary;
		if (!withErrors || outcome.status === 'accepted') return output;
		return toErrorOutput(output, errorOf(node, outcome, index));
	});
}

/** What a service answered is an API matter; what never got there is one of the item or the settings. */
function errorOf(node: INode, outcome: OpenOutcome, itemIndex: number) {
	const { reason, advice, httpStatus } = outcome;
	if (httpStatus === undefined) {
		return new NodeOperationError(node, reason, { description: advice, itemIndex });
	}
	return new NodeApiError(node, { message: reason } as JsonObject, {
		message: reason,
		description: advice,
		httpCode: String(httpStatus),
		itemIndex,
	});
}
