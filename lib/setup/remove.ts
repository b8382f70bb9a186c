import type { PlatformCall, PlatformRequest } from '../platform/call';
import { batchPage, type Dataset } from '../platform/catalog';
import { FLOW_SERVICE } from '../platform/flowService';
import { listNamespaces } from '../platform/identityNamespaces';
import { PlatformRefusal } from '../platform/refusal';
import { findDatasets } from './dataset';
import { findByNames, FLOW_WORDS, type FlowKind } from './flowEntities';
import { findMappingSets } from './mappingSets';
import { findByTitle } from './schema';
import { dataflowNames, sharedNames, type DataflowNames, type SetUpSettings } from './settings';
import { isUnanswered, severalRefusal } from './work';
import { pathSegment } from '../pathSegment';

export interface RemoveSettings
	extends Pick<SetUpSettings, 'name' | 'datasetName' | 'visitorNamespace' | 'userNamespace'> {
	/** Whether a dataset goes with what is in it. */
	withData: boolean;
}

/** What became of one thing that was made under the name. */
export interface Removal {
	kind: string;
	name: string;
	id: string;
	outcome: 'removed' | 'kept' | 'not deletable';
	/** Why it is still there. */
	reason?: string;
}

/** Something that can be deleted. */
interface Found {
	kind: string;
	name: string;
	id: string;
	path: string;
}

/** What leads to the dataset, before what it leads from; the dataset before its schema. */
const FLOW_ORDER: FlowKind[] = ['flows', 'targetConnections', 'sourceConnections', 'connections'];

/**
 * Deletes all that `setUp` makes under a name, whichever way, and says what stays.
 * @throws PlatformRefusal before anything is deleted when several things have one name
 */
export async function remove(call: PlatformCall, settings: RemoveSettings): Promise<Removal[]> {
	const names = sharedNames(settings);
	const dataflows = allDataflows(settings.name);
	const flowEntities = await findFlowEntities(call, dataflows);
	const [dataset] = single(
		'dataset',
		(await findDatasets(call, names.dataset)).map((one) => ({ ...one, name: names.dataset })),
	);
	const schemas = await findRegistry(call, 'schemas', 'schema', names.schema);
	const fieldGroups = await findRegistry(call, 'fieldgroups', 'field group', names.fieldGroup);

	const removals: Removal[] = [];
	for (const entity of flowEntities) removals.push(await removeOne(call, entity));
	const kept = dataset && (await keepsData(call, dataset, settings.withData));
	if (dataset) removals.push(await removeDataset(call, dataset, names.dataset, kept));
	for (const resource of [...schemas, ...fieldGroups]) {
		const isInUse = removals.some(({ outcome }) => outcome === 'kept');
		removals.push(isInUse ? stays(resource, IN_USE) : await removeResource(call, resource));
	}
	return [...removals, ...(await notDeletable(call, settings, dataflows))];
}

const IN_USE = 'What is kept needs it';

/** Of every way: which of them were used is not asked. */
const allDataflows = (name: string): DataflowNames[] => [
	...dataflowNames({ name, way: 'xdm', source: 'httpApi' }),
	...dataflowNames({ name, way: 'raw', source: 'httpApi' }),
	...dataflowNames({ name, way: 'straight', source: 'httpApi' }),
	...dataflowNames({ name, way: 'straight', source: 'chatlioSource' }),
];

async function findFlowEntities(call: PlatformCall, dataflows: DataflowNames[]): Promise<Found[]> {
	const names: Record<FlowKind, string[]> = {
		flows: dataflows.map(({ flow }) => flow),
		targetConnections: dataflows.map(({ target }) => target),
		sourceConnections: dataflows.map(({ source }) => source),
		connections: [...new Set(dataflows.map(({ base }) => base))],
	};
	const found: Found[] = [];
	for (const kind of FLOW_ORDER) {
		const entities = await findByNames(call, kind, names[kind]);
		const named = entities.map(({ id, name }) => {
			return {
				kind: FLOW_WORDS[kind],
				name,
				id,
				path: `${FLOW_SERVICE}/${kind}/${pathSegment(id)}`,
			};
		});
		for (const one of single(FLOW_WORDS[kind], named)) found.push(one);
	}
	return found;
}

async function findRegistry(
	call: PlatformCall,
	type: 'schemas' | 'fieldgroups',
	kind: string,
	title: string,
): Promise<Found[]> {
	const found = (await findByTitle(call, type, title)).map(({ $id }) => {
		return {
			kind,
			name: title,
			id: $id,
			path: `/data/foundation/schemaregistry/tenant/${type}/${pathSegment($id)}`,
		};
	});
	return single(kind, found);
}

/** @throws PlatformRefusal when two have one name */
function single<One extends { id: string; name: string }>(kind: string, found: One[]): One[] {
	for (const { name } of found) {
		const same = found.filter((one) => one.name === name);
		if (same.length > 1)
			throw severalRefusal(
				kind,
				name,
				same.map(({ id }) => id),
			);
	}
	return found;
}

const stays = ({ kind, name, id }: Found, reason: string): Removal => ({
	kind,
	name,
	id,
	outcome: 'kept',
	reason,
});

const GONE = 404;

/** A lost reply is settled by asking once more: what is gone by then was deleted. */
async function removeOne(call: PlatformCall, { kind, name, id, path }: Found): Promise<Removal> {
	const request: PlatformRequest = { task: `delete the ${kind} "${name}"`, method: 'DELETE', path };
	const orGone = async (cause: unknown) =>
		cause instanceof PlatformRefusal && cause.refusal.status === GONE
			? undefined
			: await Promise.reject(cause);
	await call(request)
		.catch(async (cause: unknown) =>
			isUnanswered(cause) ? await call(request) : await Promise.reject(cause),
		)
		.catch(orGone);
	return { kind, name, id, outcome: 'removed' };
}

/** Why a dataset is to be kept; undefined when it may go. */
async function keepsData(call: PlatformCall, { id, lastBatchId }: Dataset, withData: boolean) {
	if (withData) return undefined;
	const hasData = lastBatchId || (await batchPage(call, { datasetId: id })).entities.length > 0;
	return hasData ? 'It has data in it: turn on Remove Data to delete it with them' : undefined;
}

async function removeDataset(
	call: PlatformCall,
	{ id }: Dataset,
	name: string,
	kept: string | undefined,
): Promise<Removal> {
	const path = `/data/foundation/catalog/dataSets/${pathSegment(id)}`;
	const found = { kind: 'dataset', name, id, path };
	return kept === undefined ? await removeOne(call, found) : stays(found, kept);
}

/** Refusals that say something of the resource, not of the one who asks. */
const OF_THE_RESOURCE = [400, 409, 422];

/** Adobe does not delete a schema that is enabled for Profile or in use elsewhere. */
async function removeResource(call: PlatformCall, resource: Found): Promise<Removal> {
	return await removeOne(call, resource).catch(async (cause: unknown) => {
		const isOfResource =
			cause instanceof PlatformRefusal && OF_THE_RESOURCE.includes(cause.refusal.status);
		return isOfResource
			? stays(resource, cause.refusal.description)
			: await Promise.reject<Removal>(cause);
	});
}

const NO_WAY = 'Adobe offers no way to delete it';

/** Mapping sets and identity namespaces are for ever. */
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
	const forEver = (kind: string, name: string, id: string): Removal => {
		return { kind, name, id, outcome: 'not deletable', reason: NO_WAY };
	};
	return [
		...sets.map(({ id, name }) => forEver('mapping set', name, id)),
		...namespaces.map(({ code }) => forEver('identity namespace', code, code)),
	];
}
