import { detourOf, isClosedTo, straightRequest, targetOf, type AnyRequest } from '../requestTarget';
import { withoutTrailingSlashes } from '../withoutTrailingSlashes';
import { CONVERSATIONS_PATH } from './conversations';
import { parseUrl } from '../parseUrl';

/** Where Chatlio's server API answers. Source: chatlio.com/docs/api-server-v1. */
export const CHATLIO_API_URL = 'https://api.chatlio.com';

export interface ChatlioAccess {
	apiKey: string;
	/** Absolute, without a slash at the end. */
	apiUrl: string;
}

/** Takes a decrypted credential apart; an empty API URL is Chatlio's. */
export function readChatlioAccess(credentials: Record<string, unknown>): ChatlioAccess {
	const field = (name: string) => String(credentials[name] ?? '').trim();
	return {
		apiKey: field('apiKey'),
		apiUrl: withoutTrailingSlashes(field('apiUrl') || CHATLIO_API_URL),
	};
}

/**
 * Refuses requests of nodes that the credential is not opened for.
 * @throws Error, a sentence
 */
export function assertKeyOpen(request: AnyRequest, credentials: Record<string, unknown>): void {
	if (isClosedTo(request, credentials, CONVERSATIONS_PATH)) throw new Error(CLOSED);
}

const CLOSED =
	'The API key is only for the Chatlio node: the field Use in HTTP Request Node of its credential opens it for other nodes';

/**
 * The request with the API key as the user name of Basic Auth, not as a header: n8n's HTTP Request node shows the
 * headers of a request that was refused. Source: chatlio.com/docs/api-server-v1 (bearer, or user name of Basic Auth).
 * @throws Error, a sentence without the key, when it would go to another host than the credential's
 */
export function withApiKey(request: AnyRequest, credentials: Record<string, unknown>): AnyRequest {
	const { apiKey, apiUrl } = readChatlioAccess(credentials);
	if (apiKey === '') throw new Error('The field API Key of the credential is empty');
	const base = originOf(apiUrl);
	if (!base) throw new Error('The API URL in the credential is no web address');
	const target = targetOf(request);
	if (originOf(target) !== base) {
		throw new Error('The API key is only sent to the API URL in its credential');
	}
	const detour = detourOf(request);
	if (detour) throw new Error(`The API key is not sent ${detour}`);
	const auth = { username: apiKey, password: '' };
	return { ...straightRequest(request, target, ['authorization']), auth };
}

function originOf(address: string): string | undefined {
	const url = parseUrl(address);
	if (!url || url.username || url.password) return undefined;
	const { origin, protocol } = url;
	return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
}
