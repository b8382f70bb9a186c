import type { IHttpRequestOptions } from 'n8n-workflow';
import {
	unsafeRoute,
	isClosedTo,
	guardedRequest,
	targetOf,
	type AnyRequest,
} from '../../http/requestTarget';
import { assertHeaderText } from '../../http/headerText';
import { isAllowedHost } from './allowedHosts';
import type { AdobeCredential } from './adobeCredential';
import { ServiceError, serviceError } from '../../problem/serviceError';
import { hostNotAllowed } from './hostNotAllowed';
import { isOutsideSandboxes } from './outsideSandboxes';
import { SANDBOXES_PATH } from './sandboxNames';

/** Marks the request of the credential's test. The header is removed before anything is sent. */
export const CHECK_HEADER = 'x-credential-check';

const hasHeader = ({ headers = {} }: IHttpRequestOptions, name: string) =>
	Object.keys(headers).some((header) => header.toLowerCase() === name);

export const isCredentialTest = (request: IHttpRequestOptions) => hasHeader(request, CHECK_HEADER);

/**
 * Checks that the credential may be used by the node that sends the request.
 * @throws ServiceError
 */
export function assertMayUseCredential(
	request: AnyRequest,
	credentials: Record<string, unknown>,
): void {
	if (isClosedTo(request, credentials, SANDBOXES_PATH))
		throw serviceError('credential.restricted', {});
}

/**
 * Returns the request with the headers that every Experience Platform API requires; headers set by the caller stay.
 * Redirects are not followed: they would carry the token along. Source: "Authenticate and access Experience Platform
 * APIs".
 * @throws ServiceError if the host is neither Adobe's nor listed in the credential, if the request does not go to it
 * directly, or if a header would be changed on the way
 */
export function authorizedRequest(
	request: AnyRequest,
	credential: AdobeCredential,
	token: string,
): AnyRequest {
	const address = targetOf(request);
	if (!isAllowedHost(address, credential.allowedHosts)) {
		throw new ServiceError(hostNotAllowed(address));
	}
	const unsafeReason = unsafeRoute(request);
	if (unsafeReason) throw serviceError('credential.unsafeRequest', unsafeReason);
	const guarded = guardedRequest(request, address, REPLACED_HEADERS);
	const { headers } = guarded;
	if (!hasHeader(request, 'x-api-key')) headers['x-api-key'] = credential.clientId;
	if (!hasHeader(request, 'x-gw-ims-org-id'))
		headers['x-gw-ims-org-id'] = credential.organizationId;
	if (!hasHeader(request, 'x-sandbox-name') && !isOutsideSandboxes(new URL(address).pathname)) {
		headers['x-sandbox-name'] = credential.sandbox;
	}
	headers.Authorization = `Bearer ${token}`;
	assertHeaderText(headers);
	return guarded;
}

const REPLACED_HEADERS = [CHECK_HEADER, 'authorization'];

/**
 * Creates the error that n8n takes for an expired token, so that it fetches a new one without a request to Adobe first:
 * the cached token belongs to a client ID, secret or scopes that the credential no longer has.
 */
export const staleToken = () =>
	Object.assign(new Error('The kept token belongs to earlier values of the credential'), {
		response: { status: 401, data: {} },
	});
