import type { HttpReply } from '../http/httpReply';
import { isRecord } from '../http/isRecord';
import { connectionProblem } from '../http/networkErrors';
import { createProblem } from '../problem/problem';
import { isProgrammingError } from '../problem/programmingError';
import { errorsIn, problemIn } from '../problem/serviceError';

/** Response whose body is not read yet. */
export interface UnreadResponse {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/** Error of axios; `staleToken` has the same response. */
interface AxiosError extends Error {
	code?: string;
	isAxiosError?: boolean;
	response?: { status: number; headers?: Record<string, unknown>; data?: unknown };
}

/** n8n's error for a request (NodeApiError). */
interface N8nError extends Error {
	/** Status of a response, or code of another failure, as text. */
	httpCode?: string | null;
	/** Data of a response, even if it is a stream. */
	context?: { data?: unknown };
	/** Begins with the text that n8n replaced with its own. */
	messages?: string[];
}

/**
 * Reads what n8n's HTTP helpers throw. The plain helper throws the error of axios; the one with credentials puts it in
 * an error of its own, which has no cause up to n8n-workflow 2.33: then its code or status is left, without the state
 * of the connection and the headers of a response.
 * @param url of the request
 * @returns a response that n8n treats as an error; `network` if the request may have arrived; `blocked` if it was not sent
 */
export function readRequestError(error: unknown, url: string): UnreadResponse | HttpReply {
	const problem = problemIn(error);
	if (problem) return { kind: 'blocked', problem };
	const errors = errorsIn(asError(error)) as [Error, ...Error[]];
	const ofAxios = errors.find(isFromAxios);
	if (ofAxios) return readAxiosError(ofAxios, url);
	const [thrown, cause] = errors;
	return cause ? notSent(cause) : readWithoutCause(thrown, url);
}

const asError = (thrown: unknown) =>
	typeof thrown === 'object' && thrown !== null ? thrown : new Error(String(thrown));

const isFromAxios = (error: AxiosError): boolean =>
	error.isAxiosError === true || typeof error.response?.status === 'number';

function readAxiosError(error: AxiosError, url: string): UnreadResponse | HttpReply {
	const { response, code = 'UNKNOWN', message } = error;
	if (response) {
		const { status, headers = {}, data: body } = response;
		return { status, headers, body };
	}
	return noResponse({ code, message, error }, url);
}

const STATUS = /^[1-5]\d\d$/;

/** Codes of errors that occur in the TLS handshake, but also after the request was sent. */
const OF_TLS = /^(EPROTO$|ERR_SSL_)/;

function readWithoutCause(error: N8nError, url: string): UnreadResponse | HttpReply {
	const { httpCode, context, messages, message: shown } = error;
	const [message = shown] = messages ?? [];
	if (!httpCode) return notSent(error, message);
	if (OF_TLS.test(httpCode)) return { kind: 'network', code: httpCode, message };
	if (!STATUS.test(httpCode))
		return noResponse({ code: httpCode, message, error: { code: httpCode } }, url);
	// Errors of n8n's own server have a status too, but no data.
	if (!isRecord(context?.data)) return notSent(error, message);
	return { status: Number(httpCode), headers: {}, body: context.data };
}

/** Codes of Node.js and axios for a request that they cannot make. Sources: Node.js, "Errors"; axios, "Error types". */
const NOT_A_REQUEST = /^ERR_(INVALID_|UNESCAPED_|BAD_OPTION)/;

interface FailedRequest {
	code: string;
	message: string;
	/** Has what is known of the connection. */
	error: unknown;
}

function noResponse({ code, message, error }: FailedRequest, url: string): HttpReply {
	if (NOT_A_REQUEST.test(code)) return blocked(INVALID_URL);
	const problem = connectionProblem(error, url);
	return problem ? { kind: 'blocked', problem } : { kind: 'network', code, message };
}

const INVALID_URL = 'its URL is not valid';

/**
 * Returns the reply for everything that n8n blocks before it opens a connection, such as a deleted credential or its own
 * network rules.
 */
const notSent = (error: Error, message = error.message): HttpReply =>
	blocked(isProgrammingError(error) ? INVALID_URL : message);

const blocked = (reason: string): HttpReply => ({
	kind: 'blocked',
	problem: createProblem('request.blocked', { reason }),
});
