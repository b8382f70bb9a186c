import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as wait } from 'node:timers/promises';
import { asText, at } from '../json.mts';
import type { World } from '../world.mts';
import type { FaultAction } from './faults.mts';
import { pathWithoutSecrets, withoutSecrets, type LoggedRequest } from './requestLog.mts';

/** Paths that emulate Adobe: only these are logged and can have faults. */
const EMULATED_PATHS = /^\/(ims|collection|data)\//;

/** Logs every request to the emulated services and applies the fault rules to it. */
export function addFaultHooks(app: FastifyInstance, world: World): void {
	const entries = new WeakMap<FastifyRequest, LoggedRequest>();

	app.addHook('preHandler', async (request, reply) => {
		if (!EMULATED_PATHS.test(request.url)) return;
		const entry = log(world, request);
		entries.set(request, entry);
		const fault = world.faults.take(request.method, request.url.split('?')[0]!, () =>
			textOf(request),
		);
		request.fault = fault;
		if (!fault) return;
		if (fault.delayMs) await wait(fault.delayMs);
		if (fault.dropConnection === 'before') {
			entry.dropped = 'before';
			reply.hijack();
			request.raw.socket.destroy();
		} else if (fault.status !== undefined && !fault.after) {
			await reply
				.code(fault.status)
				.headers(fault.headers ?? {})
				.send(fault.body);
		}
	});

	app.addHook('onSend', async (request, reply, payload) => {
		const entry = entries.get(request);
		if (!entry) return payload;
		finish(entry, request, reply, payload, world.now());
		if (request.fault?.dropConnection === 'after') {
			entry.dropped = 'after';
			request.raw.socket.destroy();
		}
		return request.fault?.after ? replaceAnswer(request.fault, reply) : payload;
	});
}

/** Replaces only the response: the request itself was processed. */
function replaceAnswer(fault: FaultAction, reply: FastifyReply): string {
	void reply
		.code(fault.status ?? 504)
		.headers({ 'content-type': 'application/json', ...fault.headers })
		.removeHeader('content-length');
	return fault.body === undefined ? '' : JSON.stringify(fault.body);
}

function log(world: World, request: FastifyRequest): LoggedRequest {
	const entry: LoggedRequest = {
		at: world.now(),
		method: request.method,
		path: pathWithoutSecrets(request.url),
		headers: withoutSecrets(request.headers),
		bytes: Buffer.isBuffer(request.body) ? request.body.length : 0,
		messages: null,
		refused: 0,
		reason: null,
		status: null,
		dropped: null,
		durationMs: null,
	};
	world.requests.add(entry);
	return entry;
}

function finish(
	entry: LoggedRequest,
	request: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
	now: number,
): void {
	entry.status = reply.statusCode;
	entry.messages = request.messages;
	entry.durationMs = now - entry.at;
	if (request.refused) {
		entry.refused = request.refused.count;
		entry.reason = request.refused.reason;
	} else if (reply.statusCode >= 400 && request.url.startsWith('/collection/')) {
		entry.refused = request.messages ?? 1;
		entry.reason = reasonIn(payload) ?? null;
	}
}

/** Reads the text of a rejection in the form of Adobe's inlet. */
function reasonIn(payload: unknown): string | undefined {
	if (typeof payload !== 'string' || !payload.startsWith('{')) return undefined;
	return asText(at(JSON.parse(payload), 'report.message'));
}

function textOf(request: FastifyRequest): string {
	return Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
}
