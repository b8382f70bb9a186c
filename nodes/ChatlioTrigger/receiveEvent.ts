import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isAuthentic, type RequiredAuth } from '../../lib/chatlio/webhookAuthentication';
import { findEventMismatch } from '../../lib/chatlio/eventMismatch';
import { answersWhenFinished, eventByPath } from '../../lib/chatlio/events';
import { isIpAllowed } from '../../lib/chatlio/ipAllowlist';
import { parseEvent } from '../../lib/chatlio/parseEvent';
import { createProblem, problemText, type Problem } from '../../lib/problem/problem';
import type { CallerResponse } from './collect/callerResponse';
import { collectEvents, type Call, type Lane } from './collect/collectEvents';
import { readPosted, type PostedRequest } from './readPostedRequest';
import { readRequiredAuth, readSettings } from './triggerSettings';

interface ExpressResponse {
	status: (code: number) => { json: (body: unknown) => unknown };
	setHeader: (name: string, value: string) => unknown;
}

/**
 * Not logged as rejected: strangers could fill the log with them, and unexpected errors are logged with their reason.
 */
const UNLOGGED_STATUSES = [401, 500];

/**
 * A refused address is logged, because the allowlist itself may be wrong, but only once in this time: strangers could
 * fill the log. In milliseconds.
 */
const REFUSALS_LOGGED_EVERY = 60_000;

/** Time of the last such line of this process, in milliseconds; decides nothing but the log. */
let refusalLoggedAt = -Infinity;

type Decision =
	| { problem: Problem; headers?: Record<string, string> }
	| { notice: string }
	| { call: Call; lane?: Lane };

/** Length of an IPv6 address with a port. Behind a proxy, the sender chooses this text freely. */
const LONGEST_ADDRESS = 53;

/**
 * Handles one posted event: returns one item, or a response that starts nothing. It always settles and never throws:
 * otherwise n8n would keep the caller's connection open, or store an empty execution.
 */
export async function receiveEvent(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const decision = await decide(context, context.getRequestObject() as PostedRequest);
		if ('problem' in decision) return respond(context, decision.problem, decision.headers);
		if ('notice' in decision) return { webhookResponse: { message: decision.notice } };
		const { call, lane } = decision;
		return lane ? await collectEvents(lane, call) : { workflowData: [[call.item]] };
	} catch (error) {
		context.logger.error(`Chatlio Trigger could not process an event: ${(error as Error).message}`);
		return respond(context, createProblem('webhook.notProcessed', {}, { status: 500 }));
	}
}

/** Responds immediately: n8n itself responds only to accepted events, after it has stored them. */
function respond(
	context: IWebhookFunctions,
	problem: Problem,
	headers: Record<string, string> = {},
): IWebhookResponseData {
	const { code, status = 500 } = problem;
	const message = problemText(problem);
	// A rejected event leaves no execution, so the owner can see it only in the log.
	if (isLogged(status)) {
		context.logger.warn(`Chatlio Trigger rejected an event: ${message}`, { status, code });
	}
	const response = context.getResponseObject() as unknown as ExpressResponse;
	for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
	response.status(status).json({ code, message });
	return { noWebhookResponse: true };
}

function isLogged(status: number): boolean {
	if (status !== 403) return !UNLOGGED_STATUSES.includes(status);
	const now = Date.now();
	if (now - refusalLoggedAt < REFUSALS_LOGGED_EVERY) return false;
	refusalLoggedAt = now;
	return true;
}

/** Characters that no address has, and that could forge a line of the log. */
const NOT_IN_ADDRESS = /[^\w.:%[\]-]/g;

/** Runs the checks in order: the sender is checked before the content, so that a stranger learns nothing. */
async function decide(context: IWebhookFunctions, request: PostedRequest): Promise<Decision> {
	const settings = readSettings(context);
	if (!isIpAllowed(settings.allowlist, request.ip)) {
		const address = request.ip?.slice(0, LONGEST_ADDRESS).replace(NOT_IN_ADDRESS, '?') ?? 'unknown';
		return { problem: createProblem('webhook.addressNotAllowed', { address }, { status: 403 }) };
	}
	const expected = await readRequiredAuth(context);
	const received = { token: request.query.token, authorization: request.headers.authorization };
	if (!isAuthentic(expected, received)) return unauthentic(expected);

	const event = eventByPath(request.path);
	if (!event) return { problem: createProblem('webhook.urlUnknown', {}, { status: 404 }) };
	const body = await readPosted(request, settings.maxBytes);
	if ('problem' in body) return body;
	const { payload } = body;
	const problem = findEventMismatch(event, payload);
	if (problem) return { problem };

	if (!settings.events.includes(event.kind)) {
		return {
			notice: `Nothing was started: this workflow does not listen to the event ${event.title}`,
		};
	}
	const parsed = parseEvent(event.kind, payload, new Date().toISOString());
	const json = settings.includePayload ? { ...parsed, payload } : { ...parsed };
	const response = context.getResponseObject() as unknown as CallerResponse;
	const call = { item: { json }, bytes: request.rawBody?.length ?? 0, response };
	// A test URL closes with its first event, so there is nothing to collect.
	const collectsEvents = settings.collects && context.getMode() !== 'manual';
	return collectsEvents ? { call, lane: laneOf(context, request.path) } : { call };
}

function laneOf(context: IWebhookFunctions, path: string): Lane {
	const whenFinished = answersWhenFinished(path);
	const key = `${context.getWorkflow().id} ${context.getNode().id} ${whenFinished}`;
	return { key, whenFinished };
}

/** Uses the same sentence for a missing and a wrong secret. */
function unauthentic({ type }: RequiredAuth): Decision {
	if (type === 'basicAuth') {
		const headers = { 'WWW-Authenticate': 'Basic realm="Chatlio Trigger"' };
		return { problem: createProblem('webhook.passwordRejected', {}, { status: 401 }), headers };
	}
	return { problem: createProblem('webhook.secretRejected', {}, { status: 401 }) };
}
