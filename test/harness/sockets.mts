import { createServer, type IncomingMessage } from 'node:http';
import {
	connect,
	createServer as createTcpServer,
	type AddressInfo,
	type Server,
	type Socket,
} from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { stubServer, type SeenRequest, type StubAnswer } from './stubServer.mts';

/** A server of this machine. */
export interface Listening {
	port: number;
	close(): Promise<void>;
}

async function listen(server: Server, port = 0): Promise<Listening> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket) => {
		sockets.add(socket);
		socket.on('close', () => sockets.delete(socket));
		socket.on('error', () => {});
	});
	await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Returns a port of this machine on which nothing listens. */
export async function freePort(): Promise<number> {
	const { port, close } = await listen(createTcpServer());
	await close();
	return port;
}

/** Listens, and treats each connection in this way. */
export const tcpServer = async (onConnection: (socket: Socket) => void): Promise<Listening> =>
	await listen(createTcpServer(onConnection));

/** An HTTP server without TLS that answers nothing. */
export const plainServer = async (): Promise<Listening> => await listen(createServer());

/** A proxy that gives this text as its answer to CONNECT, and closes the connection. */
export async function connectProxy(answer: () => string): Promise<Listening> {
	const proxy = createServer();
	proxy.on('connect', (_: IncomingMessage, socket: Socket) => socket.end(answer()));
	return await listen(proxy);
}

/** Begins to listen on a port after some milliseconds; until then, connections are refused. */
export async function lateServer(
	port: number,
	afterMs: number,
	answer: (request: SeenRequest) => StubAnswer,
): Promise<Pick<Listening, 'close'>> {
	const stub = await stubServer(answer);
	const relay = createTcpServer((socket) => {
		const upstream = connect(Number(new URL(stub.url).port), '127.0.0.1');
		upstream.on('error', () => socket.destroy());
		socket.pipe(upstream).pipe(socket);
	});
	const listening = sleep(afterMs).then(async () => await listen(relay, port));
	return {
		close: async () => {
			await (await listening).close();
			await stub.close();
		},
	};
}

/** Sets variables of this process's environment, and removes the others named, until the returned function is called. */
export function setEnvironment(variables: Record<string, string | undefined>): () => void {
	const assign = (values: Record<string, string | undefined>) => {
		for (const [name, value] of Object.entries(values)) {
			delete process.env[name];
			if (value !== undefined) process.env[name] = value;
		}
	};
	const names = Object.keys(variables);
	const before = Object.fromEntries(names.map((name) => [name, process.env[name]]));
	assign(variables);
	return () => assign(before);
}
