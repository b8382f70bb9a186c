import { SCHEMA_MEDIA_TYPE } from '../../http/schemaMediaType';
import type { PlatformCall, PlatformRequest } from '../transport/platformRequest';
import type { Page } from '../../http/pages';
import { readPages } from '../transport/paging';
import { serviceError } from '../../problem/serviceError';
import { contains, searchPages } from '../transport/searchPages';
import { pathSegment } from '../../http/pathSegment';

/** Source: Catalog Service API reference. */
const CATALOG = '/data/foundation/catalog';
const DATASETS = `${CATALOG}/dataSets`;
const BATCHES = `${CATALOG}/batches`;

/** Rows per page: the maximum; outside of 1 to 100, Catalog responds with status 400. Source: as above. */
const PAGE = 100;

/** A dataset as Catalog returns it, plus its ID. */
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

/**
 * A batch as Catalog returns it, plus its ID. Streaming creates batches too, separate ones for stored and rejected
 * records.
 */
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
	/** Enables the dataset for Profile, permanently once data has arrived; the schema must be enabled first. */
	profile: boolean;
	/** True if Adobe keeps the errors of rejected records, for 30 days. */
	errorDiagnostics: boolean;
}

/** Statuses of a batch that stored nothing. Source: Catalog's OpenAPI document lists both. */
export const FAILED_STATUSES = ['failed', 'failure'];

type EntitiesById = Record<string, object>;

/** Creates a dataset and returns its ID. */
export async function createDataset(call: PlatformCall, dataset: NewDataset): Promise<string> {
	const { name, description, schemaId, profile, errorDiagnostics } = dataset;
	const task = `create the dataset "${name}"`;
	const response = await call({
		task,
		method: 'POST',
		path: DATASETS,
		body: {
			name,
			...(description && { description }),
			schemaRef: { id: schemaId, contentType: SCHEMA_MEDIA_TYPE },
			enableErrorDiagnostics: errorDiagnostics,
			...(profile && {
				tags: PROFILE_TAGS,
			}),
		},
	});
	const id = /^@\/dataSets\/(.+)$/.exec(String((response as unknown[] | undefined)?.[0]))?.[1];
	if (id) return id;
	throw serviceError('adobe.incompleteResponse', {
		task,
		what: 'ID',
		advice: 'Look for a dataset of this name in Adobe before you create it again.',
	});
}

/** Reads one dataset. Catalog returns an object keyed by ID, even for a single dataset. */
export async function readDataset(call: PlatformCall, id: string): Promise<Dataset> {
	const task = `read the dataset ${id}`;
	const response = (await call({ task, path: `${DATASETS}/${pathSegment(id)}` })) as
		| EntitiesById
		| undefined;
	if (response && Object.hasOwn(response, id)) return { ...response[id], id };
	throw serviceError('dataset.unknown', { task });
}

/** Reads the ID of a dataset's schema. */
export async function readSchemaId(call: PlatformCall, datasetId: string) {
	return (await readDataset(call, datasetId)).schemaRef?.id;
}

/** Tags that enable a dataset for Profile. Source: Adobe, "Enable a dataset for Profile". */
const PROFILE_TAGS = { unifiedProfile: ['enabled:true'], unifiedIdentity: ['enabled:true'] };

/** Returns true if the dataset is enabled for Profile. Adobe's pages write `enabled:true` with and without a space. */
export const isInProfile = ({ tags }: Dataset) =>
	(tags?.unifiedProfile ?? []).some((tag) => tag.replace(/\s/g, '') === 'enabled:true');

/** Creates the request that enables a dataset for Profile; Catalog merges the tags. */
export const enableForProfileRequest = (id: string): PlatformRequest => ({
	task: `enable the dataset ${id} for Profile`,
	method: 'PATCH',
	path: `${DATASETS}/${pathSegment(id)}`,
	body: { tags: PROFILE_TAGS },
});

/** Creates the request that deletes a dataset and its data. */
export const deleteDatasetRequest = (id: string, name = id): PlatformRequest => ({
	task: `delete the dataset ${name}`,
	method: 'DELETE',
	path: `${DATASETS}/${pathSegment(id)}`,
});

/** Deletes a dataset and its data. */
export async function deleteDataset(call: PlatformCall, id: string): Promise<void> {
	await call(deleteDatasetRequest(id));
}

/**
 * Lists the datasets whose name or ID contains the text, newest first. The filter is applied here, because Catalog's
 * own matches whole names only.
 * @param limit most to return; Infinity for all
 */
export async function listDatasets(call: PlatformCall, search: string, limit: number) {
	return await readPages(limit, datasetPages(call), isNamed(search));
}

/**
 * Returns the next page of these datasets that is not empty.
 * @param cursor from the previous page; undefined starts at the first
 */
export async function searchDatasets(
	call: PlatformCall,
	search: string,
	cursor?: string,
): Promise<Page<Dataset>> {
	return await searchPages(datasetPages(call), isNamed(search), cursor);
}

const datasetPages = (call: PlatformCall) => async (cursor?: string) =>
	await readPage<Dataset>(call, 'list the datasets', DATASETS, {}, cursor);

const isNamed =
	(search: string) =>
	({ id, name }: Dataset) =>
		contains(search, id, name);

export interface BatchFilter {
	datasetId: string;
	/** One of Catalog's statuses; undefined for all. */
	status?: string;
	/** Created after, in ms since 1970. */
	since?: number;
}

/**
 * Lists the batches of a dataset, newest first.
 * @param limit most to return; Infinity for all
 */
export async function listBatches(
	call: PlatformCall,
	filter: BatchFilter,
	limit: number,
): Promise<Batch[]> {
	return await readPages(limit, async (cursor) => await batchPage(call, filter, cursor));
}

/**
 * Returns one page of these batches.
 * @param cursor from the previous page; undefined starts at the first
 */
export async function batchPage(
	call: PlatformCall,
	{ datasetId, status, since }: BatchFilter,
	cursor?: string,
): Promise<Page<Batch>> {
	const task = `list the batches of the dataset ${datasetId}`;
	const query = { dataSet: datasetId, status, createdAfter: since };
	return await readPage<Batch>(call, task, BATCHES, query, cursor);
}

/** Reads one page. Catalog returns an object keyed by ID; a page is requested by the number of entries before it. */
async function readPage<Entity>(
	call: PlatformCall,
	task: string,
	path: string,
	filter: PlatformRequest['query'],
	cursor = '0',
): Promise<Page<Entity>> {
	const start = Number(cursor);
	const query = { ...filter, orderBy: 'desc:created', limit: PAGE, start };
	const response = ((await call({ task, path, query })) ?? {}) as EntitiesById;
	const entities = Object.entries(response).map(([id, entity]) => ({ ...entity, id }) as Entity);
	return { entities, next: entities.length < PAGE ? undefined : String(start + PAGE) };
}
