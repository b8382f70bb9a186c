import type { INodeExecutionData, NodeApiError, NodeOperationError } from 'n8n-workflow';

/**
 * Sends an item to the error output of a node that has one, and keeps the item's own fields. n8n moves each item whose
 * `error` is set by copying it (n8n-core, handleNodeErrorOutput); if the copy still has an `error`, n8n replaces its
 * whole json with the message (normalizeNodeErrors). A property that is not enumerable is found by the first step and
 * not copied for the second.
 */
export function toErrorOutput(
	item: INodeExecutionData,
	error: NodeApiError | NodeOperationError,
): INodeExecutionData {
	return Object.defineProperty(item, 'error', { value: error, enumerable: false });
}
