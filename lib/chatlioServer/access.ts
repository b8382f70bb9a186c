import type { InletReply } from '../streaming/types';
import { detourOf, STAY_THERE, targetOf, type AnyRequest } from '../requestTarget';

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
		apiUrl: (field('apiUrl') || CHATLIO_API_URL).replace(/\/+$/, ''),
	};
}

/**
 * The request with the API key. Source: chatlio.com/docs/api-server-v1 (bearer, or user name of Basic Auth).
 * @throws Error, a sentence without the key, when it would go to another host than the credential's
 */
export function withApiKey(request: AnyRequest, credentials: Record<string, unknown>): AnyRequest {
	const { apiKey, apiUrl } = readChatlioAccess(credentials);
	if (apiKey === '') throw new Error('The field API Key of the credential is empty');
	const base = originOf(apiUrl);
	if (!base) throw new Error('The API URL in the credential is no web address');
	if (originOf(targetOf(request)) !== base) {
		throw new Error('The API key is only sent to the API URL in its credential');
	}
	const detour = detourOf(request);
	if (detour) throw new Error(`The API key is not sent ${detour}`);
	const headers = { ...request.headers, Authorization: `Bearer ${apiKey}` };
	return { ...request, headers, ...STAY_THERE };
}

/** What Chatlio answers is repeated to the user when it is a refusal, which may name the key. */
export function withoutKey(reply: InletReply, apiKey: string): InletReply {
	const named = reply.kind === 'reply' && reply.status >= 300 && apiKey.length >= SHORTEST_KEY;
	if (!named || reply.body === undefined) return reply;
	const body: unknown = JSON.parse(JSON.stringify(reply.body).replaceAll(apiKey, '…'));
	return { ...reply, body };
}

/** Shorter texts are no keys, and would be found everywhere. */
const SHORTEST_KEY = 8;

function originOf(address: string): string | undefined {
	if (!URL.canParse(address)) return undefined;
	const { origin, protocol } = new URL(address);
	return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
}
