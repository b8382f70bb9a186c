import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { serviceError } from '../problem/serviceError';
import { toProblem } from '../problem/toProblem';

interface WithCredentials {
	getCredentials(type: string): Promise<object>;
}

/**
 * Reads a credential of the node.
 * @throws ServiceError if it is missing or n8n cannot read it
 */
export async function readCredential(
	context: WithCredentials,
	type: string,
): Promise<ICredentialDataDecryptedObject> {
	try {
		return (await context.getCredentials(type)) as ICredentialDataDecryptedObject;
	} catch (error) {
		const { message: reason } = toProblem(error, 'The credential');
		throw serviceError('credential.unreadable', { reason });
	}
}
