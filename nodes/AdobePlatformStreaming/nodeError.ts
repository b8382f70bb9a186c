import { NodeApiError, NodeOperationError, type INode, type JsonObject } from 'n8n-workflow';
import { panelText } from '../../lib/panelText';

interface Refused {
	message: string;
	description: string;
	/** Adobe's status; absent when the request never got there. */
	httpStatus?: number;
	itemIndex?: number;
}

/** What a service answered is an API matter; what never got there is one of the item or the settings. */
export function nodeError(node: INode, refused: Refused): NodeApiError | NodeOperationError {
	const { httpStatus, itemIndex } = refused;
	const [message, description] = [panelText(refused.message), panelText(refused.description)];
	if (httpStatus === undefined) {
		return new NodeOperationError(node, message, { description, itemIndex });
	}
	const httpCode = String(httpStatus);
	return new NodeApiError(node, { message } as JsonObject, {
		message,
		description,
		httpCode,
		itemIndex,
	});
}
