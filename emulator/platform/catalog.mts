import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CLIENT_ID, ORG_ID, TECHNICAL_ACCOUNT } from '../account.mts';
import { Answer, badRequest } from '../answer.mts';
import { hex } from '../ids.mts';
import { hasProfileTag } from '../inlet/profile.mts';
import { asArray, asObject, asText, at, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { listCatalog } from './catalogLists.mts';
import { checkDatasetVersion, nextDataset, patchDataset } from './datasetChanges.mts';
import { jsonBody, queryValue } from './request.mts';

const CATALOG = '/data/foundation/catalog';

interface ById {
	Params: { id: string };
}

/** Registers Catalog: datasets, and the batches that streaming creates in them. */
export function catalogRoutes(app: FastifyInstance, world: World): void {
	app.post(`${CATALOG}/dataSets`, (request, reply) => {
		const dataset = newDataset(world, request);
		const id = String(dataset.id);
		world.documents.put('dataSet', request.sandbox, id, dataset);
		void reply.code(201).header('location', `${CATALOG}/dataSets/${id}`);
		return [`@/dataSets/${id}`];
	});

	app.get(`${CATALOG}/dataSets`, (request) =>
		listCatalog(request, world.documents.list('dataSet', request.sandbox)),
	);

	app.get<ById>(`${CATALOG}/dataSets/:id`, (request) => keyed(find(world, 'dataSet', request)));

	app.patch<ById>(`${CATALOG}/dataSets/:id`, (request) => {
		const current = find(world, 'dataSet', request);
		return keepChange(world, request, current, patchDataset(request, current));
	});

	app.patch<ById>(`${CATALOG}/v2/dataSets/:id`, (request) => {
		const current = find(world, 'dataSet', request);
		checkDatasetVersion(request, current);
		return keepChange(world, request, current, patchDataset(request, current));
	});

	app.get<ById>(`${CATALOG}/v2/dataSets/:id`, (request, reply) => {
		const current = find(world, 'dataSet', request);
		void reply.header('etag', `"${String(current.version)}"`);
		return keyed(current);
	});

	app.put<ById>(`${CATALOG}/dataSets/:id`, (request) => {
		const current = find(world, 'dataSet', request);
		const body = readDataset(world, request);
		return keepChange(world, request, current, { tags: {}, ...body });
	});

	app.delete<ById>(`${CATALOG}/dataSets/:id`, (request) => {
		find(world, 'dataSet', request);
		world.documents.remove('dataSet', request.sandbox, request.params.id);
		return [`@/dataSets/${request.params.id}`];
	});

	app.get(`${CATALOG}/batches`, (request) => {
		const dataset = queryValue(request, 'dataSet');
		const status = queryValue(request, 'status');
		const all = world.documents.list('batch', request.sandbox);
		return listCatalog(
			request,
			all.filter(
				(batch) =>
					(dataset === undefined || isOfDataset(batch, dataset)) &&
					(status === undefined || batch.status === status),
			),
		);
	});

	app.get(`${CATALOG}/lastBatches`, (request) => {
		const id = queryValue(request, 'dataSetId') ?? '';
		const dataset = world.documents.get('dataSet', request.sandbox, id);
		if (!dataset) throw noSuch('dataSet', id);
		return {
			lastBatchId: dataset.lastBatchId,
			lastBatchStatus: dataset.lastBatchStatus,
			lastSuccessfulBatchId: dataset.lastSuccessfulBatch,
			lastFailedBatchId: dataset.lastFailedBatch,
		};
	});

	app.get<ById>(`${CATALOG}/batches/:id`, (request) => keyed(find(world, 'batch', request)));
}

function isOfDataset(batch: JsonObject, datasetId: string): boolean {
	return asArray(batch.relatedObjects).some(
		(one) => asObject(one).type === 'dataSet' && asObject(one).id === datasetId,
	);
}

/** Catalog returns an object keyed by ID, even for a single resource. */
function keyed({ id, ...resource }: JsonObject): JsonObject {
	return { [String(id)]: resource };
}

function find(world: World, kind: 'dataSet' | 'batch', request: FastifyRequest<ById>): JsonObject {
	const resource = world.documents.get(kind, request.sandbox, request.params.id);
	if (resource) return resource;
	throw noSuch(kind, request.params.id);
}

/** Adobe's response is not documented. */
function noSuch(kind: string, id: string): Answer {
	return new Answer(404, {
		type: 'http://ns.adobe.com/aep/errors/catalog',
		status: 404,
		title: 'NotFoundError',
		detail: `No object found for ${kind} ${id}`,
	});
}

function keepChange(
	world: World,
	request: FastifyRequest<ById>,
	current: JsonObject,
	changed: JsonObject,
): string[] {
	const { id } = request.params;
	checkDataset(world, request.sandbox, changed);
	const next = nextDataset(current, changed, world.now());
	world.documents.put('dataSet', request.sandbox, id, next);
	return [`@/dataSets/${id}`];
}

function readDataset(world: World, request: FastifyRequest): JsonObject {
	const body = jsonBody(request);
	if (!isObject(body)) throw badRequest('The request body is null or empty');
	checkDataset(world, request.sandbox, body);
	return body;
}

/** Checks that a dataset has a name, an existing schema and, for Profile, a schema that is enabled for it. */
function checkDataset(world: World, sandbox: string, dataset: JsonObject): void {
	if (!asText(dataset.name)) throw badRequest('The dataset has no name');
	const schemaId = asText(at(dataset, 'schemaRef.id'));
	if (schemaId === undefined || !world.documents.get('schema', sandbox, schemaId)) {
		throw badRequest(`The schema ${schemaId ?? '(none)'} is not found`);
	}
	checkProfile(world, sandbox, dataset);
}

function newDataset(world: World, request: FastifyRequest): JsonObject {
	const body = readDataset(world, request);
	const id = hex(24);
	const viewId = hex(24);
	const now = world.now();
	return {
		...body,
		id,
		version: '1.0.0',
		imsOrg: ORG_ID,
		created: now,
		updated: now,
		createdClient: CLIENT_ID,
		createdUser: TECHNICAL_ACCOUNT,
		updatedUser: TECHNICAL_ACCOUNT,
		tags: asObject(body.tags),
		viewId,
		files: `@/dataSets/${id}/views/${viewId}/files`,
		fileDescription: { persisted: true, containerFormat: 'parquet', format: 'parquet' },
		persistence: {},
		state: 'DRAFT',
	};
}

/** A dataset can be enabled for Profile only after its schema. */
function checkProfile(world: World, sandbox: string, dataset: JsonObject): void {
	if (!hasProfileTag(dataset)) return;
	const schema = world.documents.get('schema', sandbox, String(at(dataset, 'schemaRef.id')));
	if (asArray(schema?.['meta:immutableTags']).includes('union')) return;
	throw badRequest('To enable profile datasets the schema should be valid');
}
