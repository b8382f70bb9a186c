import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { withNotes, type RequestNotes } from '../http/requestNotes';
import { OWN_REQUEST, type AnyRequest } from '../http/requestTarget';
import { readResponseBody, ResponseTooLarge } from '../http/readResponseBody';
import type { HttpReply } from '../http/httpReply';
import { SecretRemover } from '../http/secretRemover';
import { readRequestError, type UnreadResponse } from './readRequestError';

export const ADOBE_CREDENTIAL = 'adobeExperiencePlatformApi';
export const CHATLIO_CREDENTIAL = 'chatlioApi';

/** Contexts of n8n that send requests for this package. */
export type HttpContext = IExecuteFunctions | ILoadOptionsFunctions;

export interface HttpCall {
	method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	url: string;
	headers: Record<string, string>;
	/** JSON text. */
	body?: string | Buffer;
	/** Milliseconds until the response begins, and again until it ends. */
	timeoutMs: number;
	/** Longest response that is read, see responseLimits.ts. */
	maxResponseBytes: number;
	/** True if a successful response is returned as text, even if it is JSON. */
	asText?: boolean;
}

/** Adobe's documents disagree on which of the two an expired token gets, so each one refreshes the token once. */
const TOKEN_REJECTED = [401, 403];

/** From this status on, nothing was accepted, whatever the body says. */
const FIRST_UNSUCCESSFUL_STATUS = 300;

/**
 * Sends a request with the credential. After a rejected token, it requests a new one from n8n and sends the request
 * once more; a second rejection is returned as status 401 or 403. n8n could do both itself, but would leave the first
 * response unread and its connection open, so n8n does it only if the credential cannot see the notes. Redirects are
 * not followed. The credential's secrets are removed from the response.
 * @returns every HTTP status as a reply; `blocked` if nothing was sent; never throws
 */
export async function sendWithCredential(context: HttpContext, call: HttpCall): Promise<HttpReply> {
	return await sendWithFreshToken(call, async (options) => {
		const statuses = { ignore: true as const, except: TOKEN_REJECTED };
		return await context.helpers.httpRequestWithAuthentication.call(
			context,
			ADOBE_CREDENTIAL,
			{ ...options, ignoreHttpStatusErrors: statuses },
			{ preAuthenticationRetryStatusCode: TOKEN_REJECTED },
		);
	});
}

/**
 * Sends a request with Chatlio's API key. A key does not expire, so nothing is sent twice. Redirects are not followed.
 * The key is removed from the response.
 * @returns every HTTP status as a reply; `blocked` if nothing was sent; never throws
 */
export async function sendToChatlio(
	context: IExecuteFunctions,
	call: HttpCall,
): Promise<HttpReply> {
	return await sendWithFreshToken(
		call,
		async (options) =>
			await context.helpers.httpRequestWithAuthentication.call(context, CHATLIO_CREDENTIAL, {
				...options,
				ignoreHttpStatusErrors: true,
			}),
	);
}

/**
 * Sends a request without a credential, for inlets that do not require authentication. Stopping the workflow aborts it.
 */
export async function sendWithoutCredential(
	context: HttpContext,
	call: HttpCall,
): Promise<HttpReply> {
	return await sendWithFreshToken(
		call,
		async (options) =>
			await context.helpers.httpRequest({
				...options,
				ignoreHttpStatusErrors: true,
				...('getExecutionCancelSignal' in context && {
					abortSignal: context.getExecutionCancelSignal(),
				}),
			}),
	);
}

/**
 * Keep-alive is off: n8n creates an agent per call, whose idle sockets would pile up. The body is sent as bytes: axios
 * parses a JSON text before sending it (its transformRequest), which takes as long as serializing it. The response is a
 * stream: n8n's helpers have no other way to read only part of it.
 */
const requestOptions = ({ method, url, headers, body, timeoutMs }: HttpCall) =>
	({
		[OWN_REQUEST]: true,
		method,
		url,
		headers: { Accept: 'application/json', ...headers },
		body: typeof body === 'string' ? Buffer.from(body) : body,
		timeout: timeoutMs,
		encoding: 'stream',
		disableFollowRedirect: true,
		returnFullResponse: true,
	}) satisfies AnyRequest;

async function sendWithFreshToken(
	call: HttpCall,
	send: (options: ReturnType<typeof requestOptions>) => Promise<unknown>,
): Promise<HttpReply> {
	const notes: RequestNotes = { secrets: new Set() };
	const attempt = async () =>
		await sendOnce(call.url, async () => await send(withNotes(requestOptions(call), notes)));
	const read = async (result: UnreadResponse | HttpReply) =>
		'kind' in result ? result : await readReply(result, call, new SecretRemover(notes.secrets));

	const first = await attempt();
	const reply = await read(first);
	if (notes.token === undefined || !isTokenRejected(first)) return reply;
	notes.refusedToken = notes.token;
	const second = await attempt();
	// There was no new token, so nothing was sent.
	const isUnsent = isTokenRejected(second) && notes.token === notes.refusedToken;
	return isUnsent ? reply : await read(second);
}

const isTokenRejected = (result: UnreadResponse | HttpReply) =>
	!('kind' in result) && TOKEN_REJECTED.includes(result.status);

async function sendOnce(
	url: string,
	send: () => Promise<unknown>,
): Promise<UnreadResponse | HttpReply> {
	try {
		const response = (await send()) as { statusCode: number } & Omit<UnreadResponse, 'status'>;
		const { statusCode: status, headers, body } = response;
		return { status, headers, body };
	} catch (error) {
		return readRequestError(error, url);
	}
}

/** If the body cannot be read, the outcome of the request is unknown, unless the status already tells it. */
async function readReply(
	{ status, headers, body }: UnreadResponse,
	{ maxResponseBytes: maxBytes, timeoutMs, asText }: HttpCall,
	secrets: SecretRemover,
): Promise<HttpReply> {
	const reply = {
		kind: 'reply' as const,
		status,
		headers: secrets.removeFrom({ ...headers }) as UnreadResponse['headers'],
	};
	try {
		const limits = { maxBytes, timeoutMs, asText: asText && status < FIRST_UNSUCCESSFUL_STATUS };
		return { ...reply, body: await readResponseBody(body, limits, secrets) };
	} catch (error) {
		// Not empty: an empty body in a rejection has its own meaning at Adobe.
		if (status >= FIRST_UNSUCCESSFUL_STATUS) return { ...reply, body: {} };
		if (error instanceof ResponseTooLarge) return { kind: 'oversized', status, maxBytes };
		const { code = 'UNKNOWN', message } = error as Error & { code?: string };
		return { kind: 'network', code, message };
	}
}
