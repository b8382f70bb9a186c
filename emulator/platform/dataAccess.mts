import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Answer } from '../answer.mts';
import { asObject, isObject, type JsonObject } from '../json.mts';
import type { RecordRow } from '../state/recordTypes.mts';
import type { World } from '../world.mts';
import { originOf, queryValue } from './request.mts';

const EXPORT = '/data/foundation/export';

interface ById {
	Params: { id: string };
}

/** Data Access: the records of a failed batch, one JSON text a line with what was wrong with them. */
export function dataAccessRoutes(app: FastifyInstance, world: World): void {
	app.get<ById>(`${EXPORT}/batches/:id/failed`, (request, reply) => {
		const id = request.params.id;
		const batch = world.documents.get('batch', request.sandbox, id);
		if (!batch) {
			throw new Answer(404, { status: 404, title: 'Not Found', detail: `No batch ${id}` });
		}
		const lines = batch.status === 'failed' ? world.records.ofBatch(id).map(asLine) : [];
		const content = lines.map((line) => `${line}\n`).join('');
		const part = `part-00000-${id.toLowerCase()}.json`;
		const path = queryValue(request, 'path');
		if (path === undefined)
			return fileList(request, [
				['_SUCCESS', ''],
				[part, content],
			]);
		if (path !== '_SUCCESS' && path !== part) {
			throw new Answer(404, { status: 404, title: 'Not Found', detail: `No file ${path}` });
		}
		void reply.type('application/octet-stream');
		return path === part ? content : '';
	});
}

/** Adobe gives the length as a text. */
function fileList(request: FastifyRequest, files: [name: string, content: string][]): JsonObject {
	const here = `${originOf(request)}${request.url.split('?')[0]}`;
	return {
		data: files.map(([name, content]) => ({
			name,
			length: String(Buffer.byteLength(content)),
			_links: { self: { href: `${here}?path=${encodeURIComponent(name)}` } },
		})),
		_page: { limit: 100, count: files.length },
	};
}

/** The message as it came, with Adobe's two lists of what was wrong. */
function asLine(row: RecordRow): string {
	const message: unknown = JSON.parse(row.message);
	const violations: unknown = JSON.parse(row.violations ?? '[]');
	return JSON.stringify({
		...(isObject(message) ? message : { message }),
		_errors: { _streamingValidation: violations },
		_validationErrors: asObject(message)._validationErrors ?? violations,
	});
}
