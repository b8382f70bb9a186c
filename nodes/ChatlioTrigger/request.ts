import {
	readBody,
	refuseContentType,
	refuseSize,
	type BodyResult,
	type PostedBody,
	type Refusal,
} from '../../lib/chatlio/body';

/** What of Express's request, as n8n extends it, is read here. */
export interface PostedRequest {
	path: string;
	ip?: string;
	query: Record<string, unknown>;
	headers: Record<string, string | string[] | undefined>;
	body?: unknown;
	/** Set for content types n8n knows; for others `readRawBody` sets it. */
	rawBody?: Uint8Array;
	readRawBody: () => Promise<void>;
}

type Posted = BodyResult & { headers?: Record<string, string> };

/** The object that was posted, or why there is none. Bytes are read as late as possible. */
export async function readPosted(request: PostedRequest, maxBytes: number): Promise<Posted> {
	const contentType = text(request.headers['content-type']);
	// What is no number says nothing: the bytes are counted once they are there.
	const announced = Number(text(request.headers['content-length'])) || 0;
	// What is refused by its headers alone is not read: n8n leaves bytes of a type it does not know on the socket.
	const early = refuseSize(announced, maxBytes) ?? refuseContentType(contentType);
	if (early) return { refusal: early };

	const unreadable = await readBytes(request);
	// The rest of it is still coming: what follows on the same connection would be cut off.
	if (unreadable) return { refusal: unreadable, headers: { Connection: 'close' } };
	// A compressed body is larger than announced.
	const tooLarge = refuseSize(request.rawBody?.length ?? 0, maxBytes);
	if (tooLarge) return { refusal: tooLarge };

	const posted: PostedBody = { contentType, parsed: request.body, bytes: request.rawBody };
	return readBody(posted);
}

/** Broken compression, or a sender that went away: n8n throws what the sender should be told. */
async function readBytes(request: PostedRequest): Promise<Refusal | undefined> {
	try {
		await request.readRawBody();
		return undefined;
	} catch (error) {
		return (error as { status?: unknown }).status === 413
			? { status: 413, message: 'The body is larger than this n8n accepts' }
			: { status: 400, message: 'The body could not be read to its end' };
	}
}

const text = (value: string | string[] | undefined) =>
	typeof value === 'string' ? value : undefined;
