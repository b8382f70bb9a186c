import type { PlatformCall } from '../platform/call';
import { FLOW_SERVICE } from '../platform/flowService';
import { readFlowServicePage, readPages } from '../platform/paging';
import { PlatformRefusal } from '../platform/refusal';

export type FlowKind = 'flows' | 'targetConnections' | 'sourceConnections' | 'connections';

/** What is said of them. */
export const FLOW_WORDS: Record<FlowKind, string> = {
	flows: 'dataflow',
	targetConnections: 'target connection',
	sourceConnections: 'source connection',
	connections: 'base connection',
};

/** As far as it is looked at. */
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

/** Those that have one of the names. */
export const withNames = <Entity extends { name?: string }>(
	entities: Entity[],
	names: readonly string[],
): Array<Named<Entity>> =>
	entities.filter((entity): entity is Named<Entity> => names.includes(String(entity.name)));

const PAGE = 100;

/** All of exactly these names; several values of a filter mean one of them. */
export async function findByNames(
	call: PlatformCall,
	kind: FlowKind,
	names: readonly string[],
): Promise<Array<Named<FlowEntity>>> {
	const request = {
		task: `list the ${FLOW_WORDS[kind]}s`,
		path: `${FLOW_SERVICE}/${kind}`,
		query: { property: `name==${names.join(',')}`, limit: PAGE },
	};
	const found = await readPages(
		Infinity,
		async (cursor) => await readFlowServicePage<FlowEntity>(call, request, cursor),
	);
	return withNames(found, names);
}

/** Makes one with one request. */
export async function createFlowEntity(
	call: PlatformCall,
	kind: FlowKind,
	body: { name: string },
): Promise<string> {
	const task = `create the ${FLOW_WORDS[kind]} "${body.name}"`;
	const path = `${FLOW_SERVICE}/${kind}`;
	return idIn(await call({ task, method: 'POST', path, body }), task);
}

/** The id that Adobe gave to what it made. @throws PlatformRefusal when the answer has none */
export function idIn(answer: unknown, task: string): string {
	const { id } = (answer ?? {}) as { id?: unknown };
	if (typeof id === 'string' && id) return id;
	throw new PlatformRefusal({
		message: `Could not ${task}: Adobe answered without its id`,
		description: 'Run it again: what was made is then found.',
		status: 200,
	});
}
