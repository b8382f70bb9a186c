import type { PlatformCall, PlatformRequest } from '../platform/transport/platformRequest';
import { batchPage, deleteDatasetRequest, type Dataset } from '../platform/services/catalog';
import { listNamespaces } from '../platform/services/identityService';
import { deleteResourceRequest } from '../platform/services/schemaRegistry';
import { createProblem, type Problem } from '../problem/problem';
import { problemIn } from '../problem/serviceError';
import { toProblem } from '../problem/toProblem';
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
	/** `unknown`: it may or may not still exist. `not deletable`: Adobe offers no way to delete it. */
	outcome: 'removed' | 'kept' | 'not tried' | 'unknown' | 'not deletable';
	/** Reason that it still exists, or may. */
	reason?: string;
	/** Set if something went wrong; absent for what is kept on purpose. */
	problem?: Problem;
}

/** A resource that can be deleted. */
interface DeletableResource {
	kind: string;
	name: string;
	id: string;
	request: PlatformRequest;
	/** Statuses after which it stays on purpose, such as a schema that is enabled for Profile. */
	keptStatuses?: readonly number[];
	/** Returns the reason to keep it; undefined if it may be deleted. */
	reasonToKeep?: () => Promise<string | undefined>;
}

/**
 * Dependents are deleted first: the dataflows before their connections, and those before the dataset and its schema.
 */
const FLOW_ORDER: FlowKind[] = ['flows', 'targetConnections', 'sourceConnections', 'connections'];

/**
 * Deletes everything that `setUp` creates under a name, for every delivery route. Every resource gets one row, whatever
 * happens once the first one is deleted; a second run continues.
 * @param stopped returns true once the user has stopped the execution
 * @throws ServiceError before anything is deleted if Adobe does not list the resources or several have one name
 */
export async function remove(
	call: PlatformCall,
	settings: RemoveSettings,
	stopped: () => boolean = () => false,
): Promise<Removal[]> {
	const names = sharedNames(settings);
	const dataflows = allDataflows(settings.name);
	const flowLevels = await findFlowEntities(call, dataflows);
	const datasets = await findDatasetToDelete(call, names.dataset, settings.withData);
	const schemas = await findRegistry(call, 'schemas', 'schema', names.schema);
	const fieldGroups = await findRegistry(call, 'fieldgroups', 'field group', names.fieldGroup);
	const permanent = await findPermanent(call, settings, dataflows);

	const removals: Removal[] = [];
	for (const level of [...flowLevels, datasets, schemas, fieldGroups]) {
		const blocking = removals.find(({ outcome }) => outcome !== 'removed');
		for (const resource of level) {
			const cause = stopped() ? STOPPED : blocking;
			removals.push(cause ? leave(resource, cause) : await removeOne(call, resource, stopped));
		}
	}
	return [...removals, ...permanent];
}

/** Returns the first problem of an account, with the whole account in its advice; undefined if nothing went wrong. */
export function removalProblem(removals: readonly Removal[]): Problem | undefined {
	const problem = removals.find((removal) => removal.problem)?.problem;
	if (!problem) return undefined;
	const account = removals.map(({ kind, name, outcome }) => `${kind} "${name}" (${outcome})`);
	const advice = `${problem.advice} What became of each resource: ${account.join(', ')}. Run it again: it continues from there.`;
	return { ...problem, advice };
}

const IN_USE = 'What is kept needs it';

/** The reason that nothing more is deleted. */
const STOPPED = { problem: createProblem('remove.stopped', {}) };

