import { FILE_ANSWER_BYTES, inMegabytes, PLATFORM_ANSWER_BYTES } from '../answerLimits';
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
	maxAnswerBytes: number;
}) => Promise<InletReply>;

/** Characters of what was wanted: an expression may give any length of id. */
const LONGEST_TASK = 500;

const PLATFORM_TIMEOUT_MS = 30_000;
/** The largest file takes 30 s at 17 Mbit/s. */
const FILE_TIMEOUT_MS = 300_000;

/**
 * Calls of Adobe's platform, answered with the parsed body.
 * @param platformUrl without a slash at the end
 * @param sandbox name of the sandbox every call is made in
 */
export function platformClient(send: Send, platformUrl: string, sandbox: string): PlatformCall {
	return async (asked) => {
		const request = { ...asked, task: shortened(asked.task, LONGEST_TASK) };
		const { method = 'GET', headers = {}, body, mayBeText: isFile } = request;
		const reply = await send({
			method,
			url: `${platformUrl}${pathWithQuery(request)}`,
			headers: {
				'x-sandbox-name': sandbox,
				...(body && { 'Content-Type': 'application/json' }),
				...headers,
			},
			body: body && JSON.stringify(body),
			timeoutMs: isFile ? FILE_TIMEOUT_MS : PLATFORM_TIMEOUT_MS,
			maxAnswerBytes: isFile ? FILE_ANSWER_BYTES : PLATFORM_ANSWER_BYTES,
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

const ANSWER_TOO_LARGE =
	'Ask for less, with a filter or with Simplify. If there cannot be that much, check the Platform URL in the credential, and whether a proxy answers in place of Adobe.';
const FILE_TOO_LARGE =
	"Download the file outside of n8n, with Adobe's Data Access API, or choose a later time as Since, so that its batch is left out.";

function refusalOf({ task, advice, mayBeText }: PlatformRequest, reply: InletReply) {
	if (reply.kind === 'reply') {
		const header = reply.headers['x-request-id'];
		const requestId = typeof header === 'string' ? header : undefined;
		return describeRefusal(task, reply.status, reply.body, { advice, requestId });
	}
	if (reply.kind === 'oversized') {
		const size = inMegabytes(reply.maxBytes);
		return {
			message: `Could not ${task}: Adobe's answer is larger than ${size}, the most that is read`,
			description: mayBeText ? FILE_TOO_LARGE : ANSWER_TOO_LARGE,
			status: 0,
		};
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
