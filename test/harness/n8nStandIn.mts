import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';

export interface Call {
	method: string;
	url: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

/** What stands where an n8n process would be: it says whether it is ready, and remembers what it was sent. */
export interface N8nStandIn {
	url: string;
	calls: Call[];
	/** What it says of itself. */
	ready: boolean;
	/** `drop` closes the connection once it has read the call. */
	does: 'answer' | 'drop';
	delayMs: number;
	/** Resolves once it was asked whether it is ready, and its answer has been read. */
	asked: () => Promise<void>;
	/** Ends it; its port refuses connections then. */
	close: () => Promise<void>;
}

export async function n8nStandIn(): Promise<N8nStandIn> {
	const server = createServer();
	let asked = 0;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const standIn: N8nStandIn = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		calls: [],
		ready: true,
		does: 'answer',
		delayMs: 0,
		asked: async () => {
			const before = asked;
			// The second question tells that the answer to the first was read.
			while (asked < before + 2) await sleep(20);
		},
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	server.on('request', async (request, response: ServerResponse) => {
		const { method = '', url = '', headers } = request;
		if (url === '/healthz/readiness') {
			asked++;
			return void response.writeHead(standIn.ready ? 200 : 503).end();
		}
		const chunks = (await request.toArray()) as Buffer[];
		standIn.calls.push({ method, url, headers, body: Buffer.concat(chunks) });
		if (standIn.does === 'drop') return void request.socket.destroy();
		await sleep(standIn.delayMs);
		response.writeHead(200, { 'content-type': 'application/json' }).end('{"message":"Taken"}');
	});
	server.on('upgrade', (request, socket) => {
		const { method = '', url = '', headers } = request;
		standIn.calls.push({ method, url, headers, body: Buffer.alloc(0) });
		socket.destroy();
	});
	return standIn;
}
