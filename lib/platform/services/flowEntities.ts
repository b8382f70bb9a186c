import { pathSegment } from '../../http/pathSegment';
import type { PlatformCall, PlatformRequest } from '../transport/platformRequest';
import { FLOW_SERVICE } from './flowService';
import { readFlowServicePage, readPages } from '../transport/paging';
import { serviceError } from '../../problem/serviceError';

export type FlowKind = 'flows' | 'targetConnections' | 'sourceConnections' | 'connections';

/** Names of the kinds, used in messages. */
export const FLOW_WORDS: Record<FlowKind, string> = {
	flows: 'dataflow',
	targetConnections: 'target connection',
	sourceConnections: 'source connection',
	connections: 'base connection',
};

/** Fields of a Flow Service entity that this package reads. */
export interface FlowEntity {
	id: string;
	name?: string;
	etag?: string;
	baseConnectionId?: string;
	connectionSpec?: { id?: string };
	flowSpec?: { id?: string };
	auth?: { params?: { dataType?: string; authenticationRequired?: boolean | string } };
	params?: { dataSetId?: string };
	sourceConnectionIds?: string[];
	targetConnectionIds?: string[];
	transformations?: Array<{ params?: { mappingId?: string } }>;
}

type Named<Entity> = Entity & { name: string };

/** Returns the entities that have one of the names. */
export const withNames = <Entity extends { name?: string }>(
	entities: Entity[],
	names: readonly string[],
): Array<Named<Entity>> =>
	entities.filter((entity): entity is Named<Entity> => names.includes(String(entity.name)));

const PAGE = 100;

/** Finds all entities with exactly these names; a filter with several values matches any of them. */
export async function findByNames<Entity extends { name?: string } = FlowEntity>(
	call: PlatformCall,
	kind: FlowKind,
	names: readonly string[],
): Promise<Array<Named<Entity>>> {
	const request = {
		task: `list the ${FLOW_WORDS[kind]}s`,
		path: `${FLOW_SERVICE}/${kind}`,
		query: { property: `name==${names.join(',')}`, limit: PAGE },
	};
	const entities = await readPages(
		Infinity,
		async (cursor) => await readFlowServicePage<Entity>(call, request, cursor),
	);
	return withNames(entities, names);
}

/** Creates the request that deletes an entity. */
export const deleteFlowEntityRequest = (
	kind: FlowKind,
	id: string,
	name: string,
): PlatformRequest => ({
	task: `delete the ${FLOW_WORDS[kind]} "${name}"`,
	method: 'DELETE',
	path: `${FLOW_SERVICE}/${kind}/${pathSegment(id)}`,
});

/** Creates an entity with a single request and returns its ID. */
export async function createFlowEntity(
	call: PlatformCall,
	kind: FlowKind,
	body: { name: string },
): Promise<string> {
	const task = `create the ${FLOW_WORDS[kind]} "${body.name}"`;
	const path = `${FLOW_SERVICE}/${kind}`;
	return idIn(await call({ task, method: 'POST', path, body }), task);
}

/**
 * Reads the ID of a created entity from the response.
 * @throws ServiceError if the response has none
 */
export function idIn(response: unknown, task: string): string {
	const { id } = (response ?? {}) as { id?: unknown };
	if (typeof id === 'string' && id) return id;
	throw serviceError('adobe.incompleteResponse', {
		task,
		what: 'ID',
		advice: 'Run it again: what was created is then found.',
	});
}
