import { asContinuation } from '../problem/asContinuation';
import { createProblem, type Problem } from '../problem/problem';
import { parseUrl } from './parseUrl';

/** Part of a connection in which an error occurs. After `open`, the request may have arrived. */
type Phase = 'lookup' | 'connect' | 'encrypt' | 'trust' | 'open';

type Explanation = [reason: string, phase: Phase];

const NOT_REACHED = 'the host cannot be reached';
const NOT_TRUSTED = 'its TLS certificate is not signed by a known authority';
const NOT_READABLE = 'its TLS certificate cannot be checked';
const NOT_FOR_HOST = 'its TLS certificate is for another host';
const NO_SOCKET = 'the server that runs n8n has no connection left';
const NOT_ALLOWED = 'the server that runs n8n does not allow the connection';
const NO_TLS = 'it does not answer with a TLS version that n8n accepts';
const TIMED_OUT = 'it did not answer in time';

/**
 * Explanations of Node's error codes. n8n replaces every message that contains such a code (ENOTFOUND and the like)
 * with its own text (NodeError.setDescriptiveErrorMessage), so messages use these words instead. Sources: Node.js,
 * "Errors", "DNS" and "TLS: X509 certificate error codes".
 */
const EXPLANATIONS = new Map<string, Explanation>([
	['EAI_AGAIN', ['its host name could not be looked up', 'lookup']],
	['EAI_FAIL', ['its host name could not be looked up', 'lookup']],
	['EAI_NODATA', ['its host name has no address', 'lookup']],
	['EAI_NONAME', ['its host name is not known', 'lookup']],
	['ENOTFOUND', ['its host name is not known', 'lookup']],

	['EACCES', [NOT_ALLOWED, 'connect']],
	['EADDRNOTAVAIL', [NO_SOCKET, 'connect']],
	['EAFNOSUPPORT', [NOT_REACHED, 'connect']],
	['ECONNREFUSED', ['nothing accepts connections there', 'connect']],
	['EMFILE', [NO_SOCKET, 'connect']],
	['ENFILE', [NO_SOCKET, 'connect']],
	['EPERM', [NOT_ALLOWED, 'connect']],

	['EPROTO', [NO_TLS, 'encrypt']],
	['ERR_SSL_NO_PROTOCOLS_AVAILABLE', [NO_TLS, 'encrypt']],
	['ERR_SSL_PACKET_LENGTH_TOO_LONG', [NO_TLS, 'encrypt']],
	['ERR_SSL_UNSUPPORTED_PROTOCOL', [NO_TLS, 'encrypt']],
	['ERR_SSL_WRONG_VERSION_NUMBER', [NO_TLS, 'encrypt']],

	['CERT_CHAIN_TOO_LONG', [NOT_READABLE, 'trust']],
	['CERT_HAS_EXPIRED', ['its TLS certificate has expired', 'trust']],
	['CERT_NOT_YET_VALID', ['its TLS certificate is not valid yet', 'trust']],
	['CERT_REJECTED', [NOT_TRUSTED, 'trust']],
	['CERT_REVOKED', ['its TLS certificate was revoked', 'trust']],
	['CERT_SIGNATURE_FAILURE', [NOT_READABLE, 'trust']],
	['CERT_UNTRUSTED', [NOT_TRUSTED, 'trust']],
	['CRL_HAS_EXPIRED', [NOT_READABLE, 'trust']],
	['CRL_NOT_YET_VALID', [NOT_READABLE, 'trust']],
	['CRL_SIGNATURE_FAILURE', [NOT_READABLE, 'trust']],
	['DEPTH_ZERO_SELF_SIGNED_CERT', ['its TLS certificate is self-signed', 'trust']],
	['ERROR_IN_CERT_NOT_AFTER_FIELD', [NOT_READABLE, 'trust']],
	['ERROR_IN_CERT_NOT_BEFORE_FIELD', [NOT_READABLE, 'trust']],
	['ERROR_IN_CRL_LAST_UPDATE_FIELD', [NOT_READABLE, 'trust']],
	['ERROR_IN_CRL_NEXT_UPDATE_FIELD', [NOT_READABLE, 'trust']],
	['ERR_TLS_CERT_ALTNAME_FORMAT', [NOT_READABLE, 'trust']],
	['ERR_TLS_CERT_ALTNAME_INVALID', [NOT_FOR_HOST, 'trust']],
	['HOSTNAME_MISMATCH', [NOT_FOR_HOST, 'trust']],
	['INVALID_CA', [NOT_TRUSTED, 'trust']],
	['INVALID_PURPOSE', [NOT_TRUSTED, 'trust']],
	['OUT_OF_MEM', [NOT_READABLE, 'trust']],
	['PATH_LENGTH_EXCEEDED', [NOT_READABLE, 'trust']],
	['SELF_SIGNED_CERT_IN_CHAIN', [NOT_TRUSTED, 'trust']],
	['UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY', [NOT_READABLE, 'trust']],
	['UNABLE_TO_DECRYPT_CERT_SIGNATURE', [NOT_READABLE, 'trust']],
	['UNABLE_TO_DECRYPT_CRL_SIGNATURE', [NOT_READABLE, 'trust']],
	['UNABLE_TO_GET_CRL', [NOT_READABLE, 'trust']],
	['UNABLE_TO_GET_ISSUER_CERT', [NOT_TRUSTED, 'trust']],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', [NOT_TRUSTED, 'trust']],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', [NOT_TRUSTED, 'trust']],

	['ECONNABORTED', [TIMED_OUT, 'open']],
	['ECONNRESET', ['the connection was closed before the answer', 'open']],
	['EHOSTUNREACH', ['there is no route to the host', 'open']],
	['ENETUNREACH', ['there is no route to the host', 'open']],
	['EPIPE', ['the connection was closed before the answer', 'open']],
	['ERR_CANCELED', ['the execution was stopped', 'open']],
	['ETIMEDOUT', [TIMED_OUT, 'open']],
]);

