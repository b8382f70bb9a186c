import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import type { Problem } from '../problem/problem';
import { panelText } from './panelText';

/**
 * Turns a problem into n8n's error: an API error if a service responded, otherwise a node error.
 * @param itemIndex index of the item with the problem, from 0
 */
export function toNodeError(
	node: INode,
	{ message, advice, status }: Problem,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	const [messageText, description] = [panelText(message), panelText(advice)];
	if (!status) return new NodeOperationError(node, messageText, { description, itemIndex });
	return new NodeApiError(node, { message: messageText } as JsonObject, {
		message: messageText,
		description,
		httpCode: String(status),
		itemIndex,
	});
}
