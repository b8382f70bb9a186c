import type { PlatformCall, PlatformRequest } from '../platform/transport/platformRequest';
import { batchPage, deleteDatasetRequest, type Dataset } from '../platform/services/catalog';
import { listNamespaces } from '../platform/services/identityService';
import { deleteResourceRequest } from '../platform/services/schemaRegistry';
import { problemIn } from '../problem/serviceError';
import { findDatasets } from './ensureDataset';
import {
	deleteFlowEntityRequest,
	findByNames,
	FLOW_WORDS,
	type FlowKind,
} from '../platform/services/flowEntities';
import { findMappingSets } from './ensureMappingSet';
import { findByTitle } from './ensureSchema';
import {
	dataflowNames,
	sharedNames,
	type DataflowNames,
	type SetUpSettings,
} from './setUpSettings';
import { mayHaveActed, ambiguousName } from './ensureResource';

export interface RemoveSettings
	extends Pick<SetUpSettings, 'name' | 'datasetName' | 'visitorNamespace' | 'userNamespace'> {
	/** True if a dataset is deleted with its data. */
	withData: boolean;
}

/** Result for one resource that was created under the name. */
export interface Removal {
	kind: string;
	name: string;
	id: string;
	outcome: 'removed' | 'kept' | 'not deletable';
	/** Reason that it still exists. */
	reason?: string;
}

/** A resource that can be deleted. */
interface DeletableResource {
	kind: string;
	name: string;
	id: string;
	request: PlatformRequest;
}

/**
 * Dependents are deleted first: the dataflows before their connections, and those before the dataset and its schema.
 */
const FLOW_ORDER: FlowKind[] = ['flows', 'targetConnections', 'sourceConnections', 'connections'];

/**
 * Deletes everything that `setUp` creates under a name, for every delivery route, and reports what stays.
 * @throws ServiceError before anything is deleted if several resources have one name
 */
export async function remove(call: PlatformCall, settings: RemoveSettings): Promise<Removal[]> {
	const names = sharedNames(settings);
	const dataflows = allDataflows(settings.name);
	const flowEntities = await findFlowEntities(call, dataflows);
	const [dataset] = assertUniqueNames(
		'dataset',
		(await findDatasets(call, names.dataset)).map((resource) => ({
			...resource,
			name: names.dataset,
		})),
	);
	const schemas = await findRegistry(call, 'schemas', 'schema', names.schema);
	const fieldGroups = await findRegistry(call, 'fieldgroups', 'field group', names.fieldGroup);

	const removals: Removal[] = [];
	for (const entity of flowEntities) removals.push(await removeOne(call, entity));
	const keepReason = dataset && (await reasonToKeep(call, dataset, settings.withData));
	if (dataset) removals.push(await removeDataset(call, dataset, names.dataset, keepReason));
	for (const resource of [...schemas, ...fieldGroups]) {
		const isInUse = removals.some(({ outcome }) => outcome === 'kept');
		removals.push(isInUse ? keptResource(resource, IN_USE) : await removeResource(call, resource));
	}
	return [...removals, ...(await notDeletable(call, settings, dataflows))];
}

const IN_USE = 'What is kept needs it';

/** Names for every delivery route, because it is not known which of them were used. */
const allDataflows = (name: string): DataflowNames[] => [
	...dataflowNames({ name, deliveryRoute: 'xdm', source: 'httpApi' }),
	...dataflowNames({ name, deliveryRoute: 'raw', source: 'httpApi' }),
	...dataflowNames({ name, deliveryRoute: 'direct', source: 'httpApi' }),
	...dataflowNames({ name, deliveryRoute: 'direct', source: 'chatlioConnector' }),
];

async function findFlowEntities(
	call: PlatformCall,
	dataflows: DataflowNames[],
): Promise<DeletableResource[]> {
	const names: Record<FlowKind, string[]> = {
		flows: dataflows.map(({ flow }) => flow),
		targetConnections: dataflows.map(({ target }) => target),
		sourceConnections: dataflows.map(({ source }) => source),
		connections: [...new Set(dataflows.map(({ base }) => base))],
	};
	const resources: DeletableResource[] = [];
	for (const kind of FLOW_ORDER) {
		const entities = await findByNames(call, kind, names[kind]);
		const ofKind = entities.map(({ id, name }) => ({
			kind: FLOW_WORDS[kind],
			name,
			id,
			request: deleteFlowEntityRequest(kind, id, name),
		}));
		for (const resource of assertUniqueNames(FLOW_WORDS[kind], ofKind)) resources.push(resource);
	}
	return resources;
}

