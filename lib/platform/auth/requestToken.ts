import type { IHttpRequestOptions } from 'n8n-workflow';
import { inField } from '../../http/networkErrors';
import { requestOnce, type FullResponse, type RequestHelper } from '../../http/requestOnce';
import { isAllowedHost } from './allowedHosts';
import { SecretRemover } from '../../http/secretRemover';
import type { AdobeCredential } from './adobeCredential';
import { isRecord } from '../../http/isRecord';
import { readRetryAfter } from '../../http/retryAfter';
import { retryAtOf, WAIT_ADVICE } from '../../problem/askedToWait';
import { asSentence, createProblem, type Problem } from '../../problem/problem';
import { hostNotAllowed } from './hostNotAllowed';
import { readErrorBody } from '../../http/errorBody';
import { parseUrl } from '../../http/parseUrl';
import { proxyProblem } from '../../http/proxyProblem';
import { isTransientStatus } from '../../http/transientStatus';

const REQUIRED: Array<[keyof AdobeCredential, string]> = [
	['clientId', 'Client ID'],
	['clientSecret', 'Client Secret'],
	['organizationId', 'Organization ID'],
];

/** Problem codes by the error code of the token service. Source: RFC 6749, section 5.2; bad_request is Adobe's own. */
const CODES_BY_ERROR = new Map([
	['invalid_scope', 'credential.scopesRejected'],
	['invalid_client_secret', 'credential.clientSecretRejected'],
	['unauthorized_client', 'credential.clientUnauthorized'],
	['access_denied', 'credential.accessDenied'],
	['bad_request', 'credential.tokenRequestInvalid'],
	['invalid_request', 'credential.tokenRequestInvalid'],
	['unsupported_grant_type', 'credential.grantTypeRejected'],
] as const);

/**
 * Problem codes of `invalid_client`, which Adobe sends for an unknown client and for a wrong secret. The texts are
 * observed, not documented: `{"error":"invalid_client","error_description":"invalid client_secret parameter"}`.
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

function tokenProblem(
	{ statusCode: status, headers = {}, body }: FullResponse,
	tokenUrl: string,
): Problem {
	const host = parseUrl(tokenUrl)?.host ?? tokenUrl;
	const byProxy = proxyProblem({ status, headers, body }, host);
	if (byProxy) return byProxy;
	const { code = '', detail = '' } = readErrorBody(body);
	const problem = problemOf(status, `${code} ${detail}`, code);
	const text = adobeTextIn(body, status);
	const now = Date.now();
	const retryAfterMs = readRetryAfter(headers, now) ?? 0;
	const retryAt = problem.retry === 'later' ? retryAtOf(now + retryAfterMs, now) : undefined;
	const advice = retryAt ? WAIT_ADVICE : problem.advice;
	return {
		...problem,
		...(retryAt && { retryAt }),
		advice: text ? `${advice} Adobe says: ${asSentence(text)}` : advice,
	};
}

function problemOf(status: number, text: string, error: string): Problem {
	if (status === 429) return createProblem('credential.tokenRateLimited', {}, { status });
	if (isTransientStatus(status)) {
		return createProblem('credential.tokenServiceUnavailable', { status }, { status });
	}
	const code =
		CODES_BY_ERROR.get(error as 'invalid_scope') ??
		CODES_BY_TEXT.find(([pattern]) => pattern.test(text))?.[1];
	if (code) return createProblem(code, {}, { status });
	return createProblem('credential.tokenRejected', { status }, { status });
}

/**
 * Returns what the token service, or a proxy, says about a rejection; empty for a response that may contain a token: one
 * with a success status, and a text that mentions one. In an object, only the fields of an error are read.
 */
function adobeTextIn(body: unknown, status: number): string {
	if (status < 300) return '';
	if (typeof body === 'string' && /token/i.test(body)) return '';
	const { code, title, detail } = readErrorBody(withoutTokensOf(body));
	const texts = [title, detail].filter((text, index, all) => text && all.indexOf(text) === index);
	return [texts.join(': ').replace(/[.:]$/, ''), code && `(code ${code})`]
		.filter(Boolean)
		.join(' ');
}

/** Removes the values of the fields that are named after a token from all texts of a response. */
function withoutTokensOf(body: unknown): unknown {
	if (!isRecord(body)) return body;
	const tokens = Object.entries(body).filter(([name]) => /token/i.test(name));
	const values = tokens.map(([, value]) => value).filter((value) => typeof value === 'string');
	return new SecretRemover(values).removeFrom({ ...body });
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
	const reply = await requestOnce(request, options, [credential.clientSecret]);
	if ('reason' in reply) {
		const { unsent, reason } = reply;
		return unsent
			? inField('Token URL', unsent)
			: createProblem('credential.tokenUrlSilent', { reason });
	}
	const token = (reply.body as { access_token?: unknown } | undefined)?.access_token;
	if (reply.statusCode === 200 && typeof token === 'string' && token) return token;
	return tokenProblem(reply, credential.tokenUrl);
}
