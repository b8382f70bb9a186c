import {
	batchPage,
	deleteDatasetRequest,
	listDatasets,
	type Dataset,
} from '../platform/services/catalog';
import {
	deleteFlowEntityRequest,
	findByNames,
	FLOW_WORDS,
	type FlowEntity,
	type FlowKind,
} from '../platform/services/flowEntities';
import {
	deleteResourceRequest,
	isSchemaInProfile,
	partsOf,
	readResource,
	schemasWith,
} from '../platform/services/schemaRegistry';
import type { PlatformCall, PlatformRequest } from '../platform/transport/platformRequest';
import { findDatasets } from './ensureDataset';
import { ambiguousName } from './ensureResource';
import { findByTitle } from './ensureSchema';
import type { DataflowNames } from './setUpSettings';

/** A resource that can be deleted. */
export interface DeletableResource {
	kind: string;
	name: string;
	id: string;
	request: PlatformRequest;
	/** IDs of the resources that it uses: they are not deleted while it exists. */
	uses: string[];
	/** IDs of the resources by which it is found again: they are not deleted if its deletion failed. */
	foundBy?: string[];
	/** Returns the reason to keep it; undefined if it may be deleted. */
	reasonToKeep?: () => Promise<string | undefined>;
	/** After a rejection, returns what still needs the resource; undefined if nothing does. */
	reasonItIsNeeded?: () => Promise<string | undefined>;
}

/**
 * Dependents are deleted first: the dataflows before their connections, and those before the dataset and its schema.
 */
const FLOW_ORDER: FlowKind[] = ['flows', 'targetConnections', 'sourceConnections', 'connections'];

/** Finds the dataflows and their connections, dependents first. */
export async function findFlowEntities(
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
		const ofKind = entities.map((entity) => ({
			kind: FLOW_WORDS[kind],
			name: entity.name,
			id: entity.id,
			request: deleteFlowEntityRequest(kind, entity.id, entity.name),
			uses: usesOf(entity),
		}));
		for (const resource of assertUniqueNames(FLOW_WORDS[kind], ofKind)) resources.push(resource);
	}
	return resources;
}

/** Returns the IDs of what a dataflow or a connection uses. Source: Flow Service API reference. */
const usesOf = (entity: FlowEntity): string[] =>
	[
		...(entity.sourceConnectionIds ?? []),
		...(entity.targetConnectionIds ?? []),
		entity.baseConnectionId,
		entity.params?.dataSetId,
	].filter((id) => id !== undefined);

/** Finds the dataset of that name. */
export async function findDatasetToDelete(
	call: PlatformCall,
	name: string,
	withData: boolean,
): Promise<DeletableResource[]> {
	const datasets = (await findDatasets(call, name)).map((dataset) => ({
		kind: 'dataset',
		name,
		id: dataset.id,
		request: deleteDatasetRequest(dataset.id, `"${name}"`),
		uses: dataset.schemaRef?.id ? [dataset.schemaRef.id] : [],
		// Asked only once the dataflows are gone: until then, data may arrive.
		reasonToKeep: async () => await reasonToKeep(call, dataset, withData),
	}));
	return assertUniqueNames('dataset', datasets);
}

/** Finds the schema of that title. */
export async function findSchemas(call: PlatformCall, title: string): Promise<DeletableResource[]> {
	const schemas: DeletableResource[] = [];
	for (const { $id } of await findByTitle(call, 'schemas', title)) {
		schemas.push({
			kind: 'schema',
			name: title,
			id: $id,
			request: deleteResourceRequest('schemas', $id, title),
			uses: partsOf(await readResource(call, 'schemas', $id, 'plain')),
			reasonItIsNeeded: async () => await reasonSchemaIsNeeded(call, $id),
		});
	}
	return assertUniqueNames('schema', schemas);
}

/** Finds the field group of that title. */
export async function findFieldGroups(
	call: PlatformCall,
	title: string,
): Promise<DeletableResource[]> {
	const fieldGroups = (await findByTitle(call, 'fieldgroups', title)).map(({ $id }) => ({
		kind: 'field group',
		name: title,
		id: $id,
		request: deleteResourceRequest('fieldgroups', $id, title),
		uses: [],
		reasonItIsNeeded: async () => await reasonFieldGroupIsNeeded(call, $id),
	}));
	return assertUniqueNames('field group', fieldGroups);
}

const IN_PROFILE = 'It is enabled for Profile: Adobe does not delete such a schema';

/**
 * Adobe documents no code for a schema that is in use, so its rejection is compared with what uses the schema. Source:
 * "XDM System troubleshooting guide": a schema that is enabled for Profile cannot be deleted.
 */
export async function reasonSchemaIsNeeded(
	call: PlatformCall,
	id: string,
): Promise<string | undefined> {
	const schema = await readResource(call, 'schemas', id, 'plain');
	if (isSchemaInProfile(schema)) return IN_PROFILE;
	const datasets = await listDatasets(call, '', Infinity);
	const dataset = datasets.find(({ schemaRef }) => schemaRef?.id === id);
	return dataset && `The dataset "${dataset.name ?? dataset.id}" uses it`;
}

/** As for schemas: a field group is needed by the schemas that contain it. */
async function reasonFieldGroupIsNeeded(
	call: PlatformCall,
	id: string,
): Promise<string | undefined> {
	const [schema] = await schemasWith(call, id);
	return schema && `The schema "${schema.title ?? schema.$id}" uses it`;
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

/** Returns the reason to keep a dataset; undefined if it may be deleted. */
async function reasonToKeep(call: PlatformCall, { id, lastBatchId }: Dataset, withData: boolean) {
	if (withData) return undefined;
	const hasData = lastBatchId || (await batchPage(call, { datasetId: id })).entities.length > 0;
	return hasData ? 'It has data in it: turn on Remove Data to delete it with them' : undefined;
}
