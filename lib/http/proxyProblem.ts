import { asSentence, createProblem, type Problem } from '../problem/problem';
import { readErrorBody } from './errorBody';
import { foreignPage } from './foreignPage';
import { isTransientStatus } from './transientStatus';

/** Statuses of proxies and networks, never of the service that was asked. Sources: RFC 9110, RFC 6585. */
const BY_STATUS: Record<number, 'proxy.authenticationRequired' | 'proxy.signInRequired'> = {
	407: 'proxy.authenticationRequired',
	511: 'proxy.signInRequired',
};

/** Statuses that a service itself may send with a page: a wrong token, a wrong address, and a request that is too large. */
const OWN_STATUSES = [401, 404, 405, 410, 413];

/** Returns true for a rejection that says something only as JSON: Adobe's services answer with it. */
const isRejection = (status: number) =>
	status >= 400 && status < 500 && !OWN_STATUSES.includes(status) && !isTransientStatus(status);

interface ProxyReply {
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

/**
 * Returns the problem of a reply that a proxy or a network sent in place of the service, which never got the request;
 * undefined for any other reply.
 * @param host of the service
 */
export function proxyProblem(reply: ProxyReply, host: string): Problem | undefined {
	const { status, headers, body } = reply;
	const code = BY_STATUS[status];
	if (code) {
		const problem = createProblem(code, { host, status }, { status });
		const { detail } = readErrorBody(body);
		if (!detail) return problem;
		return { ...problem, advice: `${problem.advice} It says: ${asSentence(detail)}` };
	}
	const page = isRejection(status) ? foreignPage(headers, body) : undefined;
	if (page === undefined) return undefined;
	return createProblem('proxy.blocked', { host, status, reason: page }, { status });
}
