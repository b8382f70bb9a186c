import { SecretRemover } from './withoutSecrets';

/** How much of an answer is read, and for how long. */
export interface BodyLimits {
	/** After decompression. */
	maxBytes: number;
	/** From the answer's headers to its last byte, in ms. */
	timeoutMs: number;
}

/** Thrown for an answer that is longer than what is read. */
export class ResponseTooLarge extends Error {
	constructor() {
		super('the answer is larger than what is read of it');
		this.name = 'ResponseTooLarge';
	}
}

/** What n8n's helpers give for the body when they are asked for a stream. */
interface BodyStream extends AsyncIterable<Uint8Array> {
	destroy(error?: Error): void;
}

const isStream = (body: unknown): body is BodyStream =>
	typeof body === 'object' && body !== null && Symbol.asyncIterator in body;

/**
 * Reads the body of an answer that was asked for as a stream, n8n's only way to stop before the end: JSON is parsed
 * whatever its content type, anything else is text, as n8n's helpers do themselves. Secrets in it are replaced.
 * The connection is closed as soon as a limit is passed.
 * @param body anything but a stream is returned as it is: n8n's evaluations answer in place of services
 * @throws ResponseTooLarge; the error of a connection that ended early or took too long, with its `code`
 */
export async function readResponseBody(
	body: unknown,
	limits: BodyLimits,
	secrets: SecretRemover,
): Promise<unknown> {
	if (!isStream(body)) return body;
	const text = withoutMark((await readAll(body, limits)).toString());
	const value = parsed(text);
	return secrets.mayBeIn(text) ? secrets.removeFrom(value) : value;
}

const FIRST_BYTES = 16_384;

/** Copies what arrives into one buffer: kept apart, millions of tiny pieces would take a hundred times their size. */
async function readAll(body: BodyStream, { maxBytes, timeoutMs }: BodyLimits) {
	const timeout = AbortSignal.timeout(timeoutMs);
	const stop = () =>
		body.destroy(Object.assign(new Error('the answer took too long'), { code: 'ECONNABORTED' }));
	timeout.addEventListener('abort', stop);
	let bytes: Buffer = Buffer.allocUnsafe(FIRST_BYTES);
	let length = 0;
	try {
		// Leaving the loop by throwing destroys the stream, and the connection with it.
		for await (const piece of body) {
			const end = length + piece.length;
			if (end > maxBytes) throw new ResponseTooLarge();
			if (end > bytes.length) bytes = enlarged(bytes, length, Math.max(end, bytes.length * 2));
			bytes.set(piece, length);
			length = end;
		}
	} finally {
		timeout.removeEventListener('abort', stop);
	}
	return bytes.subarray(0, length);
}

function enlarged(bytes: Buffer, length: number, size: number): Buffer {
	const larger = Buffer.allocUnsafe(size);
	bytes.copy(larger, 0, 0, length);
	return larger;
}

const BYTE_ORDER_MARK = '\uFEFF';

const withoutMark = (text: string) => (text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text);

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
