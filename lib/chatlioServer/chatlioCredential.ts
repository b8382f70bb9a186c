import {
	unsafeRoute,
	isClosedTo,
	guardedRequest,
	targetOf,
	type AnyRequest,
} from '../http/requestTarget';
import { trimTrailingSlashes } from '../http/trimTrailingSlashes';
import { CONVERSATIONS_PATH } from './conversations';
import { parseUrl } from '../http/parseUrl';
import { credentialText } from '../problem/requestText';
import { serviceError } from '../problem/serviceError';

/** Address of Chatlio's server API. Source: chatlio.com/docs/api-server-v1. */
export const CHATLIO_API_URL = 'https://api.chatlio.com';

export interface ChatlioCredential {
	apiKey: string;
	/** Absolute, without a trailing slash. */
	apiUrl: string;
}

/**
 * Reads a decrypted credential; an empty API URL means Chatlio's.
 * @throws ServiceError for a text that would be changed on its way to Chatlio
 */
export function readChatlioCredential({
	apiKey,
	apiUrl,
}: Record<string, unknown>): ChatlioCredential {
	return {
		apiKey: credentialText(apiKey, 'API Key', 'basicAuthUser'),
		apiUrl: trimTrailingSlashes(credentialText(apiUrl, 'API URL', 'url') || CHATLIO_API_URL),
	};
}

/**
 * Checks that the credential may be used by the node that sends the request.
 * @throws ServiceError
 */
export function assertMayUseKey(request: AnyRequest, credentials: Record<string, unknown>): void {
	if (isClosedTo(request, credentials, CONVERSATIONS_PATH))
		throw serviceError('credential.restricted', {});
}

/**
 * Returns the request with the API key as the user name of Basic Auth. It is not a header, because n8n's HTTP Request
 * node shows the headers of a rejected request. Source: chatlio.com/docs/api-server-v1 (bearer, or user name of Basic
 * Auth).
 * @throws ServiceError without the key if the request would go to another host than the credential's
 */
export function withApiKey(request: AnyRequest, credentials: Record<string, unknown>): AnyRequest {
	const { apiKey, apiUrl } = readChatlioCredential(credentials);
	if (apiKey === '') throw serviceError('chatlio.keyMissing', {});
	const base = originOf(apiUrl);
	if (!base) throw serviceError('chatlio.urlInvalid', {});
	const target = targetOf(request);
	if (originOf(target) !== base) {
		throw serviceError('chatlio.otherHost', {});
	}
	const unsafeReason = unsafeRoute(request);
	if (unsafeReason) throw serviceError('credential.unsafeRequest', unsafeReason);
	const auth = { username: apiKey, password: '' };
	return { ...guardedRequest(request, target, ['authorization']), auth };
}

function originOf(address: string): string | undefined {
	const url = parseUrl(address);
	if (!url || url.username || url.password) return undefined;
	const { origin, protocol } = url;
	return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
}
