import { request, type IncomingHttpHeaders } from 'node:http';

export interface RawAnswer {
	/** 0 when the connection was closed without one. */
	status: number;
	headers: IncomingHttpHeaders;
	body: string;
}

/** No answer by then is a hang. */
const ANSWER_MS = 180_000;

const CLOSED = ['ECONNRESET', 'EPIPE'];

/**
 * Sends a request exactly as given: the path is not encoded, and headers may be there twice.
 * @param headers name, value, name, value
 * @param length what the request says of its body, in bytes; what the body has less is never sent
 */
export async function rawRequest(
	origin: string,
	method: string,
	path: string,
	headers: string[],
	body = '',
	length = Buffer.byteLength(body),
): Promise<RawAnswer> {
	const { hostname, port, host } = new URL(origin);
	const all = ['Host', host, ...headers, 'Content-Length', String(length), 'Connection', 'close'];
	return await new Promise((resolve, reject) => {
		const outgoing = request({ hostname, port, method, path, headers: all }, (reply) => {
			const chunks: Buffer[] = [];
			reply.on('data', (chunk: Buffer) => chunks.push(chunk));
			reply.on('error', reject);
			reply.on('end', () => {
				const text = Buffer.concat(chunks).toString();
				resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: text });
			});
		});
		outgoing.setTimeout(ANSWER_MS, () =>
			outgoing.destroy(new Error(`no answer within ${ANSWER_MS / 1000} s`)),
		);
		outgoing.on('error', (error: NodeJS.ErrnoException) => {
			// A server that refuses while it is still being sent to closes; what it said is lost with the connection.
			if (!CLOSED.includes(error.code ?? '')) return reject(error);
			resolve({ status: 0, headers: {}, body: '' });
		});
		outgoing.end(body);
	});
}
