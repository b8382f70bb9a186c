import { shortened } from '../shortened';
import type { InletReply } from '../streaming/types';
import { pathWithQuery, type PlatformCall, type PlatformRequest } from './call';
import { describeRefusal, PlatformRefusal } from './refusal';
import { whyUnreachable } from './unreachable';

/** What is needed of lib/http.ts: every status is a reply, and nothing is thrown. */
export type Send = (call: {
	method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	url: string;
	headers: Record<string, string>;
	body?: string;
	timeoutMs: number;
}) => Promise<InletReply>;

/** Characters of what was wanted: an expression may give any length of id. */
const LONGEST_TASK = 500;

const PLATFORM_TIMEOUT_MS = 30_000;

/**
 * Calls of Adobe's platform, answered with the parsed body.
 * @param platformUrl without a slash at the end
 * @param sandbox name of the sandbox every call is made in
 */
export function platformClient(send: Send, platformUrl: string, sandbox: string): PlatformCall {
	return async (asked) => {
		const request = { ...asked, task: shortened(asked.task, LONGEST_TASK) };
		const { method = 'GET', headers = {}, body } = request;
		const reply = await send({
			method,
			url: `${platformUrl}${pathWithQuery(request)}`,
			headers: {
				'x-sandbox-name': sandbox,
				...(body && { 'Content-Type': 'application/json' }),
				...headers,
			},
			body: body && JSON.stringify(body),
			timeoutMs: PLATFORM_TIMEOUT_MS,
		});
		if (reply.kind === 'reply' && reply.status >= 200 && reply.status < 300) {
			if (isForeign(request, reply.body)) throw new PlatformRefusal(notJson(request, reply.status));
			return reply.body;
		}
		throw new PlatformRefusal(refusalOf(request, reply));
	};
}

/** Text that no service of Adobe sends: a proxy's page, for example. */
const isForeign = ({ mayBeText }: PlatformRequest, body: unknown) =>
	typeof body === 'string' && body.trim() !== '' && !mayBeText;

const notJson = ({ task }: PlatformRequest, status: number) => ({
	message: `Could not ${task}: the answer is not the JSON that Adobe sends`,
	description:
		'Check the Platform URL in the credential, and whether a proxy answers in place of Adobe.',
	status,
});

function refusalOf({ task, advice }: PlatformRequest, reply: InletReply) {
	if (reply.kind === 'reply') {
		const header = reply.headers['x-request-id'];
		const requestId = typeof header === 'string' ? header : undefined;
		return describeRefusal(task, reply.status, reply.body, { advice, requestId });
	}
	if (reply.kind === 'blocked') {
		return { message: `Could not ${task}: ${reply.reason}`, description: reply.advice, status: 0 };
	}
	return {
		message: `Could not ${task}: Adobe's platform cannot be reached: ${whyUnreachable(reply.code)}`,
		description: 'Check the Platform URL in the credential and the network of n8n.',
		status: 0,
	};
}