async function findRegistry(
	call: PlatformCall,
	type: 'schemas' | 'fieldgroups',
	kind: string,
	title: string,
): Promise<DeletableResource[]> {
	const resources = (await findByTitle(call, type, title)).map(({ $id }) => ({
		kind,
		name: title,
		id: $id,
		request: deleteResourceRequest(type, $id, title),
	}));
	return assertUniqueNames(kind, resources);
}

/**
 * Returns the resources unchanged.
 * @throws ServiceError if two have the same name
 */
function assertUniqueNames<Resource extends { id: string; name: string }>(
	kind: string,
	resources: Resource[],
): Resource[] {
	for (const { name } of resources) {
		const same = resources.filter((resource) => resource.name === name);
		if (same.length > 1)
			throw ambiguousName(
				kind,
				name,
				same.map(({ id }) => id),
			);
	}
	return resources;
}

const keptResource = ({ kind, name, id }: DeletableResource, reason: string): Removal => ({
	kind,
	name,
	id,
	outcome: 'kept',
	reason,
});

const NOT_FOUND = 404;

/** Deletes one resource. After a lost reply it tries once more: a resource that is gone by then was deleted. */
async function removeOne(
	call: PlatformCall,
	{ kind, name, id, request }: DeletableResource,
): Promise<Removal> {
	const ignoreNotFound = async (cause: unknown) =>
		problemIn(cause)?.status === NOT_FOUND ? undefined : await Promise.reject(cause);
	await call(request)
		.catch(async (cause: unknown) =>
			mayHaveActed(cause) ? await call(request) : await Promise.reject(cause),
		)
		.catch(ignoreNotFound);
	return { kind, name, id, outcome: 'removed' };
}

/** Returns the reason to keep a dataset; undefined if it may be deleted. */
async function reasonToKeep(call: PlatformCall, { id, lastBatchId }: Dataset, withData: boolean) {
	if (withData) return undefined;
	const hasData = lastBatchId || (await batchPage(call, { datasetId: id })).entities.length > 0;
	return hasData ? 'It has data in it: turn on Remove Data to delete it with them' : undefined;
}

async function removeDataset(
	call: PlatformCall,
	{ id }: Dataset,
	name: string,
	keepReason: string | undefined,
): Promise<Removal> {
	const request = deleteDatasetRequest(id, `"${name}"`);
	const resource = { kind: 'dataset', name, id, request };
	return keepReason === undefined
		? await removeOne(call, resource)
		: keptResource(resource, keepReason);
}

/** Statuses of rejections that concern the resource, not the caller. */
const RESOURCE_STATUSES = [400, 409, 422];

/** Keeps what Adobe does not delete: a schema that is enabled for Profile or in use elsewhere. */
async function removeResource(call: PlatformCall, resource: DeletableResource): Promise<Removal> {
	return await removeOne(call, resource).catch(async (cause: unknown) => {
		const { status = 0, advice = '' } = problemIn(cause) ?? {};
		return RESOURCE_STATUSES.includes(status)
			? keptResource(resource, advice)
			: await Promise.reject<Removal>(cause);
	});
}

const NOT_DELETABLE = 'Adobe offers no way to delete it';

/** Mapping sets and identity namespaces are permanent. */
async function notDeletable(
	call: PlatformCall,
	{ visitorNamespace, userNamespace }: RemoveSettings,
	dataflows: DataflowNames[],
): Promise<Removal[]> {
	const sets = await findMappingSets(
		call,
		dataflows.map(({ mappingSet }) => mappingSet),
	);
	const namespaces = (await listNamespaces(call)).filter(
		({ code, custom }) => custom && [visitorNamespace, userNamespace].includes(code),
	);
	const permanentResource = (kind: string, name: string, id: string): Removal => {
		return { kind, name, id, outcome: 'not deletable', reason: NOT_DELETABLE };
	};
	return [
		...sets.map(({ id, name }) => permanentResource('mapping set', name, id)),
		...namespaces.map(({ code }) => permanentResource('identity namespace', code, code)),
	];
}
