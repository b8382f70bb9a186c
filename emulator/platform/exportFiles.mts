import type { FastifyReply, FastifyRequest } from 'fastify';
import { Answer } from '../answer.mts';
import type { JsonObject } from '../json.mts';
import { originOf } from './request.mts';

/** Files of one folder of a batch, by name. */
export type Files = Map<string, string>;

/** Returns the list of a folder's files; `folder` precedes each name in the links. Adobe's length is a text. */
export function fileList(request: FastifyRequest, files: Files, folder = ''): JsonObject {
	const folderUrl = `${originOf(request)}${request.url.split('?')[0]}`;
	return {
		data: [...files].map(([name, content]) => ({
			name,
			length: String(Buffer.byteLength(content)),
			_links: { self: { href: `${folderUrl}?path=${encodeURIComponent(folder + name)}` } },
		})),
		_page: { limit: 100, count: files.size },
	};
}

/** Returns a file's content, or the part that a `Range` header requests (206; 416 if there is no such part). */
export function sendFile(
	request: FastifyRequest,
	reply: FastifyReply,
	content: string | undefined,
	name: string,
): Buffer {
	if (content === undefined) throw exportNotFound(`No file ${name}`);
	const bytes = Buffer.from(content);
	void reply.type('application/octet-stream').header('accept-ranges', 'bytes');
	const range = /^bytes=(\d*)-(\d*)$/.exec(String(request.headers.range ?? ''));
	if (!range || (range[1] === '' && range[2] === '')) return bytes;
	const start = range[1] === '' ? Math.max(0, bytes.length - Number(range[2])) : Number(range[1]);
	const last =
		range[1] === '' || range[2] === ''
			? bytes.length - 1
			: Math.min(Number(range[2]), bytes.length - 1);
	if (start > last) {
		throw new Answer(416, undefined, { 'content-range': `bytes */${bytes.length}` });
	}
	void reply.code(206).header('content-range', `bytes ${start}-${last}/${bytes.length}`);
	return bytes.subarray(start, last + 1);
}

/** Creates Data Access's response for a missing resource; its form is not documented. */
export function exportNotFound(detail: string): Answer {
	return new Answer(404, { status: 404, title: 'Not Found', detail });
}
