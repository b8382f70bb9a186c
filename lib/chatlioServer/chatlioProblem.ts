import { readErrorBody } from '../http/errorBody';
import type { HttpReply } from '../http/httpReply';
import { describeNetworkError } from '../http/networkErrors';
import { inMegabytes } from '../http/responseLimits';
import { readRetryAfter } from '../http/retryAfter';
import { asContinuation } from '../problem/asContinuation';
import { createProblem, type Problem } from '../problem/problem';
import type { ProblemCode } from '../problem/problemCodes';

const BY_STATUS = {
	401: 'chatlio.keyRejected',
	403: 'chatlio.noAccess',
	404: 'chatlio.widgetUnknown',
	429: 'chatlio.rateLimited',
} as const;

/**
 * Creates the problem of an unsuccessful response from Chatlio.
 * @param oneWidget true if one widget was requested; otherwise a missing page means that the URL is wrong
 * @param now ms since 1970
 */
export function chatlioProblem(
	reply: HttpReply,
	oneWidget: boolean,
	now: number = Date.now(),
): Problem {
	if (reply.kind === 'blocked') return notConnected(reply.problem);
	if (reply.kind === 'network') return noAnswer(describeNetworkError(reply.code));
	if (reply.kind === 'oversized') {
		return createProblem('chatlio.responseTooLarge', { size: inMegabytes(reply.maxBytes) });
	}
	const { status, body, headers } = reply;
	const problem = statusProblem(status, oneWidget);
	const seconds = Math.ceil((readRetryAfter(headers, now) ?? 0) / 1_000);
	const wait = seconds > 0 ? ` Chatlio asks to wait ${seconds} seconds.` : '';
	return { ...problem, advice: `${problem.advice}${wait}${chatlioTextIn(body)}` };
}

/** Problems of a connection on which nothing was sent. */
const CONNECTION_CODES: readonly ProblemCode[] = ['connection.failed', 'connection.notTrusted'];

/**
 * Returns the problem of a request that was not sent. Without a connection, the address may be wrong: the field is
 * named.
 */
export function notConnected(problem: Problem): Problem {
	if (!CONNECTION_CODES.includes(problem.code)) return problem;
	const reason = asContinuation(problem.message);
	const { message, advice, service } = noAnswer(reason);
	return { ...problem, message, advice: `${advice} ${problem.advice}`, service };
}

/** Returns the problem of a request that may have arrived. @param reason why no answer came, to follow a colon */
export const noAnswer = (reason: string): Problem =>
	createProblem('chatlio.unreachable', { reason });

function statusProblem(status: number, oneWidget: boolean): Problem {
	if (status >= 500) return createProblem('chatlio.unavailable', { status }, { status });
	const known = BY_STATUS[status as keyof typeof BY_STATUS];
	if (known && (oneWidget || status !== 404)) return createProblem(known, {}, { status });
	return createProblem('chatlio.unexpectedStatus', { status }, { status });
}

/** Creates the problem of a rejection that came with a success status. */
export function noConversations(status: number, body: unknown): Problem {
	const problem = createProblem('chatlio.noConversations', {}, { status });
	return { ...problem, advice: problem.advice + chatlioTextIn(body) };
}

function chatlioTextIn(body: unknown): string {
	const { title, detail, code } = readErrorBody(body);
	const texts = [title, code, detail].filter(
		(part, index, all) => part && all.indexOf(part) === index,
	);
	return texts.length > 0 ? ` Chatlio says: ${texts.join(': ')}` : '';
}
