import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import { PlatformRefusal } from './refusal';

/** What Adobe answered is an API matter, everything else one of the node's settings or of the item. */
export function asNodeError(
	node: INode,
	cause: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (cause instanceof PlatformRefusal) {
		const { message, description, status } = cause.refusal;
		return new NodeApiError(node, { message } as JsonObject, {
			message,
			description,
			...(status > 0 && { httpCode: String(status) }),
			itemIndex,
		});
	}
	if (cause instanceof NodeOperationError) return cause;
	return new NodeOperationError(node, (cause as Error).message, {
		description: 'Check the parameters of this node for this item',
		itemIndex,
	});
}
