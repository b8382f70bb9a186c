import type { INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';

/**
 * Sends an item to the error output of a node that has one, with its own fields kept.
 * n8n moves an item whose `error` is set, and does it by copying the item (n8n-core, handleNodeErrorOutput); what then
 * still has an `error` loses its whole json to the message (normalizeNodeErrors). A property that is not enumerable
 * is seen by the first and not copied for the second.
 */
export function toErrorOutput(
	item: INodeExecutionData,
	error: NodeApiError | NodeOperationError,
): INodeExecutionData {
	return Object.defineProperty(item, 'error', { value: error, enumerable: false });
}
