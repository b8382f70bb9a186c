import { SecretRemover } from './secretRemover';

/** Limits for reading a response body. */
export interface BodyLimits {
	/** After decompression. */
	maxBytes: number;
	/** Milliseconds from the response headers to the last byte. */
	timeoutMs: number;
	/** True for the text itself, even if it is JSON: parsing would round its large numbers. */
	asText?: boolean;
}

/** Thrown for a response that exceeds the limit. */
export class ResponseTooLarge extends Error {
	constructor() {
		super('the answer is larger than what is read of it');
		this.name = 'ResponseTooLarge';
	}
}

/** Body that n8n's helpers return when a stream is requested. */
interface BodyStream extends AsyncIterable<Uint8Array> {
	destroy(error?: Error): void;
}

const isStream = (body: unknown): body is BodyStream =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/**
 * Reads the body of a response that was requested as a stream, n8n's only way to stop before the end. JSON is parsed
 * whatever its content type, anything else is text, as in n8n's own helpers. Secrets in it are replaced. The connection
 * is closed as soon as a limit is exceeded.
 * @param body returned unchanged unless it is a stream: n8n's evaluations respond in place of services
 * @throws ResponseTooLarge; the error of a connection that ended early or took too long, with its `code`
 */
export async function readResponseBody(
	body: unknown,
	limits: BodyLimits,
	secrets: SecretRemover,
): Promise<unknown> {
	if (!isStream(body)) return body;
	const text = withoutByteOrderMark((await readAll(body, limits)).toString());
	const value = limits.asText ? text : parseJsonOrText(text);
	return secrets.mayBeIn(text) ? secrets.removeFrom(value) : value;
}

const INITIAL_BYTES = 16_384;

/**
 * Copies the chunks into one buffer: as separate chunks, millions of tiny ones would take a hundred times their size.
 */
async function readAll(body: BodyStream, { maxBytes, timeoutMs }: BodyLimits) {
	const timeout = AbortSignal.timeout(timeoutMs);
	const abort = () =>
		body.destroy(Object.assign(new Error('the answer took too long'), { code: 'ECONNABORTED' }));
	timeout.addEventListener('abort', abort);
	let bytes: Buffer = Buffer.allocUnsafe(INITIAL_BYTES);
	let length = 0;
	try {
		// Throwing out of the loop destroys the stream, and the connection with it.
		for await (const chunk of body) {
			const end = length + chunk.length;
			if (end > maxBytes) throw new ResponseTooLarge();
			if (end > bytes.length) bytes = enlarge(bytes, length, Math.max(end, bytes.length * 2));
			bytes.set(chunk, length);
			length = end;
		}
	} finally {
		timeout.removeEventListener('abort', abort);
	}
	return bytes.subarray(0, length);
}

function enlarge(bytes: Buffer, length: number, size: number): Buffer {
	const larger = Buffer.allocUnsafe(size);
	bytes.copy(larger, 0, 0, length);
	return larger;
}

const BYTE_ORDER_MARK = '\uFEFF';

const withoutByteOrderMark = (text: string) =>
	text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;

function parseJsonOrText(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