/** Returns the reason that a server did not respond, to follow a colon. */
export const describeNetworkError = (code: string) =>
	EXPLANATIONS.get(code)?.[0] ?? 'no answer came back';

/** An error of Node or axios, which n8n may have wrapped. */
interface NetworkError {
	code?: unknown;
	syscall?: unknown;
	/** Of each address that was tried. */
	errors?: unknown;
	cause?: unknown;
	request?: unknown;
}

const NOTHING_OPEN = /^(connect|getaddrinfo|query\w*|socket)$/;

/**
 * Returns the problem of a request that failed before anything of it was sent: there was no connection, or it was not
 * encrypted yet. Undefined if the request may have arrived.
 * @param error thrown by n8n's HTTP helpers; n8n's own wrapping removed
 * @param address of the request
 */
export function connectionProblem(error: unknown, address: string): Problem | undefined {
	const code = codeOf(error);
	const [reason, phase] = EXPLANATIONS.get(code) ?? ['no connection was made', 'open'];
	const isKnown = phase !== 'open' && !(phase === 'encrypt' && wasEncrypted(error));
	if (!isKnown && !wasNeverOpen(error)) return undefined;
	const host = parseUrl(address)?.host ?? 'the host';
	if (phase === 'trust' || phase === 'encrypt') {
		return createProblem('connection.notTrusted', { host, reason, advice: ADVICE[phase] });
	}
	const isLate = phase === 'open' && code === 'ECONNRESET';
	return createProblem('connection.failed', {
		host,
		reason: isLate ? 'it was closed before it was encrypted' : reason,
		advice: ADVICE[phase],
	});
}

/** Returns the problem of a connection with the field that has the address named first. */
export const inField = (field: string, problem: Problem): Problem => ({
	...problem,
	message: `${field}: ${asContinuation(problem.message)}`,
	field,
});

const ADVICE: Record<Phase, string> = {
	lookup:
		'Check the host name, and whether the server that runs n8n can look up names on the internet (DNS).',
	connect: 'Check the address, and whether a firewall or a proxy keeps n8n from this host.',
	open: 'Check whether a firewall or a proxy keeps n8n from this host.',
	encrypt:
		'Check the address, and whether a proxy answers in place of this host or asks for a certificate.',
	trust:
		'If a proxy in your network inspects encrypted connections, tell n8n its certificate with NODE_EXTRA_CA_CERTS. Otherwise check the address, and the clock of the server that runs n8n.',
};

function codeOf(error: unknown): string {
	const { code, cause } = (error ?? {}) as NetworkError;
	if (typeof code === 'string') return code;
	const { code: inner } = (cause ?? {}) as NetworkError;
	return typeof inner === 'string' ? inner : '';
}

/** Returns true if the error itself shows that the connection was never ready for the request. */
function wasNeverOpen(error: unknown): boolean {
	const { syscall, errors, cause, request } = (error ?? {}) as NetworkError;
	if (typeof syscall === 'string') return NOTHING_OPEN.test(syscall);
	if (Array.isArray(errors) && errors.length > 0) return errors.every(wasNeverOpen);
	if (cause !== undefined && wasNeverOpen(cause)) return true;
	return hadNoSocket(request);
}

/** Returns true if the TLS handshake was over: another error of TLS can come later. */
function wasEncrypted(error: unknown): boolean {
	const { request } = (error ?? {}) as NetworkError;
	return socketOf(request)?.secureConnecting === false;
}

/**
 * Returns true for a request of Node that never got a connection (through a proxy, it gets one only after CONNECT), or
 * one whose TLS handshake did not end. Sources: Node.js, `ClientRequest.socket`, `TLSSocket`.
 */
function hadNoSocket(request: unknown): boolean {
	const socket = socketOf(request);
	return socket === null || socket?.secureConnecting === true;
}

/** Returns null for a request without a socket; undefined for anything else than a request. */
function socketOf(request: unknown): { secureConnecting?: unknown } | null | undefined {
	if (typeof request !== 'object' || request === null || !('socket' in request)) return undefined;
	return (request.socket as { secureConnecting?: unknown } | null | undefined) ?? null;
}
