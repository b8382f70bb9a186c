import {
	FILE_RESPONSE_BYTES,
	inMegabytes,
	PLATFORM_RESPONSE_BYTES,
} from '../../http/responseLimits';
import { shorten } from '../../problem/shorten';
import type { HttpReply } from '../../http/httpReply';
import { panelClock } from '../../n8n/executionClock';
import { isOutsideSandboxes } from '../auth/outsideSandboxes';
import { sendPatiently, type Patience, type TimedReply } from './outages';
import { isRepeatable } from './repeatableReplies';
import { pathWithQuery, type PlatformCall, type PlatformRequest } from './platformRequest';
import { createProblem, type Problem } from '../../problem/problem';
import { ServiceError, serviceError } from '../../problem/serviceError';
import { adobeProblem } from '../problems/adobeProblem';
import { describeNetworkError } from '../../http/networkErrors';
import { isRecord } from '../../http/isRecord';
import { parseUrl } from '../../http/parseUrl';
import { readErrorBody } from '../../http/errorBody';
import { proxyProblem } from '../../http/proxyProblem';
import { asContinuation } from '../../problem/asContinuation';

/** Sends a request, like lib/n8n/httpHelpers.ts: every status is a reply, and nothing is thrown. */
export type Send = (call: {
	method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	url: string;
	headers: Record<string, string>;
	body?: string;
	timeoutMs: number;
	maxResponseBytes: number;
	asText?: boolean;
}) => Promise<HttpReply>;

/** Longest description of a task, in characters: an expression may return an ID of any length. */
const LONGEST_TASK = 500;

const PLATFORM_TIMEOUT_MS = 30_000;
/** The largest file takes 30 s at 17 Mbit/s. */
const FILE_TIMEOUT_MS = 300_000;

/**
 * Creates the function that calls Adobe's platform and returns the parsed body.
 * @param platformUrl without a trailing slash
 * @param sandbox name of the sandbox for every call
 * @param patience for transient replies; by default, every request is sent once
 */
export function platformClient(
	send: Send,
	platformUrl: string,
	sandbox: string,
	patience: Patience = { budgetMs: 0, clock: panelClock, outages: new Map() },
): PlatformCall {
	const host = parseUrl(platformUrl)?.host ?? platformUrl;
	return async (call) => {
		const request = { ...call, task: shorten(call.task, LONGEST_TASK) };
		const { method = 'GET', headers = {}, body, mayBeText: isFile } = request;
		const httpCall = {
			method,
			url: `${platformUrl}${pathWithQuery(request)}`,
			headers: {
				...(!isOutsideSandboxes(request.path) && { 'x-sandbox-name': sandbox }),
				...(body && { 'Content-Type': 'application/json' }),
				...headers,
			},
			body: body && JSON.stringify(body),
			timeoutMs: isFile ? FILE_TIMEOUT_MS : PLATFORM_TIMEOUT_MS,
			maxResponseBytes: isFile ? FILE_RESPONSE_BYTES : PLATFORM_RESPONSE_BYTES,
			asText: isFile,
		};
		const timed = await sendPatiently(
			async () => await send(httpCall),
			partOf(request),
			(reply) => isRepeatable(reply, request),
			patience,
		);
		const { reply } = timed;
		if (reply.kind === 'reply' && reply.status >= 200 && reply.status < 300) {
			if (!isForeignText(request, reply.body)) return reply.body;
			throw serviceError(
				'adobe.unexpectedResponse',
				{ task: request.task },
				{ status: reply.status },
			);
		}
		if (isEmptyList(request, reply)) return undefined;
		throw new ServiceError(problemOf(request, timed, host));
	};
}

/** Parts of a path that name a service and one of its collections, e.g. `/data/foundation/flowservice/flows`. */
const PART_SEGMENTS = 5;

const partOf = ({ path }: PlatformRequest) =>
	path.split('/').slice(0, PART_SEGMENTS).join('/').replace(/\?.*/, '');

/** Text that no service of Adobe sends, such as a proxy's page. */
const isForeignText = ({ mayBeText }: PlatformRequest, body: unknown) =>
	typeof body === 'string' && body.trim() !== '' && !mayBeText;

/** The gateway's own 404, which has a code, says that the path is wrong; so does a page. */
const isEmptyList = ({ notFoundIsEmpty = false }: PlatformRequest, reply: HttpReply) =>
	notFoundIsEmpty &&
	reply.kind === 'reply' &&
	reply.status === 404 &&
	isRecord(reply.body) &&
	readErrorBody(reply.body).code === undefined;

const FILE_TOO_LARGE =
	"Download the file outside of n8n, with Adobe's Data Access API, or choose a later time as Since, so that its batch is left out.";

function problemOf(
	request: PlatformRequest,
	{ reply, askedUntil }: TimedReply,
	host: string,
): Problem {
	const { task, advice, codes, mayBeText } = request;
	switch (reply.kind) {
		case 'reply': {
			const byProxy = proxyProblem(reply, host);
			if (byProxy) return whileDoing(task, byProxy);
			const header = reply.headers['x-request-id'];
			const requestId = typeof header === 'string' ? header : undefined;
			return adobeProblem(task, reply.status, reply.body, { advice, codes, requestId, askedUntil });
		}
		case 'oversized': {
			const size = inMegabytes(reply.maxBytes);
			const fileAdvice = mayBeText ? FILE_TOO_LARGE : undefined;
			return createProblem('adobe.responseTooLarge', { task, size }, { advice: fileAdvice });
		}
		case 'blocked':
			return whileDoing(task, reply.problem);
		case 'network':
			return createProblem('adobe.noAnswer', {
				task,
				reason: describeNetworkError(reply.code),
			});
	}
}

const whileDoing = (task: string, problem: Problem): Problem => ({
	...problem,
	message: `Could not ${task}: ${asContinuation(problem.message)}`,
});
