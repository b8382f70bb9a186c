import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import { sentenceOf } from '../fault';
import { panelText } from '../panelText';
import { PlatformRefusal } from './refusal';

const UNEXPECTED =
	'A parameter of this node, or something in Adobe’s answer, has another form than expected';

/** What Adobe answered is an API matter, everything else one of the node's settings or of the item. */
export function asNodeError(
	node: INode,
	cause: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (cause instanceof PlatformRefusal) {
		const { refusal } = cause;
		const { status } = refusal;
		const [message, description] = [panelText(refusal.message), panelText(refusal.description)];
		return new NodeApiError(node, { message } as JsonObject, {
			message,
			description,
			...(status > 0 && { httpCode: String(status) }),
			itemIndex,
		});
	}
	if (cause instanceof NodeOperationError) {
		cause.message = panelText(cause.message);
		cause.description = panelText(cause.description ?? '') || undefined;
		return cause;
	}
	return new NodeOperationError(node, panelText(sentenceOf(cause, UNEXPECTED)), {
		description: 'Check the parameters of this node for this item',
		itemIndex,
	});
}
