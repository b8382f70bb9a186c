import type { IHttpRequestOptions } from 'n8n-workflow';
import type { Problem } from '../problem/problem';
import { connectionProblem, describeNetworkError } from './networkErrors';
import { readResponseBody, ResponseTooLarge } from './readResponseBody';
import { SIGN_IN_RESPONSE_BYTES } from './responseLimits';
import { SecretRemover } from './secretRemover';

/** n8n's request helper, which must return the full response. */
export type RequestHelper = (options: IHttpRequestOptions) => Promise<unknown>;

export interface FullResponse {
	statusCode: number;
	headers?: Record<string, unknown>;
	body: unknown;
}

/** The reason that there is no response. */
export interface NoResponse {
	reason: string;
	/** Set if nothing was sent. */
	unsent?: Problem;
}

const TIMEOUT_MS = 30_000;

/**
 * Sends a request as it is, with a credential's own helper, and returns the response, whatever its status, or the
 * reason why there is no response. Redirects are never followed, because they would send the secret to another address.
 * If a response is too long for a token or the test of a credential, only its status is returned.
 * @param secrets secrets in the request
 */
export async function requestOnce(
	request: RequestHelper,
	options: IHttpRequestOptions,
	secrets: string[],
): Promise<FullResponse | NoResponse> {
	try {
		const { statusCode, headers, body } = (await request({
			...options,
			timeout: TIMEOUT_MS,
			encoding: 'stream',
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			returnFullResponse: true,
		})) as FullResponse;
		const limits = { maxBytes: SIGN_IN_RESPONSE_BYTES, timeoutMs: TIMEOUT_MS };
		const read = readResponseBody(body, limits, new SecretRemover(secrets));
		return { statusCode, headers, body: await read.catch(withoutOversizedBody) };
	} catch (error) {
		return {
			reason: describeNetworkError((error as { code?: string }).code ?? ''),
			unsent: connectionProblem(error, options.url),
		};
	}
}

function withoutOversizedBody(error: unknown): undefined {
	if (!(error instanceof ResponseTooLarge)) throw error;
}
