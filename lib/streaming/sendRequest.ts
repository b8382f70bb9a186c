import type { HttpReply } from '../http/httpReply';
import { parseUrl } from '../http/parseUrl';
import { buildRequest, type DeliveryRun } from './deliveryRun';
import type { InletRequest } from './deliveryTypes';
import type { Message } from './ledger';
import { readAnswer, type RequestAnswer } from './readAnswer';
import { dropTexts, restoreTexts } from './requestBody';

/** The answer to a request, with the mode in which it was sent. */
export interface SentAnswer extends RequestAnswer {
	batched: boolean;
	sync: boolean;
	/** UTF-8 bytes of the request body. */
	bytes: number;
}

/** Sends one request in the run's current mode, reads the answer and records both in the ledger. */
export async function sendRequest(run: DeliveryRun, messages: Message[]): Promise<SentAnswer> {
	const { batching: batched, sync, tools, destination } = run;
	const request = buildRequest(run, messages);
	const bytes = request.body.length;
	if (batched) dropTexts(messages);
	const started = tools.now();
	const reply = await sendSafely(run, request);
	const now = tools.now();
	const { authenticated, inletUrl } = destination;
	const host = parseUrl(inletUrl)?.host ?? inletUrl;
	const sent = { count: messages.length, batched, authenticated, sync, host, now };
	const answer = readAnswer(reply, sent);
	if (!answer.blocked) {
		const timing = { startedAt: new Date(started).toISOString(), durationMs: now - started };
		run.ledger.addRequest(messages, { bytes, ...timing }, answer);
	}
	// Whoever accepted every message has read the whole body; otherwise it may still be on its way.
	const isRead = answer.messages.every(({ kind }) => kind === 'accepted');
	if (batched && isRead) run.buffers.giveBack(request.body);
	else if (batched) restoreTexts(messages, request.body, run.envelope);
	return { ...answer, batched, sync, bytes };
}

/** An error while sending leaves it unknown whether the request arrived. */
async function sendSafely(run: DeliveryRun, request: InletRequest): Promise<HttpReply> {
	try {
		return await run.tools.send(request);
	} catch (thrown) {
		const message = thrown instanceof Error ? thrown.message : '';
		return { kind: 'network', code: 'THROWN', message };
	}
}
