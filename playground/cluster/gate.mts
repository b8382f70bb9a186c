import { Agent, type IncomingMessage } from 'node:http';
import proxy from '@fastify/http-proxy';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { watchReadiness, type Readiness } from './readiness.mts';

export interface Gate {
	url: string;
	stop: () => Promise<void>;
}

/** n8n's own limit is 16 MB: larger bodies reach n8n, which responds to them itself. */
const BODY_LIMIT = 32 * 1024 * 1024;
/** Longest time for a workflow that responds when it has finished. */
const ANSWER_MS = 300_000;
/** Paths that n8n's webhook processors serve; the editor and the test webhooks belong to the main process. */
const PRODUCTION = /^\/(webhook|webhook-waiting|form|form-waiting|mcp)\//;

const AS_BYTES = 'application/octet-stream';
/** Content type that each sender gave its body. */
const contentTypes = new WeakMap<IncomingMessage, string>();

const NONE_READY = 'No n8n process is ready: send it again in a moment.';
const BROKEN =
	'The connection to n8n broke after the request was sent: whether n8n has taken it is not known.';

/**
 * Opens a single address for several n8n processes.
 * @param options webhooks: processes that get production webhooks in turn; main: the process that gets everything else
 */
export async function openGate(options: {
	port: number;
	main: string;
	webhooks: string[];
}): Promise<Gate> {
	const { port, main, webhooks } = options;
	const readiness = new Map<string, Readiness>();
	for (const url of [main, ...webhooks])
		if (!readiness.has(url)) readiness.set(url, watchReadiness(url));
	await Promise.all([...readiness.values()].map((one) => one.ask()));
	const isReady = (url: string) => readiness.get(url)!.isReady();
	let callCount = 0;

	/** Returns the processes that may get a call, in turn. If none is ready, all of them are checked once more. */
	const candidates = async (path: string): Promise<string[]> => {
		const first = callCount++ % webhooks.length;
		const all = PRODUCTION.test(path)
			? [...webhooks.slice(first), ...webhooks.slice(0, first)]
			: [main];
		if (!all.some(isReady)) await Promise.all(all.map((url) => readiness.get(url)!.ask()));
		return all.filter(isReady);
	};

	/**
	 * Passes the call to the first process, or to the next one if no connection could be opened: then nothing was sent.
	 */
	const passOn = (
		request: FastifyRequest,
		reply: FastifyReply,
		path: string,
		to: string[],
	): void => {
		const [upstream, ...others] = to;
		if (!upstream)
			return void reply.code(503).header('retry-after', '1').send({ message: NONE_READY });
		const body = request.body as Buffer | undefined;
		reply.from(path, {
			getUpstream: () => upstream,
			...(body && { body, contentType: AS_BYTES }),
			rewriteRequestHeaders: () => forwardedHeaders(request, body),
			rewriteHeaders: (headers) => without(headers, ['connection', 'keep-alive']),
			onError: (_, { error }) => {
				if (!isConnectError(error)) return void reply.code(502).send({ message: BROKEN });
				readiness.get(upstream)!.refused();
				passOn(request, reply, path, others);
			},
		});
	};

	const server = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
	// Fastify rejects content types that it cannot read, so it always gets the same one, and n8n gets
	// the sender's.
	server.addHook('onRequest', async ({ raw }) => {
		const contentType = raw.headers['content-type'];
		if (contentType !== undefined) contentTypes.set(raw, contentType);
		raw.headers['content-type'] = AS_BYTES;
	});
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
	await server.register(proxy, {
		upstream: '',
		websocket: true,
		proxyPayloads: false,
		disableRequestLogging: true,
		// One connection per call: n8n may have closed a kept one by the time of the next call.
		http: {
			agents: { 'http:': new Agent({ keepAlive: false }), 'https:': undefined as never },
			requestOptions: { timeout: ANSWER_MS },
		},
		replyOptions: { getUpstream: () => main },
		wsClientOptions: {
			rewriteRequestHeaders: (_: unknown, request: FastifyRequest) => ({
				cookie: request.headers.cookie,
				origin: request.headers.origin,
				...addressOf(request),
			}),
		},
		handler: async (request, reply, path) => {
			passOn(request, reply, path, await candidates(path));
			return await reply;
		},
	});
	const stop = async () => {
		for (const one of readiness.values()) one.stop();
		await server.close();
	};
	try {
		return { url: await server.listen({ host: '127.0.0.1', port }), stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/** Returns true if the connection could not be opened at all. */
function isConnectError(error: Error): boolean {
	return (error.cause as NodeJS.ErrnoException | undefined)?.syscall === 'connect';
}

/** Headers that belong to one connection, not to the call, or that are set again. */
const NOT_FORWARDED = [
	'connection',
	'keep-alive',
	'transfer-encoding',
	'expect',
	'content-length',
	'content-type',
];

/** Returns the sender's headers and its address. The body is complete here, so its length is known. */
function forwardedHeaders(request: FastifyRequest, body: Buffer | undefined) {
	const contentType = contentTypes.get(request.raw);
	return {
		...without(request.headers, NOT_FORWARDED),
		...addressOf(request),
		...(contentType !== undefined && { 'content-type': contentType }),
		...(body && { 'content-length': String(body.length) }),
	};
}

function without<T extends object>(headers: T, names: string[]): T {
	const entries = Object.entries(headers).filter(([name]) => !names.includes(name));
	return Object.fromEntries(entries) as T;
}

/** Headers as n8n expects them with N8N_PROXY_HOPS=1. */
function addressOf({ headers, ip, host }: FastifyRequest) {
	const forwardedFor = headers['x-forwarded-for'];
	return {
		host,
		'x-forwarded-for': [forwardedFor, ip].flat().filter(Boolean).join(', '),
		'x-forwarded-proto': 'http',
		'x-forwarded-host': host,
	};
}
