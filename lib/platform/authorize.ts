import type { IHttpRequestOptions } from 'n8n-workflow';
import { detourOf, isClosedTo, straightRequest, targetOf, type AnyRequest } from '../requestTarget';
import { isAllowedHost } from '../streaming/hosts';
import type { AdobeAccess } from './access';
import { AccessRefusal } from './accessRefusal';
import { SANDBOXES_PATH } from './sandboxes';
import { parseUrl } from '../parseUrl';

/** Marks the request of the credential's test. It is taken off before anything is sent. */
export const CHECK_HEADER = 'x-credential-check';

const hasHeader = ({ headers = {} }: IHttpRequestOptions, name: string) =>
	Object.keys(headers).some((header) => header.toLowerCase() === name);

export const isCheck = (request: IHttpRequestOptions) => hasHeader(request, CHECK_HEADER);

/** The sentence for a request that would carry the credential to somebody else. */
export const foreignHost = (address: string) =>
	`The credential is only sent to Adobe's hosts and to those listed in its field Allowed Hosts, and ${hostOf(address)} is neither`;

/** As it would be listed. */
const hostOf = (address: string) => {
	const url = parseUrl(address);
	if (!url) return 'this address';
	const { host, origin, protocol } = url;
	return protocol === 'http:' ? `"${origin}"` : `"${host}"`;
};

/**
 * Refuses requests of nodes that the credential is not opened for.
 * @throws AccessRefusal
 */
export function assertOpen(request: AnyRequest, credentials: Record<string, unknown>): void {
	if (isClosedTo(request, credentials, SANDBOXES_PATH)) throw new AccessRefusal(CLOSED);
}

const CLOSED =
	'The credential is only for the nodes it was made for: the field Use in HTTP Request Node of the credential opens it for other nodes';

/**
 * The request with the headers every Experience Platform API wants; what the caller set stays.
 * Redirects are not followed: they would carry the token along.
 * Source: "Authenticate and access Experience Platform APIs".
 * @throws AccessRefusal when the host is neither Adobe's nor listed in the credential, or not reached straight
 */
export function authorizedRequest(
	request: AnyRequest,
	access: AdobeAccess,
	token: string,
): AnyRequest {
	const address = targetOf(request);
	if (!isAllowedHost(address, access.allowedHosts)) throw new AccessRefusal(foreignHost(address));
	const detour = detourOf(request);
	if (detour) throw new AccessRefusal(`The credential is not sent ${detour}`);
	const authorized = straightRequest(request, address, OURS);
	const { headers } = authorized;
	if (!hasHeader(request, 'x-api-key')) headers['x-api-key'] = access.clientId;
	if (!hasHeader(request, 'x-gw-ims-org-id')) headers['x-gw-ims-org-id'] = access.organizationId;
	// The list of sandboxes is the one call that is made outside of any sandbox.
	if (!hasHeader(request, 'x-sandbox-name') && new URL(address).pathname !== SANDBOXES_PATH) {
		headers['x-sandbox-name'] = access.sandbox;
	}
	headers.Authorization = `Bearer ${token}`;
	return authorized;
}

const OURS = [CHECK_HEADER, 'authorization'];

/**
 * What n8n takes for an expired token, so that it fetches another without a request to Adobe first:
 * the kept token belongs to a client id, secret or scopes the credential no longer has.
 */
export const staleToken = () =>
	Object.assign(new Error('The kept token belongs to earlier values of the credential'), {
		response: { status: 401 },
	});
