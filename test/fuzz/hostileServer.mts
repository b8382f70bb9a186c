import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a server sends back, whether it makes sense or not. */
export interface AnyReply {
	/** 200 to 999. */
	status: number;
	headers: Record<string, string>;
	body: Buffer;
	/** What goes wrong on the way: the connection ends before, or in the middle of, the body. */
	cut?: 'before' | 'within';
}

export interface AskedFor {
	method: string;
	/** Path and query. */
	url: string;
}

export interface FuzzServer {
	url: string;
	host: string;
	/** Chooses the reply to every request from now on; `nth` counts from 0. */
	answerWith: (choose: (request: AskedFor, nth: number) => AnyReply) => void;
	/** Statuses sent in whole since then. */
	sent: () => number[];
	/** Bytes of all bodies since then, whole or not. */
	sentBytes: () => number;
	close: () => Promise<void>;
}

const NOTHING: AnyReply = { status: 200, headers: {}, body: Buffer.alloc(0) };

/** A server on a free port of this machine that answers as it is told, to the byte. */
export async function fuzzServer(): Promise<FuzzServer> {
	let choose: (request: AskedFor, nth: number) => AnyReply = () => NOTHING;
	let count = 0;
	let bytes = 0;
	const sent: number[] = [];
	const server = createServer((incoming, outgoing) => {
		incoming.resume().on('end', () => {
			const { method = '', url = '' } = incoming;
			const { status, headers, body, cut } = choose({ method, url }, count++);
			if (cut === 'before') return void incoming.socket.destroy();
			bytes += body.length;
			outgoing.writeHead(status, { ...headers, 'content-length': body.length });
			if (cut === 'within') {
				return void outgoing.write(body.subarray(0, body.length / 2), () =>
					incoming.socket.destroy(),
				);
			}
			sent.push(status);
			outgoing.end(body);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url: `http://${host}`,
		host,
		answerWith: (next) => {
			choose = next;
			count = 0;
			bytes = 0;
			sent.length = 0;
		},
		sent: () => [...sent],
		sentBytes: () => bytes,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
