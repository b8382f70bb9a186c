import type { IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';
import { sentenceOf } from './fault';
import { accessRefusalIn } from './platform/accessRefusal';
import type { AccessRefusal } from './platform/accessRefusal';
import { withNotes, type RequestNotes } from './requestNotes';
import { OWN_REQUEST, type AnyRequest } from './requestTarget';
import { readResponseBody, ResponseTooLarge } from './responseBody';
import type { InletReply } from './streaming/types';
import { SecretRemover } from './withoutSecrets';

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
	/** For the answer to begin, and again for it to end. */
	timeoutMs: number;
	/** Longest answer that is read, see answerLimits.ts. */
	maxAnswerBytes: number;
}

/** Adobe's documents disagree on which of the two an expired token gets: each refreshes it once. */
const TOKEN_REFUSED = [401, 403];

/** What an answer is when the token service is only out of order for the moment. */
const SERVICE_UNAVAILABLE = 503;

/** From this status on, nothing was accepted, whatever the body says. */
const REFUSING = 300;

/**
 * Sends with the credential. After a refused token, n8n is asked for another one and the request is sent once more; a
 * second refusal comes back as status 401 or 403. n8n would do both by itself, but leave the first answer unread and
 * its connection open: that is left to it only where the credential does not see the notes. Redirects are not followed.
 * The answer comes without the secrets of the credential in it.
 * @returns every HTTP status as a reply; `blocked` when nothing was sent; never throws
 */
export async function sendWithCredential(
	context: HttpContext,
	call: HttpCall,
): Promise<InletReply> {
	return await replyTo(call, async (options) => {
		const statuses = { ignore: true as const, except: TOKEN_REFUSED };
		return await context.helpers.httpRequestWithAuthentication.call(
			context,
			ADOBE_CREDENTIAL,
			{ ...options, ignoreHttpStatusErrors: statuses },
			{ preAuthenticationRetryStatusCode: TOKEN_REFUSED },
		);
	});
}

/**
 * Sends with Chatlio's API key. A key does not expire, so nothing is sent twice. Redirects are not followed. The answer
 * comes without the key in it.
 * @returns every HTTP status as a reply; `blocked` when nothing was sent; never throws
 */
export async function sendToChatlio(
	context: IExecuteFunctions,
	call: HttpCall,
): Promise<InletReply> {
	return await replyTo(
		call,
		async (options) =>
			await context.helpers.httpRequestWithAuthentication.call(context, CHATLIO_CREDENTIAL, {
				...options,
				ignoreHttpStatusErrors: true,
			}),
	);
}

/** Sends without any credential, for inlets that are open. The stop button of the workflow ends it. */
export async function sendOpen(context: HttpContext, call: HttpCall): Promise<InletReply> {
	return await replyTo(
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
 * Keep-alive is left off: n8n makes an agent per call, whose idle sockets would pile up. The body goes as bytes: axios
 * parses a JSON text before it sends it (its transformRequest), which costs as much as writing it did. The answer comes
 * as a stream: n8n's helpers know no other way to read only a part of it.
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

/** An answer before its body is read. */
interface Response {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

async function replyTo(
	call: HttpCall,
	send: (options: ReturnType<typeof requestOptions>) => Promise<unknown>,
): Promise<InletReply> {
	const notes: RequestNotes = { secrets: new Set() };
	const attempt = async () =>
		await responseTo(async () => await send(withNotes(requestOptions(call), notes)));
	const read = async (result: Response | InletReply) =>
		'kind' in result ? result : await replyOf(result, call, new SecretRemover(notes.secrets));

	const first = await attempt();
	const reply = await read(first);
	if (notes.token === undefined || !isTokenRefused(first)) return reply;
	notes.refusedToken = notes.token;
	const second = await attempt();
	// No other token was to be had, so nothing was sent.
	const isUnsent = isTokenRefused(second) && notes.token === notes.refusedToken;
	return isUnsent ? reply : await read(second);
}

const isTokenRefused = (result: Response | InletReply) =>
	!('kind' in result) && TOKEN_REFUSED.includes(result.status);

async function responseTo(send: () => Promise<unknown>): Promise<Response | InletReply> {
	try {
		const response = (await send()) as { statusCode: number } & Omit<Response, 'status'>;
		const { statusCode: status, headers, body } = response;
		return { status, headers, body };
	} catch (error) {
		return responseIn(error) ?? failureOf(error);
	}
}

/** A body that cannot be read leaves open what became of the request, unless its status says that already. */
async function replyOf(
	{ status, headers, body }: Response,
	{ maxAnswerBytes: maxBytes, timeoutMs }: HttpCall,
	secrets: SecretRemover,
): Promise<InletReply> {
	const reply = {
		kind: 'reply' as const,
		status,
		headers: secrets.removeFrom({ ...headers }) as Response['headers'],
	};
	try {
		return { ...reply, body: await readResponseBody(body, { maxBytes, timeoutMs }, secrets) };
	} catch (error) {
		// Not empty: an empty refusal has a meaning of its own at Adobe.
		if (status >= REFUSING) return { ...reply, body: {} };
		if (error instanceof ResponseTooLarge) return { kind: 'oversized', status, maxBytes };
		const { code = 'UNKNOWN', message } = error as RequestError;
		return { kind: 'network', code, message };
	}
}

interface RequestError {
	code?: string;
	isAxiosError?: boolean;
	message: string;
	response?: { status: number; headers?: Record<string, unknown>; data?: unknown };
}

/** The plain helper throws axios' own error, the one with credentials wraps it. */
function requestErrorIn(error: unknown): RequestError {
	const { isAxiosError, cause } = error as RequestError & { cause?: RequestError };
	return isAxiosError || !cause ? (error as RequestError) : cause;
}

/** The answer in an error that n8n throws for a token that was refused twice. */
function responseIn(error: unknown): Response | undefined {
	const { response } = requestErrorIn(error);
	if (!response || !TOKEN_REFUSED.includes(response.status)) return undefined;
	const { status, headers = {}, data } = response;
	return { status, headers, body: data };
}

function failureOf(error: unknown): InletReply {
	const refusal = accessRefusalIn(error);
	if (refusal) return blockedBy(refusal);
	const cause = requestErrorIn(error);
	const { code = 'UNKNOWN', isAxiosError, message } = cause;
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
