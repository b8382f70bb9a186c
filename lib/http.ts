import type { IExecuteFunctions, ILoadOptionsFunctions, IN8nHttpFullResponse } from 'n8n-workflow';
import { sentenceOf } from './fault';
import { accessRefusalIn } from './platform/accessRefusal';
import type { AccessRefusal } from './platform/accessRefusal';
import { OWN_REQUEST, type AnyRequest } from './requestTarget';
import type { InletReply } from './streaming/types';

export const ADOBE_CREDENTIAL = 'adobeExperiencePlatformApi';
export const CHATLIO_CREDENTIAL = 'chatlioApi';

/** Both kinds of n8n's contexts that send requests for this package. */
export type HttpContext = IExecuteFunctions | ILoadOptionsFunctions;

export interface HttpCall {
	method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	url: string;
	headers: Record<string, string>;
	/** JSON text. */
	body?: string | Buffer;
	timeoutMs: number;
}

/** Adobe's documents disagree on which of the two an expired token gets: each refreshes it once. */
const TOKEN_REFUSED = [401, 403];

/** What an answer is when the token service is only out of order for the moment. */
const SERVICE_UNAVAILABLE = 503;

/**
 * Sends with the credential. A refused token is fetched once more by n8n and the request sent once more; a second
 * refusal comes back as status 401 or 403. Redirects are not followed.
 * @returns every HTTP status as a reply; `blocked` when nothing was sent; never throws
 */
export async function sendWithCredential(
	context: HttpContext,
	call: HttpCall,
): Promise<InletReply> {
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			ADOBE_CREDENTIAL,
			{ ...requestOptions(call), ignoreHttpStatusErrors: { ignore: true, except: TOKEN_REFUSED } },
			{ preAuthenticationRetryStatusCode: TOKEN_REFUSED },
		)) as IN8nHttpFullResponse;
		return replyOf(response);
	} catch (error) {
		return failureOf(error);
	}
}

/**
 * Sends with Chatlio's API key. A key does not expire, so nothing is sent twice. Redirects are not followed.
 * @returns every HTTP status as a reply; `blocked` when nothing was sent; never throws
 */
export async function sendToChatlio(
	context: IExecuteFunctions,
	call: HttpCall,
): Promise<InletReply> {
	try {
		const response = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			CHATLIO_CREDENTIAL,
			{ ...requestOptions(call), ignoreHttpStatusErrors: true },
		)) as IN8nHttpFullResponse;
		return replyOf(response);
	} catch (error) {
		return failureOf(error);
	}
}

/** Sends without any credential, for inlets that are open. The stop button of the workflow ends it. */
export async function sendOpen(context: HttpContext, call: HttpCall): Promise<InletReply> {
	try {
		const response = (await context.helpers.httpRequest({
			...requestOptions(call),
			ignoreHttpStatusErrors: true,
			...('getExecutionCancelSignal' in context && {
				abortSignal: context.getExecutionCancelSignal(),
			}),
		})) as IN8nHttpFullResponse;
		return replyOf(response);
	} catch (error) {
		return failureOf(error);
	}
}

/**
 * Keep-alive is left off: n8n makes an agent per call, whose idle sockets would pile up. The body goes as bytes: axios
 * parses a JSON text before it sends it (its transformRequest), which costs as much as writing it did.
 */
const requestOptions = ({ method, url, headers, body, timeoutMs }: HttpCall) =>
	({
		[OWN_REQUEST]: true,
		method,
		url,
		headers: { Accept: 'application/json', ...headers },
		body: typeof body === 'string' ? Buffer.from(body) : body,
		timeout: timeoutMs,
		disableFollowRedirect: true,
		returnFullResponse: true,
	}) satisfies AnyRequest;

const replyOf = ({ statusCode, headers, body }: IN8nHttpFullResponse): InletReply => ({
	kind: 'reply',
	status: statusCode,
	headers,
	body,
});

interface RequestError {
	code?: string;
	isAxiosError?: boolean;
	message: string;
	response?: { status: number; headers: Record<string, unknown>; data: unknown };
}

/** The plain helper throws axios' own error, the one with credentials wraps it. */
function requestErrorIn(error: unknown): RequestError {
	const { isAxiosError, cause } = error as RequestError & { cause?: RequestError };
	return isAxiosError || !cause ? (error as RequestError) : cause;
}

function failureOf(error: unknown): InletReply {
	const refusal = accessRefusalIn(error);
	if (refusal) return blockedBy(refusal);
	const cause = requestErrorIn(error);
	const { code = 'UNKNOWN', isAxiosError, message, response } = cause;
	// A body cut off on its way leaves a status of 200 behind: whether it was stored is not known.
	if (response && TOKEN_REFUSED.includes(response.status)) {
		const { status, headers, data } = response;
		return { kind: 'reply', status, headers, body: data };
	}
	if (isAxiosError) return { kind: 'network', code, message };
	// Everything n8n refuses before it opens a connection: a credential that is gone, its own network rules.
	const reason = sentenceOf(cause, 'the address of the request is none');
	return { kind: 'blocked', reason, advice: BLOCKED_BY_N8N };
}

function blockedBy({ message, temporary }: AccessRefusal): InletReply {
	if (!temporary) return { kind: 'blocked', reason: message, advice: BLOCKED_BY_CREDENTIAL };
	const body = { title: 'No access token', report: { message } };
	return { kind: 'reply', status: SERVICE_UNAVAILABLE, headers: {}, body };
}

const BLOCKED_BY_CREDENTIAL =
	'Correct the credential Adobe Experience Platform API, then send these records again.';
const BLOCKED_BY_N8N =
	'n8n did not send the request: check that the credential still exists and that n8n may reach this host.';
