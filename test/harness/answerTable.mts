import type { ProblemCode } from '../../lib/problem/problemCodes.ts';

/** The right outcome of a record after an answer, or after none. docs/answers.md prints these rows. */
export interface AnswerRow {
	/** As the page names it. */
	answer: string;
	statuses?: number[];
	/** Codes of Node's errors and of axios'. */
	codes?: string[];
	/** True for an error that shows that the connection was not open yet. */
	whileConnecting?: boolean;
	code: ProblemCode;
	next: 'tries again' | 'ends the run' | 'halves' | 'goes on';
	outcome: 'rejected' | 'notSent' | 'unknown';
	/** The outcome if an earlier attempt may have arrived; absent where there cannot be one. */
	outcomeIfUncertain?: 'rejected' | 'notSent' | 'unknown';
}

const range = (from: number, to: number) =>
	Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** The statuses of the range that no row names. */
const others = (rows: AnswerRow[], from: number, to: number) =>
	range(from, to).filter((status) => !rows.some(({ statuses }) => statuses?.includes(status)));

export const LOOKUP_CODES = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'];
export const CONNECT_CODES = [
	'ECONNREFUSED',
	'EACCES',
	'EPERM',
	'EMFILE',
	'ENFILE',
	'EADDRNOTAVAIL',
	'EAFNOSUPPORT',
];
export const TLS_CODES = [
	'EPROTO',
	'ERR_SSL_WRONG_VERSION_NUMBER',
	'ERR_SSL_PACKET_LENGTH_TOO_LONG',
	'ERR_SSL_UNSUPPORTED_PROTOCOL',
	'ERR_SSL_NO_PROTOCOLS_AVAILABLE',
];
/** Source: Node.js, "TLS: X509 certificate error codes", and its errors of the host name. */
export const CERTIFICATE_CODES = [
	'UNABLE_TO_GET_ISSUER_CERT',
	'UNABLE_TO_GET_CRL',
	'UNABLE_TO_DECRYPT_CERT_SIGNATURE',
	'UNABLE_TO_DECRYPT_CRL_SIGNATURE',
	'UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY',
	'CERT_SIGNATURE_FAILURE',
	'CRL_SIGNATURE_FAILURE',
	'CERT_NOT_YET_VALID',
	'CERT_HAS_EXPIRED',
	'CRL_NOT_YET_VALID',
	'CRL_HAS_EXPIRED',
	'ERROR_IN_CERT_NOT_BEFORE_FIELD',
	'ERROR_IN_CERT_NOT_AFTER_FIELD',
	'ERROR_IN_CRL_LAST_UPDATE_FIELD',
	'ERROR_IN_CRL_NEXT_UPDATE_FIELD',
	'OUT_OF_MEM',
	'DEPTH_ZERO_SELF_SIGNED_CERT',
	'SELF_SIGNED_CERT_IN_CHAIN',
	'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
	'CERT_CHAIN_TOO_LONG',
	'CERT_REVOKED',
	'INVALID_CA',
	'PATH_LENGTH_EXCEEDED',
	'INVALID_PURPOSE',
	'CERT_UNTRUSTED',
	'CERT_REJECTED',
	'HOSTNAME_MISMATCH',
	'ERR_TLS_CERT_ALTNAME_INVALID',
	'ERR_TLS_CERT_ALTNAME_FORMAT',
];

const notSent = { outcome: 'notSent', outcomeIfUncertain: 'unknown' } as const;
const unknown = { outcome: 'unknown', outcomeIfUncertain: 'unknown' } as const;
const rejected = { outcome: 'rejected', outcomeIfUncertain: 'rejected' } as const;

/** Rows of errors before the connection is open and encrypted. */
const NO_CONNECTION: AnswerRow[] = [
	{
		answer: 'The host name cannot be looked up',
		codes: LOOKUP_CODES,
		code: 'connection.failed',
		next: 'tries again',
		...notSent,
	},
	{
		answer: 'No connection: refused, not allowed, or none left',
		codes: CONNECT_CODES,
		code: 'connection.failed',
		next: 'tries again',
		...notSent,
	},
	{
		answer: 'The certificate is not trusted',
		codes: CERTIFICATE_CODES,
		code: 'connection.notTrusted',
		next: 'ends the run',
		...notSent,
	},
	{
		answer: 'No common version of TLS',
		codes: TLS_CODES,
		code: 'connection.notTrusted',
		next: 'ends the run',
		...notSent,
	},
	{
		answer: 'Any other error before the connection is open and encrypted',
		whileConnecting: true,
		code: 'connection.failed',
		next: 'tries again',
		...notSent,
	},
];

/** Answers that a proxy gives in place of any service. */
const PROXIES: AnswerRow[] = [
	{
		answer: 'A proxy that asks for a password',
		statuses: [407],
		code: 'proxy.authenticationRequired',
		next: 'ends the run',
		...notSent,
	},
	{
		answer: 'A network that asks to sign in',
		statuses: [511],
		code: 'proxy.signInRequired',
		next: 'ends the run',
		...notSent,
	},
];

