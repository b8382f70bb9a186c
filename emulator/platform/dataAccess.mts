import type { FastifyInstance, FastifyRequest } from 'fastify';
import { asObject, at, isObject, type JsonObject } from '../json.mts';
import type { RecordRow } from '../state/recordTypes.mts';
import type { World } from '../world.mts';
import { exportNotFound, fileList, sendFile, type Files } from './exportFiles.mts';
import { errorsOf } from './ingestionErrors.mts';
import { originOf, queryValue } from './request.mts';

const EXPORT = '/data/foundation/export';
const ROW_ERRORS = 'row_errors';
const CONVERSION = 'conversion_errors_0.json';
const SAMPLES = 'row_error_samples.json';
/** Maximum number of sample records, the same as in the diagnostics preview. */
const MOST_SAMPLES = 100;

interface ById {
	Params: { id: string };
}

/** Registers Data Access: the records of a failed batch with their errors, diagnostics, and stored records. */
export function dataAccessRoutes(app: FastifyInstance, world: World): void {
	app.get<ById>(`${EXPORT}/batches/:id/failed`, (request, reply) => {
		const batch = findBatch(world, request);
		const id = request.params.id;
		const files: Files = new Map([
			['_SUCCESS', ''],
			[partName(id), linesOf(batch.status === 'failed' ? world.records.ofBatch(id) : [], asLine)],
		]);
		const path = queryValue(request, 'path');
		if (path === undefined) return fileList(request, files);
		return sendFile(request, reply, files.get(path), path);
	});

	app.get<ById>(`${EXPORT}/batches/:id/meta`, (request, reply) => {
		const rows = world.records.ofBatch(request.params.id);
		const diagnostics = diagnosticsOf(findBatch(world, request), rows);
		const path = queryValue(request, 'path') ?? '';
		if (path === '') return fileList(request, new Map([...diagnostics.keys()].map(empty)));
		const folder = diagnostics.get(path);
		if (folder instanceof Map) return fileList(request, folder, `${path}/`);
		const [name, file] = path.split('/');
		const inFolder = diagnostics.get(name!);
		const content = inFolder instanceof Map ? inFolder.get(file ?? '') : inFolder;
		return sendFile(request, reply, content, path);
	});

	app.get<ById>(`${EXPORT}/batches/:id/files`, (request) => {
		const batch = findBatch(world, request);
		const fileId = `${request.params.id}-1`;
		const stored = batch.status === 'success';
		return {
			data: stored
				? [
						{
							dataSetFileId: fileId,
							version: '1.0.0',
							created: String(batch.created),
							updated: String(batch.updated),
							isValid: true,
							_links: { self: { href: `${originOf(request)}${EXPORT}/files/${fileId}` } },
						},
					]
				: [],
			_page: { limit: 100, count: Number(stored) },
		};
	});

	app.get<ById>(`${EXPORT}/files/:id`, (request, reply) => {
		const batchId = request.params.id.replace(/-1$/, '');
		const batch = world.documents.get('batch', request.sandbox, batchId);
		if (batch?.status !== 'success') throw exportNotFound(`No file ${request.params.id}`);
		const files: Files = new Map([
			[partName(batchId), linesOf(world.records.ofBatch(batchId), (row) => String(row.entity))],
		]);
		const path = queryValue(request, 'path');
		if (path === undefined) return fileList(request, files);
		return sendFile(request, reply, files.get(path), path);
	});
}

const partName = (batchId: string) => `part-00000-${batchId.toLowerCase()}.json`;
const empty = (name: string): [string, string] => [name, ''];
const linesOf = (rows: RecordRow[], line: (row: RecordRow) => string) =>
	rows.map((row) => `${line(row)}\n`).join('');

function findBatch(world: World, request: FastifyRequest<ById>): JsonObject {
	const { id } = request.params;
	const batch = world.documents.get('batch', request.sandbox, id);
	if (!batch) throw exportNotFound(`No batch ${id}`);
	return batch;
}

/** Diagnostics are kept only for datasets that were created with them. Streaming has no input files. */
function diagnosticsOf(batch: JsonObject, rows: RecordRow[]): Map<string, Files | string> {
	const diagnostics = new Map<string, Files | string>([['input_files', new Map()]]);
	if (at(batch, 'tags.acp_enableErrorDiagnostics') === undefined) return diagnostics;
	const rejectedRows = rows.filter(({ status }) => status === 'refused');
	const errors = linesOf(rejectedRows, asDiagnostics);
	const samples = linesOf(rejectedRows.slice(0, MOST_SAMPLES), asDiagnostics);
	diagnostics.set(ROW_ERRORS, new Map([[CONVERSION, errors]]));
	diagnostics.set(SAMPLES, samples);
	return diagnostics;
}

/** Returns the message as received, with Adobe's two lists of errors. */
function asLine(row: RecordRow): string {
	const message: unknown = JSON.parse(row.message);
	const violations: unknown = JSON.parse(row.violations ?? '[]');
	return JSON.stringify({
		...(isObject(message) ? message : { message }),
		_errors: { _streamingValidation: violations },
		_validationErrors: asObject(message)._validationErrors ?? violations,
	});
}

/** Returns the record with the codes and texts that diagnostics contain. */
function asDiagnostics(row: RecordRow): string {
	const record: unknown = JSON.parse(row.entity ?? row.message);
	return JSON.stringify({
		...(isObject(record) ? record : { _corrupt_record: JSON.stringify(record) }),
		_errors: errorsOf(row),
		_filename: CONVERSION,
	});
}
