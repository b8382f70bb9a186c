import { asSentence, createProblem, type Problem } from '../problem/problem';
import { readErrorBody } from './errorBody';
import { foreignPage } from './foreignPage';

/** Statuses of proxies and networks, never of the service that was asked. Sources: RFC 9110, RFC 6585. */
const BY_STATUS: Record<number, 'proxy.authenticationRequired' | 'proxy.signInRequired'> = {
	407: 'proxy.authenticationRequired',
	511: 'proxy.signInRequired',
};

/** Statuses of pages with which firewalls refuse an address or what is sent to it. Adobe's services answer with JSON. */
const BLOCKING_STATUSES = [403, 406, 451];

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
	const page = BLOCKING_STATUSES.includes(status) ? foreignPage(headers, body) : undefined;
	if (page === undefined) return undefined;
	return createProblem('proxy.blocked', { host, status, reason: page }, { status });
}