const INLET_STATUSES: AnswerRow[] = [
	{
		answer: 'A redirect',
		statuses: range(300, 399),
		code: 'inlet.redirects',
		next: 'ends the run',
		...notSent,
	},
	{
		answer: 'A record that Adobe rejects',
		statuses: [400, 406, 411, 422],
		code: 'record.rejected',
		next: 'halves',
		...rejected,
	},
	{
		answer: 'A conflict',
		statuses: [409],
		code: 'record.rejected',
		next: 'halves',
		outcome: 'rejected',
		// The earlier attempt may be what it is in conflict with.
		outcomeIfUncertain: 'unknown',
	},
	{
		answer: 'A record that is too large',
		statuses: [413],
		code: 'inlet.tooLarge',
		next: 'halves',
		...rejected,
	},
	{
		answer: 'A token that is not accepted',
		statuses: [401],
		code: 'inlet.tokenRejected',
		next: 'ends the run',
		...notSent,
	},
	{
		answer: 'No access',
		statuses: [403],
		code: 'inlet.noAccess',
		next: 'ends the run',
		...notSent,
	},
	{
		answer: 'A wrong address',
		statuses: [404, 405, 410],
		code: 'inlet.unknown',
		next: 'ends the run',
		...notSent,
	},
	...PROXIES,
	{
		answer: 'A request that took too long',
		statuses: [408],
		code: 'inlet.timeout',
		next: 'tries again',
		...notSent,
	},
	{
		answer: 'A gateway that closed the connection',
		statuses: [499],
		code: 'delivery.unknown',
		next: 'tries again',
		...unknown,
	},
	{
		answer: 'JSON is not accepted there',
		statuses: [415],
		code: 'inlet.mediaTypeRejected',
		next: 'goes on',
		...notSent,
	},
	{
		answer: 'Not now',
		statuses: [421, 425, 503],
		code: 'inlet.unavailable',
		next: 'tries again',
		...notSent,
	},
	{
		answer: 'Too many requests',
		statuses: [429],
		code: 'inlet.rateLimited',
		next: 'tries again',
		...notSent,
	},
	{
		answer: 'Not implemented',
		statuses: [501],
		code: 'inlet.unexpectedStatus',
		next: 'goes on',
		...notSent,
	},
];

/** Answers of an inlet that gets a token, to a request with one record. */
export const INLET_ROWS: AnswerRow[] = [
	...INLET_STATUSES,
	{
		answer: 'Any other status from 400 to 499',
		statuses: others(INLET_STATUSES, 400, 499),
		code: 'inlet.unexpectedStatus',
		next: 'goes on',
		...notSent,
	},
	{
		answer: 'Any other status from 500 to 599',
		statuses: others(INLET_STATUSES, 500, 599),
		code: 'delivery.unknown',
		next: 'tries again',
		...unknown,
	},
	...NO_CONNECTION,
	{
		answer: 'Any other error, and no answer in time',
		codes: [],
		code: 'delivery.unknown',
		next: 'tries again',
		...unknown,
	},
];

const TOKEN_STATUSES: AnswerRow[] = [
	...PROXIES,
	{
		answer: 'Too many requests for tokens',
		statuses: [429],
		code: 'credential.tokenRateLimited',
		next: 'tries again',
		...notSent,
	},
	{
		answer: 'The token service is not available',
		statuses: [408, 421, 425, 499, 500, ...range(502, 510), ...range(512, 599)],
		code: 'credential.tokenServiceUnavailable',
		next: 'tries again',
		...notSent,
	},
];

/** Answers of the token service, while records wait for a token. */
export const TOKEN_ROWS: AnswerRow[] = [
	...TOKEN_STATUSES,
	{
		answer: 'Any other status from 300 to 599',
		statuses: others(TOKEN_STATUSES, 300, 599),
		code: 'credential.tokenRejected',
		next: 'ends the run',
		...notSent,
	},
	...NO_CONNECTION,
	{
		answer: 'Any other error, and no answer in time',
		codes: [],
		code: 'credential.tokenUrlSilent',
		next: 'tries again',
		...notSent,
	},
];

const LOOKUP_STATUSES: AnswerRow[] = [
	...PROXIES,
	{
		answer: 'A token that is not accepted',
		statuses: [401],
		code: 'adobe.tokenRejected',
		next: 'ends the run',
		...notSent,
	},
	{
		answer: 'No permission',
		statuses: [403],
		code: 'adobe.noPermission',
		next: 'ends the run',
		...notSent,
	},
	{
		answer: 'No such dataflow',
		statuses: [404],
		code: 'adobe.notFound',
		next: 'ends the run',
		...notSent,
	},
	{
		answer: 'A conflict',
		statuses: [409],
		code: 'adobe.conflict',
		next: 'ends the run',
		...notSent,
	},
	{
		answer: 'Changed in the meantime',
		statuses: [412],
		code: 'adobe.changedMeanwhile',
		next: 'tries again',
		...notSent,
	},
	{
		answer: 'Too many requests',
		statuses: [429],
		code: 'adobe.rateLimited',
		next: 'tries again',
		...notSent,
	},
	{
		answer: 'Flow Service is not available',
		statuses: [408, 421, 425, 499, 500, ...range(502, 510), ...range(512, 599)],
		code: 'adobe.unavailable',
		next: 'tries again',
		...notSent,
	},
];

/** Answers of Flow Service, before the first record is sent. */
export const LOOKUP_ROWS: AnswerRow[] = (
	[
		...LOOKUP_STATUSES,
		{
			answer: 'Any other status from 300 to 599',
			statuses: others(LOOKUP_STATUSES, 300, 599),
			code: 'adobe.rejected',
			next: 'ends the run',
			...notSent,
		},
		...NO_CONNECTION,
		{
			answer: 'Any other error, and no answer in time',
			codes: [],
			code: 'adobe.noAnswer',
			next: 'tries again',
			...notSent,
		},
	] satisfies AnswerRow[]
).map((row) => ({ ...row, outcomeIfUncertain: undefined }));
