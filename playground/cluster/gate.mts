import { Agent, type IncomingMessage } from 'node:http';
import proxy from '@fastify/http-proxy';
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { watchReadiness, type Readiness } from './readiness.mts';

export interface Gate {
	url: string;
	stop: () => Promise<void>;
}

/** n8n's own limit is 16 MB: it says itself what it thinks of more. */
const BODY_LIMIT = 32 * 1024 * 1024;
/** As long as a workflow may take that answers when it has finished. */
const ANSWER_MS = 300_000;
/** What n8n's webhook processors serve; the editor and the test webhooks are the main process's. */
const PRODUCTION = /^\/(webhook|webhook-waiting|form|form-waiting|mcp)\//;

const AS_BYTES = 'application/octet-stream';
/** What each sender called its body. */
const contentTypes = new WeakMap<IncomingMessage, string>();

const NOBODY = 'No n8n process is ready: send it again in a moment.';
const BROKEN =
	'The connection to n8n broke after the request was sent: whether n8n has taken it is not known.';

/**
 * Opens the one address of several n8n processes.
 * @param options webhooks: who gets production webhooks, in turn; main: who gets everything else
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
	let turn = 0;

	/** The processes that may get a call, the one whose turn it is first. Nobody ready is asked about once more. */
	const candidates = async (path: string): Promise<string[]> => {
		const first = turn++ % webhooks.length;
		const all = PRODUCTION.test(path)
			? [...webhooks.slice(first), ...webhooks.slice(0, first)]
			: [main];
		if (!all.some(isReady)) await Promise.all(all.map((url) => readiness.get(url)!.ask()));
		return all.filter(isReady);
	};

	/** Hands the call to the first of them, or to the next where no connection could be opened: nothing was sent then. */
	const pass = (request: FastifyRequest, reply: FastifyReply, path: string, to: string[]): void => {
		const [upstream, ...others] = to;
		if (!upstream) return void reply.code(503).header('retry-after', '1').send({ message: NOBODY });
		const body = request.body as Buffer | undefined;
		reply.from(path, {
			getUpstream: () => upstream,
			...(body && { body, contentType: AS_BYTES }),
			rewriteRequestHeaders: () => forwarded(request, body),
			rewriteHeaders: (headers) => without(headers, ['connection', 'keep-alive']),
			onError: (_, { error }) => {
				if (!wasRefused(error)) return void reply.code(502).send({ message: BROKEN });
				readiness.get(upstream)!.refused();
				pass(request, reply, path, others);
			},
		});
	};

	const server = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
	// Fastify refuses content types that it cannot read: it is told one, and n8n gets the sender's.
	server.addHook('onRequest', async ({ raw }) => {
		const sent = raw.headers['content-type'];
		if (sent !== undefined) contentTypes.set(raw, sent);
		raw.headers['content-type'] = AS_BYTES;
	});
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'buffer' }, (_, body, done) => done(null, body));
	await server.register(proxy, {
		upstream: '',
		websocket: true,
		proxyPayloads: false,
		disableRequestLogging: true,
		// A connection of its own for each call: one that is kept may have been closed by n8n when the next call comes.
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
			pass(request, reply, path, await candidates(path));
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

/** Whether the connection could not be opened at all. */
function wasRefused(error: Error): boolean {
	return (error.cause as NodeJS.ErrnoException | undefined)?.syscall === 'connect';
}

/** Of one connection, not of the call, or said anew. */
const NOT_FORWARDED = [
	'connection',
	'keep-alive',
	'transfer-encoding',
	'expect',
	'content-length',
	'content-type',
];

/** What the sender sent, and who it is. The body is whole here, so its length is known. */
function forwarded(request: FastifyRequest, body: Buffer | undefined) {
	const contentType = contentTypes.get(request.raw);
	return {
		...without(request.headers, NOT_FORWARDED),
		...addressOf(request),
		...(contentType !== undefined && { 'content-type': contentType }),
		...(body && { 'content-length': String(body.length) }),
	};
}

function without<T extends object>(headers: T, names: string[]): T {
	const kept = Object.entries(headers).filter(([name]) => !names.includes(name));
	return Object.fromEntries(kept) as T;
}

/** As n8n expects it with N8N_PROXY_HOPS=1. */
function addressOf({ headers, ip, host }: FastifyRequest) {
	const before = headers['x-forwarded-for'];
	return {
		host,
		'x-forwarded-for': [before, ip].flat().filter(Boolean).join(', '),
		'x-forwarded-proto': 'http',
		'x-forwarded-host': host,
	};
}
