import { OWN_REQUEST, type AnyRequest } from './requestTarget';

/** Marks a request of this package's own, with a place where its credential leaves the secrets it puts into it. */
export const ownRequest = <Request extends object>(
	request: Request,
	secrets: Set<string>,
): Request & AnyRequest =>
	({ ...request, [OWN_REQUEST]: secrets }) as unknown as Request & AnyRequest;

/**
 * Leaves the secrets that a request is about to carry for whoever reads the answer: n8n decrypts a credential for its
 * `authenticate` only, and a token that is refused is another one a moment later. Does nothing for other nodes' requests.
 */
export function leaveSecrets(request: AnyRequest, secrets: readonly string[]): void {
	for (const secret of secrets) request[OWN_REQUEST]?.add(secret);
}
