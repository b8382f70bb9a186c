import type { IHttpRequestOptions } from 'n8n-workflow';
import { SIGN_IN_RESPONSE_BYTES } from '../../http/responseLimits';
import { readResponseBody, ResponseTooLarge } from '../../http/readResponseBody';
import { isAllowedHost } from './allowedHosts';
import { SecretRemover } from '../../http/secretRemover';
import type { AdobeCredential } from './adobeCredential';
import { createProblem, type Problem } from '../../problem/problem';
import { hostNotAllowed } from './hostNotAllowed';
import { readErrorBody } from '../../http/errorBody';
import { describeNetworkError } from '../../http/networkErrors';

/** n8n's request helper, which must return the full response. */
export type RequestHelper = (options: IHttpRequestOptions) => Promise<unknown>;

interface FullResponse {
	statusCode: number;
	body: unknown;
}

const TIMEOUT_MS = 30_000;

const REQUIRED: Array<[keyof AdobeCredential, string]> = [
	['clientId', 'Client ID'],
	['clientSecret', 'Client Secret'],
	['organizationId', 'Organization ID'],
];

/**
 * Problem codes by the text of the token service's responses. The texts are observed, not documented:
 * `{"error":"invalid_client","error_description":"invalid client_secret parameter"}`.
 */
const CODES_BY_TEXT = [
	[/invalid_scope/, 'credential.scopesRejected'],
	[/client_secret/, 'credential.clientSecretRejected'],
	[/client_id|invalid_client/, 'credential.clientIdUnknown'],
] as const;

/** The host table decides where a credential may go, also for a URL in the credential itself. */
function findHostProblem(field: string, url: string, allowedHosts: string[]): Problem | undefined {
	if (isAllowedHost(url, allowedHosts)) return undefined;
	return hostNotAllowed(url, field);
}

/** Finds the first problem of the credential that shows without a request. */
export function findIncompleteField(credential: AdobeCredential): Problem | undefined {
	for (const [name, field] of REQUIRED) {
		if (credential[name] === '')
			return createProblem('credential.incomplete', { field }, { field });
	}
	if (!/^[^@\s]+@AdobeOrg$/.test(credential.organizationId)) {
		return createProblem('credential.organizationIdInvalid', {}, { field: 'Organization ID' });
	}
	return (
		findHostProblem('Token URL', credential.tokenUrl, credential.allowedHosts) ??
		findHostProblem('Platform URL', credential.platformUrl, credential.allowedHosts)
	);
}

function tokenProblem(status: number, body: unknown): Problem {
	if (status === 429) return createProblem('credential.tokenRateLimited', {}, { status });
	if (status >= 500) {
		return createProblem('credential.tokenServiceUnavailable', { status }, { status });
	}
	const { code = '', detail = '' } = readErrorBody(body);
	const known = CODES_BY_TEXT.find(([pattern]) => pattern.test(`${code} ${detail}`));
	if (known) return createProblem(known[1], {}, { status });
	return createProblem('credential.tokenRejected', { status }, { status });
}

/**
 * Fetches an access token for the OAuth Server-to-Server credential, or returns the problem. Source: "Server to server
 * authentication" of Adobe's Developer Console.
 */
export async function requestToken(
	request: RequestHelper,
	credential: AdobeCredential,
): Promise<string | Problem> {
	const incomplete = findIncompleteField(credential);
	if (incomplete) return incomplete;
	const options: IHttpRequestOptions = {
		method: 'POST',
		url: credential.tokenUrl,
		headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
		body: {
			grant_type: 'client_credentials',
			client_id: credential.clientId,
			client_secret: credential.clientSecret,
			scope: credential.scopes,
		},
	};
	const reply = await sendUnauthenticated(request, options, [credential.clientSecret]);
	if (typeof reply === 'string') {
		return createProblem('credential.tokenUrlUnreachable', { reason: reply });
	}
	const token = (reply.body as { access_token?: unknown } | undefined)?.access_token;
	if (reply.statusCode === 200 && typeof token === 'string' && token) return token;
	return tokenProblem(reply.statusCode, reply.body);
}

/**
 * Sends a request without authentication and returns the response, whatever its status, or the reason that there is
 * none. Redirects are never followed: they would carry the secret along. If a response is too long for a token or a
 * list of sandboxes, only its status is returned.
 * @param secrets secrets in the request
 */
export async function sendUnauthenticated(
	request: RequestHelper,
	options: IHttpRequestOptions,
	secrets: string[],
): Promise<FullResponse | string> {
	try {
		const { statusCode, body } = (await request({
			...options,
			timeout: TIMEOUT_MS,
			encoding: 'stream',
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
		})) as FullResponse;
		const limits = { maxBytes: SIGN_IN_RESPONSE_BYTES, timeoutMs: TIMEOUT_MS };
		const read = readResponseBody(body, limits, new SecretRemover(secrets));
		return { statusCode, body: await read.catch(withoutOversizedBody) };
	} catch (error) {
		return describeNetworkError((error as { code?: string }).code ?? '');
	}
}

function withoutOversizedBody(error: unknown): undefined {
	if (!(error instanceof ResponseTooLarge)) throw error;
}
