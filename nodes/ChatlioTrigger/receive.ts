import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { isAuthentic, type Expected } from '../../lib/chatlio/authentication';
import type { Refusal } from '../../lib/chatlio/body';
import { refuseContradiction } from '../../lib/chatlio/contradiction';
import { answersWhenFinished, eventByPath } from '../../lib/chatlio/events';
import { isIpAllowed } from '../../lib/chatlio/ipAllowlist';
import { parseEvent } from '../../lib/chatlio/parse';
import type { CallerResponse } from './collect/caller';
import { collect, type Call, type Lane } from './collect/collect';
import { readPosted, type PostedRequest } from './request';
import { readExpected, readSettings } from './settings';

interface Answer {
	status: (code: number) => { json: (body: unknown) => unknown };
	setHeader: (name: string, value: string) => unknown;
}

/** Not logged as refused: strangers could fill the log with it, and what nobody foresaw is logged with its reason. */
const UNLOGGED_STATUSES = [401, 403, 500];

type Decision =
	| { refusal: Refusal; headers?: Record<string, string> }
	| { notice: string }
	| { call: Call; lane?: Lane };

/** Of an IPv6 address with an IPv4 one in it. Behind a proxy the sender writes it, and writes what it likes. */
const LONGEST_ADDRESS = 45;

/**
 * Takes one posting in: one item, or an answer that starts nothing. Always settles and never throws: n8n would hold
 * the caller's connection, or store an empty execution.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	try {
		const decision = await decide(context, context.getRequestObject() as PostedRequest);
		if ('refusal' in decision) return refuse(context, decision.refusal, decision.headers);
		if ('notice' in decision) return { webhookResponse: { message: decision.notice } };
		const { call, lane } = decision;
		return lane ? await collect(lane, call) : { workflowData: [[call.item]] };
	} catch (error) {
		context.logger.error(`Chatlio Trigger could not take in an event: ${(error as Error).message}`);
		const message =
			'The event could not be taken in: the reason is in the log of n8n. Send it again';
		return refuse(context, { status: 500, message });
	}
}

/** Answers here and now: n8n answers itself only for what is accepted, after it has stored it. */
function refuse(
	context: IWebhookFunctions,
	{ status, message }: Refusal,
	headers: Record<string, string> = {},
): IWebhookResponseData {
	// A refused event leaves no execution: the log is the only place where its owner can see it.
	if (!UNLOGGED_STATUSES.includes(status)) {
		context.logger.warn(`Chatlio Trigger refused a posting: ${message}`, { status });
	}
	const answer = context.getResponseObject() as unknown as Answer;
	for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
	answer.status(status).json({ message });
	return { noWebhookResponse: true };
}

/** The checks in their order: who posts comes before what is posted, so that a stranger learns nothing. */
async function decide(context: IWebhookFunctions, request: PostedRequest): Promise<Decision> {
	const settings = readSettings(context);
	if (!isIpAllowed(settings.allowlist, request.ip)) {
		const message = `The address ${request.ip?.slice(0, LONGEST_ADDRESS) ?? 'unknown'} is not on the IP allowlist of this webhook`;
		return { refusal: { status: 403, message } };
	}
	const expected = await readExpected(context);
	const shown = { token: request.query.token, authorization: request.headers.authorization };
	if (!isAuthentic(expected, shown)) return unauthentic(expected);

	const event = eventByPath(request.path);
	if (!event) {
		return { refusal: { status: 404, message: 'This URL is none of the five Chatlio events' } };
	}
	const body = await readPosted(request, settings.maxBytes);
	if ('refusal' in body) return body;
	const { payload } = body;
	const refusal = refuseContradiction(event, payload);
	if (refusal) return { refusal };

	if (!settings.events.includes(event.kind)) {
		return {
			notice: `Nothing was started: this workflow does not listen to the event ${event.title}`,
		};
	}
	const parsed = parseEvent(event.kind, payload, new Date().toISOString());
	const json = settings.includePayload ? { ...parsed, payload } : { ...parsed };
	const response = context.getResponseObject() as unknown as CallerResponse;
	const call = { item: { json }, bytes: request.rawBody?.length ?? 0, response };
	// A test URL closes with its first event: there is nothing to collect.
	const collects = settings.collects && context.getMode() !== 'manual';
	return collects ? { call, lane: laneOf(context, request.path) } : { call };
}

function laneOf(context: IWebhookFunctions, path: string): Lane {
	const whenFinished = answersWhenFinished(path);
	const key = `${context.getWorkflow().id} ${context.getNode().id} ${whenFinished}`;
	return { key, whenFinished };
}

/** The same sentence whether it is missing or wrong. */
function unauthentic({ type }: Expected): Decision {
	if (type === 'basicAuth') {
		const message = 'User and password are missing, or not those in the credential of this webhook';
		const headers = { 'WWW-Authenticate': 'Basic realm="Chatlio Trigger"' };
		return { refusal: { status: 401, message }, headers };
	}
	const message =
		'The secret is missing in the URL, or not the one in the credential of this webhook: the URL must end in ?token= and the secret';
	return { refusal: { status: 401, message } };
}
