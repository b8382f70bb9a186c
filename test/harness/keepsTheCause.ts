import { NodeApiError, type INode } from 'n8n-workflow';

/**
 * True if the error that n8n throws for a request with a credential has the error in it as its cause: up to
 * n8n-workflow 2.33, only a code or a status is left of that. Tests also run on such versions.
 */
export const keepsTheCause =
	new NodeApiError({} as INode, new Error() as never).cause !== undefined;
