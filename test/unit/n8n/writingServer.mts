import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface WritingServer {
	url: string;
	/** Host and port. */
	host: string;
	/** Per answer other than a token: ends when its connection does. */
	closed: Array<Promise<unknown>>;
	close(): Promise<void>;
}

export type Write = (response: ServerResponse, nth: number) => void;

/** A server that writes its answers as the test says, piece by piece if need be. It gives tokens at /token. */
export async function writingServer(write: Write): Promise<WritingServer> {
	const closed: Array<Promise<unknown>> = [];
	const server = createServer((request, response) => {
		request.resume();
		if (request.url?.startsWith('/token')) {
			return void response.end(JSON.stringify({ access_token: `token-${closed.length}` }));
		}
		closed.push(once(response, 'close'));
		write(response, closed.length);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url: `http://${host}`,
		host,
		closed,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Writes as long as the other end takes it. Counts the bytes that left. */
export function writeWithoutEnd(response: ServerResponse): { bytes: number } {
	const sent = { bytes: 0 };
	const block = Buffer.alloc(65_536, '[');
	const more = () => {
		while (!response.destroyed && response.write(block)) sent.bytes += block.length;
	};
	response.on('drain', more);
	more();
	return sent;
}

/** Writes a byte from time to time until the other end has enough. */
export function dripWithoutEnd(response: ServerResponse): void {
	const drip = setInterval(() => response.write('['), 20);
	response.on('close', () => clearInterval(drip));
}
