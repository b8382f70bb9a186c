import type { IDataObject, IExecuteFunctions, INode, INodeExecutionData } from 'n8n-workflow';
import { DELIVERY, failedItem, withoutOutcome } from '../../lib/n8n/failedItem';
import { toNodeError } from '../../lib/n8n/nodeError';
import type { Problem } from '../../lib/problem/problem';
import type { DeliveryOutcome } from '../../lib/streaming/deliveryTypes';

/** Returns one output item per input item: its delivery, its problem if it was not accepted, and its own fields. */
export function outputItems(
	context: IExecuteFunctions,
	input: INodeExecutionData[],
	outcomes: DeliveryOutcome[],
): INodeExecutionData[] {
	const node = context.getNode();
	const errorOf = sharedErrors(node);
	return input.map((item, index) => {
		const outcome = outcomes[index];
		if (outcome.status === 'accepted') {
			const delivery = outcome as unknown as IDataObject;
			return {
				// Not a copy: there can be a hundred thousand of them.
				json: { [DELIVERY]: delivery, ...withoutOutcome(item.json) },
				pairedItem: { item: index },
				...(item.binary && { binary: item.binary }),
			};
		}
		const { problem, ...delivery } = outcome;
		const more = { [DELIVERY]: delivery as unknown as IDataObject };
		return failedItem(node, item, index, problem, { more, error: errorOf(problem) });
	});
}

/**
 * Items with the same problem share one error: it tells n8n to move them to the error output, and creating one takes
 * longer than sending a record.
 */
function sharedErrors(node: INode) {
	const errors = new Map<string, ReturnType<typeof toNodeError>>();
	return (problem: Problem) => {
		const { status, message, advice } = problem;
		const key = JSON.stringify([status, message, advice]);
		const error = errors.get(key) ?? toNodeError(node, problem);
		errors.set(key, error);
		return error;
	};
}
