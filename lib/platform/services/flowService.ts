import { FLOW_SPECS } from './flowSpecs';
import type { PlatformCall } from '../transport/platformRequest';
import { readFlowServicePage } from '../transport/paging';
import { textOf } from '../../http/textOf';
import { pathSegment } from '../../http/pathSegment';

/** Source: Flow Service API reference. */
export const FLOW_SERVICE = '/data/foundation/flowservice';

/**
 * Record formats of streaming dataflows, by flow spec. Sources: "Create a streaming connection using the HTTP API" and
 * the tutorials of the streaming SDK sources.
 */
const FORMAT_BY_SPEC: Record<string, DataflowFormat> = {
	[FLOW_SPECS.xdm.id]: 'xdm',
	[FLOW_SPECS.raw.id]: 'raw',
	[FLOW_SPECS.sdk.id]: 'raw',
};

export type DataflowFormat = 'xdm' | 'raw';

export interface FlowSummary {
	id: string;
	name: string;
	state: string;
	format?: DataflowFormat;
}

/** Everything about a dataflow that is needed to send to it. */
export interface Dataflow extends FlowSummary {
	/** Time of creation or of the last change, in ms since 1970. */
	changedAt: number;
	inletUrl?: string;
	authenticated: boolean;
	organizationId?: string;
	sandbox?: string;
	datasetId?: string;
	schemaId?: string;
	/** Only for a dataflow that takes raw data. */
	mappingSetId?: string;
	mappingVersion?: number;
}

/** A dataflow as Flow Service returns it. */
export interface Flow {
	id: string;
	name?: string;
	state?: string;
	createdAt?: number;
	updatedAt?: number;
	imsOrgId?: string;
	sandboxName?: string;
	flowSpec?: { id?: string };
	options?: { inletUrl?: string };
	sourceConnectionIds?: string[];
	targetConnectionIds?: string[];
	transformations?: Transformation[];
	etag?: string;
	[other: string]: unknown;
}

interface Transformation {
	name?: string;
	params?: { mappingId?: string; mappingVersion?: number };
}

interface SourceConnection {
	baseConnectionId?: string;
}

interface BaseConnection {
	auth?: {
		params?: { inletUrl?: string; dataType?: string; authenticationRequired?: boolean | string };
	};
}

interface TargetConnection {
	data?: { schema?: { id?: string } };
	params?: { dataSetId?: string; datasetId?: string };
}

/** Returns name, state and format; without a name, the ID is used. */
export const summaryOf = ({ id, name, state, flowSpec }: Flow): FlowSummary => ({
	id,
	name: textOf(name) ?? id,
	state: textOf(state) ?? 'unknown',
	format: FORMAT_BY_SPEC[flowSpec?.id ?? ''],
});

/** Returns true if the dataflow receives data at an inlet. */
export const isStreaming = (flow: Flow) =>
	(flow.flowSpec?.id ?? '') in FORMAT_BY_SPEC || flow.options?.inletUrl !== undefined;

/** Returns the mapping set of a dataflow, if it has one. Source: as above, `transformations`. */
export const mappingOf = ({ transformations = [] }: Flow) =>
	transformations.find(({ name }) => name === 'Mapping')?.params;

type FlowResource = 'flows' | 'connections' | 'sourceConnections' | 'targetConnections';

async function readEntity<Entity>(
	call: PlatformCall,
	kind: FlowResource,
	id: string,
	task: string,
) {
	const path = `${FLOW_SERVICE}/${kind}/${pathSegment(id)}`;
	return (await readFlowServicePage<Entity>(call, { task, path })).entities[0];
}

/** Reads the state of a dataflow, the time of its last change and its name: the parts that change by themselves. */
export async function readState(call: PlatformCall, flowId: string) {
	const flow = await readFlow(call, flowId);
	return { ...stateOf(flow), name: summaryOf(flow).name };
}

/**
 * Reads a dataflow.
 * @throws ServiceError
 */
export const readFlow = async (call: PlatformCall, flowId: string): Promise<Flow> => ({
	...(await readEntity<Flow>(call, 'flows', flowId, `read the dataflow ${flowId}`)),
	id: flowId,
});

export const stateOf = ({ state, createdAt, updatedAt }: Flow) => ({
	state: textOf(state) ?? 'unknown',
	changedAt: Math.max(timeOf(createdAt), timeOf(updatedAt)),
});

const timeOf = (value: unknown) => (typeof value === 'number' ? value : 0);

/**
 * Reads a dataflow with its connections. For HTTP API sources, the base connection names the inlet; for SDK sources,
 * the dataflow itself does: they have no base connection and take raw data without a token. Sources: "Create a
 * streaming connection using the HTTP API", "Create a Chatlio source connection".
 * @throws ServiceError
 */
export async function readDataflow(call: PlatformCall, flowId: string): Promise<Dataflow> {
	const flow = await readFlow(call, flowId);
	const task = `read the connections of the dataflow ${flowId}`;
	const [base, target] = await Promise.all([
		flow.options?.inletUrl ? undefined : readBase(call, flow, task),
		readFirst<TargetConnection>(call, 'targetConnections', flow.targetConnectionIds, task),
	]);
	const params = base?.auth?.params ?? {};
	const mapping = mappingOf(flow);
	const baseFormat =
		params.dataType === 'raw' || params.dataType === 'xdm' ? params.dataType : undefined;
	const summary = summaryOf(flow);
	return {
		...summary,
		...stateOf(flow),
		format: summary.format ?? baseFormat,
		inletUrl: textOf(flow.options?.inletUrl ?? params.inletUrl),
		authenticated: String(params.authenticationRequired) === 'true',
		organizationId: textOf(flow.imsOrgId),
		sandbox: textOf(flow.sandboxName),
		datasetId: textOf(target?.params?.dataSetId ?? target?.params?.datasetId),
		schemaId: textOf(target?.data?.schema?.id),
		...(mapping && {
			mappingSetId: mapping.mappingId,
			mappingVersion: mapping.mappingVersion,
		}),
	};
}

async function readBase(call: PlatformCall, { sourceConnectionIds }: Flow, task: string) {
	const source = await readFirst<SourceConnection>(
		call,
		'sourceConnections',
		sourceConnectionIds,
		task,
	);
	if (!source?.baseConnectionId) return undefined;
	return await readEntity<BaseConnection>(call, 'connections', source.baseConnectionId, task);
}

async function readFirst<Entity>(
	call: PlatformCall,
	kind: FlowResource,
	ids: string[] | undefined,
	task: string,
) {
	const id = ids?.[0];
	return id === undefined ? undefined : await readEntity<Entity>(call, kind, id, task);
}
