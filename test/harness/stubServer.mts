import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
	method: string;
	/** Path and query. */
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

export interface StubAnswer {
	status?: number;
	headers?: Record<string, string>;
	/** Sent as JSON unless it is text or bytes. */
	body?: unknown;
	delayMs?: number;
	/** Closes the connection instead of answering. */
	drop?: boolean;
	/** Announces more bytes than it sends, then closes. */
	cutOff?: boolean;
}

export interface StubServer {
	url: string;
	/** Host and port. */
	host: string;
	requests: SeenRequest[];
	close(): Promise<void>;
}

/** An HTTP server on a free port of this machine that answers as the test says and remembers what it was asked. */
export async function stubServer(
	answer: (request: SeenRequest, nth: number) => StubAnswer,
): Promise<StubServer> {
	const requests: SeenRequest[] = [];
	const server = createServer((incoming, outgoing) => {
		const chunks: Buffer[] = [];
		incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
		incoming.on('end', () => {
			const { method = '', url = '', headers } = incoming;
			const seen = { method, url, headers, body: Buffer.concat(chunks).toString() };
			requests.push(seen);
			const {
				status = 200,
				headers: extra,
				body = '',
				delayMs = 0,
				...rest
			} = answer(seen, requests.length);
			if (rest.drop) return void incoming.socket.destroy();
			const isRaw = typeof body === 'string' || Buffer.isBuffer(body);
			const bytes = Buffer.from(isRaw ? (body as string | Buffer) : JSON.stringify(body));
			const type = isRaw ? 'text/plain' : 'application/json';
			setTimeout(() => {
				const length = rest.cutOff ? bytes.length + 100 : bytes.length;
				outgoing.writeHead(status, { 'content-type': type, 'content-length': length, ...extra });
				if (!rest.cutOff) return void outgoing.end(bytes);
				outgoing.write(bytes, () => incoming.socket.destroy());
			}, delayMs).unref();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
	return {
		url: `http://${host}`,
		host,
		requests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
