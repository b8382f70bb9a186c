import { isTransientStatus } from '../http/transientStatus';
import { createProblem, type Problem } from '../problem/problem';
import type { PROBLEM_CODES, ProblemCode } from '../problem/problemCodes';

/** Codes whose message contains the status and an explanation. */
type InletCode = {
	[Code in ProblemCode]: (typeof PROBLEM_CODES)[Code]['message'] extends 'Adobe answered {status}: {reason}'
		? Code
		: never;
}[ProblemCode];

/** An answer other than accepted, for a request or one of its messages. */
export interface InletRejection {
	status: number;
	/** Adobe's own message, if any. */
	message: string;
	emptyBody: boolean;
	/** True if the request had a token. */
	authenticated: boolean;
	/** True if the request asked for synchronous validation. */
	sync: boolean;
}

type Explanation = [code: InletCode, reason: string];

/**
 * Codes by Adobe's message, because one status has several causes. Source: Adobe, streaming ingestion troubleshooting
 * guide.
 */
const BY_MESSAGE: ReadonlyArray<[pattern: RegExp, code: InletCode]> = [
	[/unknown xdm format/i, 'inlet.schemaUnknown'],
	[/ims org/i, 'inlet.wrongOrganization'],
	// An inlet also rejects a message without an envelope this way: Adobe's Kafka sink, a recorded
	// reply.
	[/'?header'? field is mandatory/i, 'inlet.headerRequired'],
	[/message is invalid|cannot be validated/i, 'record.invalid'],
];

/** Codes that Adobe's message can refine, each to these codes: otherwise the status says it. */
const REFINED_BY_MESSAGE: Partial<Record<InletCode, readonly InletCode[]>> = {
	'record.rejected': BY_MESSAGE.map(([, code]) => code),
	'inlet.tokenRejected': ['inlet.wrongOrganization'],
	'inlet.noAccess': ['inlet.wrongOrganization'],
};

/**
 * Sources: Adobe, streaming ingestion API and troubleshooting guide; RFC 9110 and RFC 8470 for 408, 421 and 425, which
 * gateways in between send, and nginx for 499.
 */
const BY_STATUS: Record<number, Explanation> = {
	400: ['record.rejected', 'the record does not have the form that the inlet expects'],
	401: ['inlet.tokenRejected', 'the inlet did not accept the token'],
	403: ['inlet.noAccess', 'the token has no access to the inlet'],
	404: ['inlet.unknown', 'the inlet does not exist'],
	405: ['inlet.unknown', 'this address takes no records'],
	406: ['record.rejected', 'the inlet does not accept a record of this form'],
	408: ['inlet.timeout', 'the request took too long'],
	409: ['record.rejected', 'the record is in conflict with another'],
	410: ['inlet.unknown', 'the inlet no longer exists'],
	411: ['record.rejected', 'the inlet asks for the length of the record'],
	413: ['inlet.tooLarge', 'the request is larger than the inlet takes'],
	415: ['inlet.mediaTypeRejected', 'the inlet does not take JSON'],
	422: ['record.rejected', 'the inlet cannot process the record'],
	421: ['inlet.unavailable', 'the connection led to a server that does not serve the inlet'],
	425: ['inlet.unavailable', 'the inlet asks for the request to be sent later'],
	429: ['inlet.rateLimited', 'too many requests were sent to the organization’s inlets'],
	499: ['inlet.timeout', 'a server in between closed the connection before the answer'],
	501: ['inlet.validationNotOffered', 'the inlet does not offer what was asked for'],
	503: ['inlet.unavailable', 'the inlet is not available at the moment'],
};

const TOKEN_REQUIRED: Explanation = ['inlet.tokenRequired', 'the inlet asks for a token'];
const IP_NOT_ALLOWED: Explanation = [
	'inlet.ipNotAllowed',
	'an empty response, which is how Adobe answers addresses that are not on the IP allowlist',
];
const REDIRECTS: Explanation = [
	'inlet.redirects',
	'the address points elsewhere, and redirects are not followed',
];
const SERVER_ERROR: Explanation = ['inlet.serverError', 'the inlet could not process the request'];
const OTHER: Explanation = ['inlet.unexpectedStatus', 'the inlet did not accept the request'];

/** Creates the problem of a request or message that the inlet did not accept, with Adobe's own message. */
export function inletProblem(rejection: InletRejection): Problem {
	const { status, message } = rejection;
	const [byStatus, reason] = explanationOf(rejection);
	const byMessage = BY_MESSAGE.find(([pattern]) => pattern.test(message))?.[1];
	const isRefined = byMessage && REFINED_BY_MESSAGE[byStatus]?.includes(byMessage);
	const code = isRefined ? byMessage : byStatus;
	const reasonWithMessage = message ? `${reason}. Adobe says: ${message}` : reason;
	return createProblem(code, { status, reason: reasonWithMessage }, { status });
}

/** Statuses with which a request is turned away before it is processed. */
const TURNED_AWAY = [408, 421, 425, 429, 503];

/** Returns true for a status after which Adobe may nevertheless have accepted the message. */
export const isAmbiguousStatus = (status: number): boolean =>
	isTransientStatus(status) && !TURNED_AWAY.includes(status);

function explanationOf({ status, emptyBody, authenticated, sync }: InletRejection): Explanation {
	if (status === 403 && emptyBody) return IP_NOT_ALLOWED;
	if ((status === 401 || status === 403) && !authenticated) return TOKEN_REQUIRED;
	if (status >= 300 && status < 400) return REDIRECTS;
	if (status === 501 && !sync) return OTHER;
	return BY_STATUS[status] ?? (isTransientStatus(status) ? SERVER_ERROR : OTHER);
}

/** Codes of rejections that are about the record, not about the address, the sender, or the connection. */
const OF_RECORD: readonly ProblemCode[] = [
	'record.rejected',
	'record.invalid',
	'inlet.tooLarge',
	'inlet.schemaUnknown',
	'inlet.headerRequired',
	'inlet.wrongOrganization',
];

/** Returns true if Adobe rejected the record itself. Every other answer leaves it as if it had not been sent. */
export const isRejection = ({ code, status = 0 }: Problem): boolean =>
	OF_RECORD.includes(code) && ![401, 403].includes(status);

/**
 * Returns true for a rejection that would be the same for every attempt to send the record, so that none of them was
 * accepted. A conflict (409) may mean that an earlier attempt was.
 */
export const isAboutRecord = (problem: Problem): boolean =>
	isRejection(problem) && problem.status !== 409;
