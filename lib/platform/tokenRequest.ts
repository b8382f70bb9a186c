import type { IHttpRequestOptions } from 'n8n-workflow';
import { SIGN_IN_ANSWER_BYTES } from '../answerLimits';
import { readResponseBody, ResponseTooLarge } from '../responseBody';
import { isAllowedHost } from '../streaming/hosts';
import { SecretRemover } from '../withoutSecrets';
import type { AdobeAccess } from './access';
import { AccessRefusal } from './accessRefusal';
import { readAnswer } from './envelope';
import { whyUnreachable } from './unreachable';
import { parseUrl } from '../parseUrl';

/** n8n's request helper, with the full response asked for. */
export type RequestHelper = (options: IHttpRequestOptions) => Promise<unknown>;

interface FullResponse {
	statusCode: number;
	body: unknown;
}

const TIMEOUT_MS = 30_000;

const CONSOLE = 'in the Adobe Developer Console, under OAuth Server-to-Server';

const REQUIRED: Array<[keyof AdobeAccess, string]> = [
	['clientId', 'Client ID'],
	['clientSecret', 'Client Secret'],
	['organizationId', 'Organization ID'],
];

/**
 * What the token service's refusals mean, by the words in its answer.
 * Its answers are observed rather than documented: `{"error":"invalid_client","error_description":"invalid client_secret parameter"}`.
 */
const REFUSALS: Array<[RegExp, string]> = [
	[
		/invalid_scope/,
		`Adobe does not grant the scopes in the field Scopes: copy them from the project ${CONSOLE}`,
	],
	[
		/client_secret/,
		`Adobe does not accept the Client Secret: retrieve it again ${CONSOLE}; a secret may have been replaced or deleted`,
	],
	[/client_id|invalid_client/, `Adobe does not know the Client ID: copy it again ${CONSOLE}`],
];

/** Of a field that holds no address. */
const NO_URL = { host: '', origin: '', protocol: '' };

/** The host table decides where a credential may go; an address of the credential itself is no exception. */
function hostRefusal(field: string, url: string, allowedHosts: string[]) {
	if (isAllowedHost(url, allowedHosts)) return undefined;
	const { host, origin, protocol } = parseUrl(url) ?? NO_URL;
	const entry = protocol === 'http:' && host ? origin : 'the host';
	return `The ${field} leads to a host that is not Adobe's: correct it, or add ${entry} to Allowed Hosts in the credential`;
}

/** The first thing wrong with the credential that can be seen without asking anybody. */
export function incomplete(access: AdobeAccess): string | undefined {
	for (const [field, label] of REQUIRED) {
		if (access[field] === '') return `The field ${label} is empty: copy it ${CONSOLE}`;
	}
	if (!/^[^@\s]+@AdobeOrg$/.test(access.organizationId)) {
		return 'The Organization ID must end with @AdobeOrg: copy it from the Adobe Developer Console, under Organization ID';
	}
	return (
		hostRefusal('Token URL', access.tokenUrl, access.allowedHosts) ??
		hostRefusal('Platform URL', access.platformUrl, access.allowedHosts)
	);
}

function refusalFor(status: number, body: unknown): AccessRefusal {
	if (status === 429) {
		return new AccessRefusal(
			'Adobe asks for fewer token requests: wait a minute, then try again',
			true,
		);
	}
	if (status >= 500) {
		return new AccessRefusal(
			`Adobe's token service is not available at the moment (status ${status}): try again in a few minutes`,
			true,
		);
	}
	const { code = '', detail = '' } = readAnswer(body);
	const known = REFUSALS.find(([words]) => words.test(`${code} ${detail}`));
	return new AccessRefusal(
		known?.[1] ??
			`The Token URL answered with status ${status} and without a token: check the Token URL`,
	);
}

/**
 * Fetches an access token for the OAuth Server-to-Server credential, or says which field to change.
 * Source: "Server to server authentication" of Adobe's Developer Console.
 */
export async function requestToken(
	request: RequestHelper,
	access: AdobeAccess,
): Promise<string | AccessRefusal> {
	const wrong = incomplete(access);
	if (wrong) return new AccessRefusal(wrong);
	const options: IHttpRequestOptions = {
		method: 'POST',
		url: access.tokenUrl,
		headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
		body: {
			grant_type: 'client_credentials',
			client_id: access.clientId,
			client_secret: access.clientSecret,
			scope: access.scopes,
		},
	};
	const reply = await attempt(request, options, [access.clientSecret]);
	if (typeof reply === 'string') {
		return new AccessRefusal(
			`The Token URL cannot be reached: ${reply}. Check the address and the network of n8n`,
			true,
		);
	}
	const token = (reply.body as { access_token?: unknown } | undefined)?.access_token;
	if (reply.statusCode === 200 && typeof token === 'string' && token) return token;
	return refusalFor(reply.statusCode, reply.body);
}

/**
 * The answer, whatever its status, or why there was none. Redirects are never followed: they would carry the secret
 * away. Of an answer that is too long to be a token or a list of sandboxes only the status counts.
 * @param secrets what the request carries
 */
export async function attempt(
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
		const limits = { maxBytes: SIGN_IN_ANSWER_BYTES, timeoutMs: TIMEOUT_MS };
		const read = readResponseBody(body, limits, new SecretRemover(secrets));
		return { statusCode, body: await read.catch(nothingOfTooMuch) };
	} catch (error) {
		return whyUnreachable((error as { code?: string }).code ?? '');
	}
}

function nothingOfTooMuch(error: unknown): undefined {
	if (!(error instanceof ResponseTooLarge)) throw error;
}