/** Leaves a resource alone because of a resource that needs it and still exists, or because the user stopped. */
function leave(resource: DeletableResource, cause: Pick<Removal, 'problem'> & Partial<Removal>) {
	const { problem, kind, name, outcome } = cause;
	if (!problem) return rowOf(resource, 'kept', IN_USE);
	const reason =
		kind === undefined
			? problem.message
			: `The ${kind} "${name}" needs it and ${outcome === 'unknown' ? 'may still exist' : 'still exists'}`;
	return rowOf(resource, 'not tried', reason, problem);
}

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
): Promise<DeletableResource[][]> {
	const names: Record<FlowKind, string[]> = {
		flows: dataflows.map(({ flow }) => flow),
		targetConnections: dataflows.map(({ target }) => target),
		sourceConnections: dataflows.map(({ source }) => source),
		connections: [...new Set(dataflows.map(({ base }) => base))],
	};
	const levels: DeletableResource[][] = [];
	for (const kind of FLOW_ORDER) {
		const entities = await findByNames(call, kind, names[kind]);
		const ofKind = entities.map(({ id, name }) => ({
			kind: FLOW_WORDS[kind],
			name,
			id,
			request: deleteFlowEntityRequest(kind, id, name),
		}));
		levels.push(assertUniqueNames(FLOW_WORDS[kind], ofKind));
	}
	return levels;
}

async function findDatasetToDelete(
	call: PlatformCall,
	name: string,
	withData: boolean,
): Promise<DeletableResource[]> {
	const datasets = (await findDatasets(call, name)).map((dataset) => ({
		kind: 'dataset',
		name,
		id: dataset.id,
		request: deleteDatasetRequest(dataset.id, `"${name}"`),
		// Asked only once the dataflows are gone: until then, data may arrive.
		reasonToKeep: async () => await reasonToKeep(call, dataset, withData),
	}));
	return assertUniqueNames('dataset', datasets);
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
		keptStatuses: RESOURCE_STATUSES,
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

const rowOf = (
	{ kind, name, id }: DeletableResource,
	outcome: Removal['outcome'],
	reason?: string,
	problem?: Problem,
): Removal => ({
	kind,
	name,
	id,
	outcome,
	...(reason !== undefined && { reason }),
	...(problem && { problem }),
});

/** Deletes one resource and returns its row. */
async function removeOne(
	call: PlatformCall,
	resource: DeletableResource,
	stopped: () => boolean,
): Promise<Removal> {
	// Stopping the execution also ends the request that is under way.
	const problemOf = (error: unknown) => (stopped() ? STOPPED.problem : toProblem(error));
	try {
		const keepReason = await resource.reasonToKeep?.();
		if (keepReason !== undefined) return rowOf(resource, 'kept', keepReason);
	} catch (error) {
		const problem = problemOf(error);
		return rowOf(resource, 'not tried', problem.message, problem);
	}
	try {
		await deleteOne(call, resource);
		return rowOf(resource, 'removed');
	} catch (error) {
		const problem = problemOf(error);
		const { status = 0, message, advice } = problem;
		if (resource.keptStatuses?.includes(status)) return rowOf(resource, 'kept', advice);
		const outcome = mayHaveActed(error) ? 'unknown' : 'kept';
		return rowOf(resource, outcome, message, problem);
	}
}

const NOT_FOUND = 404;

/** Deletes one resource. After a lost reply it tries once more: a resource that is gone by then was deleted. */
async function deleteOne(call: PlatformCall, { request }: DeletableResource): Promise<void> {
	await call(request)
		.catch(async (cause: unknown) =>
			mayHaveActed(cause) ? await call(request) : await Promise.reject(cause),
		)
		.catch(async (cause: unknown) =>
			problemIn(cause)?.status === NOT_FOUND ? undefined : await Promise.reject(cause),
		);
}

/** Statuses of rejections that concern a schema or field group: enabled for Profile, or in use elsewhere. */
const RESOURCE_STATUSES = [400, 409, 422];

/** Returns the reason to keep a dataset; undefined if it may be deleted. */
async function reasonToKeep(call: PlatformCall, { id, lastBatchId }: Dataset, withData: boolean) {
	if (withData) return undefined;
	const hasData = lastBatchId || (await batchPage(call, { datasetId: id })).entities.length > 0;
	return hasData ? 'It has data in it: turn on Remove Data to delete it with them' : undefined;
}

const NOT_DELETABLE = 'Adobe offers no way to delete it';

/** Mapping sets and identity namespaces are permanent. */
async function findPermanent(
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
