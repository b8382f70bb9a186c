import {
	readBody,
	checkContentType,
	checkSize,
	type BodyResult,
	type PostedBody,
} from '../../lib/chatlio/postedBody';
import { createProblem, type Problem } from '../../lib/problem/problem';

/** The parts of Express's request, as n8n extends it, that are read here. */
export interface PostedRequest {
	path: string;
	ip?: string;
	query: Record<string, unknown>;
	headers: Record<string, string | string[] | undefined>;
	body?: unknown;
	/** Set for content types that n8n knows; for others, `readRawBody` sets it. */
	rawBody?: Uint8Array;
	readRawBody: () => Promise<void>;
}

type PostedResult = BodyResult & { headers?: Record<string, string> };

/** Reads the posted object, or returns the problem with it. The bytes are read as late as possible. */
export async function readPosted(request: PostedRequest, maxBytes: number): Promise<PostedResult> {
	const contentType = singleValue(request.headers['content-type']);
	// A value that is not a number is ignored: the bytes are counted after they are read.
	const announcedBytes = Number(singleValue(request.headers['content-length'])) || 0;
	// A request that is rejected for its headers is not read: n8n leaves bytes of unknown types on
	// the socket.
	const headerProblem = checkSize(announcedBytes, maxBytes) ?? checkContentType(contentType);
	if (headerProblem) return { problem: headerProblem };

	const readProblem = await readBytes(request);
	// The rest of the body is still arriving: without this header, the next request on the connection
	// would be cut off.
	if (readProblem) return { problem: readProblem, headers: { Connection: 'close' } };
	// A compressed body is larger than announced.
	const tooLarge = checkSize(request.rawBody?.length ?? 0, maxBytes);
	if (tooLarge) return { problem: tooLarge };

	const postedBody: PostedBody = { contentType, parsed: request.body, bytes: request.rawBody };
	return readBody(postedBody);
}

/** Reads the bytes. For broken compression or a sender that disconnected, n8n throws the error to respond with. */
async function readBytes(request: PostedRequest): Promise<Problem | undefined> {
	try {
		await request.readRawBody();
		return undefined;
	} catch (error) {
		const isTooLarge = (error as { status?: unknown }).status === 413;
		return isTooLarge
			? createProblem('webhook.bodyTooLargeForN8n', {}, { status: 413 })
			: createProblem('webhook.bodyUnreadable', {}, { status: 400 });
	}
}

const singleValue = (value: string | string[] | undefined) =>
	typeof value === 'string' ? value : undefined;
