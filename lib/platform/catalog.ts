import { DEFAULT_SCHEMA_CONTENT_TYPE } from '../streaming/limits';
import type { PlatformCall, PlatformRequest } from './call';
import { readPages, type Page } from './paging';
import { PlatformRefusal } from './refusal';
import { contains, searchPages, withoutRepeats } from './search';
import { pathSegment } from '../pathSegment';

/** Source: Catalog Service API reference. */
const CATALOG = '/data/foundation/catalog';
const DATASETS = `${CATALOG}/dataSets`;
const BATCHES = `${CATALOG}/batches`;

/** Catalog's widest page; outside of 1 to 100 it answers with status 400. Source: as above. */
const PAGE = 100;

/** A dataset as Catalog has it, with its id. */
export interface Dataset {
	id: string;
	name?: string;
	description?: string;
	schemaRef?: { id?: string };
	tags?: Record<string, string[]>;
	enableErrorDiagnostics?: boolean;
	created?: number;
	updated?: number;
	lastBatchId?: string;
	lastBatchStatus?: string;
	[other: string]: unknown;
}

/** A batch as Catalog has it, with its id: streaming makes them too, good and refused records apart. */
export interface Batch {
	id: string;
	status?: string;
	created?: number;
	completed?: number;
	recordCount?: number;
	failedRecordCount?: number;
	errors?: Array<{ code?: string; description?: string; recordCount?: number }>;
	metrics?: Record<string, number>;
	[other: string]: unknown;
}

export interface NewDataset {
	name: string;
	description?: string;
	/** `$id` of the schema. */
	schemaId: string;
	/** For Profile, which cannot be undone once data has arrived; the schema must be enabled before. */
	profile: boolean;
	/** Whether Adobe keeps what was wrong with refused records, for 30 days. */
	errorDiagnostics: boolean;
}

/** How a batch may be called that took nothing. Source: Catalog's OpenAPI document lists both. */
export const FAILED_STATUSES = ['failed', 'failure'];

type Keyed = Record<string, object>;

/** Creates a dataset and answers with its id. */
export async function createDataset(call: PlatformCall, dataset: NewDataset): Promise<string> {
	const { name, description, schemaId, profile, errorDiagnostics } = dataset;
	const task = `create the dataset "${name}"`;
	const answer = await call({
		task,
		method: 'POST',
		path: DATASETS,
		body: {
			name,
			...(description && { description }),
			schemaRef: { id: schemaId, contentType: DEFAULT_SCHEMA_CONTENT_TYPE },
			enableErrorDiagnostics: errorDiagnostics,
			...(profile && {
				tags: { unifiedProfile: ['enabled:true'], unifiedIdentity: ['enabled:true'] },
			}),
		},
	});
	const id = /^@\/dataSets\/(.+)$/.exec(String((answer as unknown[] | undefined)?.[0]))?.[1];
	if (id) return id;
	throw new PlatformRefusal({
		message: `Could not ${task}: Adobe's Catalog answered without its id`,
		description: 'Look for a dataset of this name in Adobe before creating it again.',
		status: 200,
	});
}

/** One dataset. Catalog answers with an object keyed by id, also for one. */
export async function readDataset(call: PlatformCall, id: string): Promise<Dataset> {
	const task = `read the dataset ${id}`;
	const answer = (await call({ task, path: `${DATASETS}/${pathSegment(id)}` })) as
		| Keyed
		| undefined;
	if (answer && Object.hasOwn(answer, id)) return { ...answer[id], id };
	throw new PlatformRefusal({
		message: `Could not ${task}: Adobe's Catalog does not know it`,
		description: 'Check the id and the sandbox.',
		status: 404,
	});
}

/** The id of a dataset's schema. */
export async function readSchemaId(call: PlatformCall, datasetId: string) {
	return (await readDataset(call, datasetId)).schemaRef?.id;
}

/** Deletes a dataset with everything in it. */
export async function deleteDataset(call: PlatformCall, id: string): Promise<void> {
	await call({
		task: `delete the dataset ${id}`,
		method: 'DELETE',
		path: `${DATASETS}/${pathSegment(id)}`,
	});
}

/**
 * The datasets whose name or id contains the text, newest first.
 * The filter is applied here: Catalog's own knows whole names only.
 * @param limit most to return; Infinity for all
 */
export async function listDatasets(call: PlatformCall, search: string, limit: number) {
	const read = async (cursor?: string) => await searchDatasets(call, search, cursor);
	return withoutRepeats(await readPages(limit, read), ({ id }) => id);
}

/** The next page of them that has any. @param cursor from the page before; undefined starts at the first */
export async function searchDatasets(
	call: PlatformCall,
	search: string,
	cursor?: string,
): Promise<Page<Dataset>> {
	return await searchPages(
		async (from) => await readPage<Dataset>(call, 'list the datasets', DATASETS, {}, from),
		({ id, name }) => contains(search, id, name),
		cursor,
	);
}

export interface BatchFilter {
	datasetId: string;
	/** One of Catalog's words; undefined for all. */
	status?: string;
	/** Created after, in ms since 1970. */
	since?: number;
}

/**
 * The batches of a dataset, newest first.
 * @param limit most to return; Infinity for all
 */
export async function listBatches(
	call: PlatformCall,
	filter: BatchFilter,
	limit: number,
): Promise<Batch[]> {
	const read = async (cursor?: string) => await batchPage(call, filter, cursor);
	return withoutRepeats(await readPages(limit, read), ({ id }) => id);
}

/** A page of them. @param cursor from the page before; undefined starts at the first */
export async function batchPage(
	call: PlatformCall,
	{ datasetId, status, since }: BatchFilter,
	cursor?: string,
): Promise<Page<Batch>> {
	const task = `list the batches of the dataset ${datasetId}`;
	const query = { dataSet: datasetId, status, createdAfter: since };
	return await readPage<Batch>(call, task, BATCHES, query, cursor);
}

/** Catalog answers with an object keyed by id and counts pages by what it leaves out at their start. */
async function readPage<Entity>(
	call: PlatformCall,
	task: string,
	path: string,
	filter: PlatformRequest['query'],
	cursor = '0',
): Promise<Page<Entity>> {
	const start = Number(cursor);
	const query = { ...filter, orderBy: 'desc:created', limit: PAGE, start };
	const answer = ((await call({ task, path, query })) ?? {}) as Keyed;
	const entities = Object.entries(answer).map(([id, one]) => ({ ...one, id }) as Entity);
	return { entities, next: entities.length < PAGE ? undefined : String(start + PAGE) };
}
