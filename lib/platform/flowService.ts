import type { PlatformCall } from './call';
import { readFlowServicePage } from './paging';
import { pathSegment } from '../pathSegment';

/** Source: Flow Service API reference. */
export const FLOW_SERVICE = '/data/foundation/flowservice';

/**
 * How a streaming dataflow treats what it is sent, by its flow spec.
 * Sources: "Create a streaming connection using the HTTP API" and the tutorials of the streaming SDK sources.
 */
const FORMAT_BY_SPEC: Record<string, DataflowFormat> = {
	'd8a6f005-7eaf-4153-983e-e8574508b877': 'xdm', // HTTP API without transformation
	'c1a19761-d2c7-4702-b9fa-fe91f0613e81': 'raw', // HTTP API with mapping
	'e77fde5a-22a8-11ed-861d-0242ac120002': 'raw', // streaming SDK source, such as Chatlio
};

export type DataflowFormat = 'xdm' | 'raw';

export interface FlowSummary {
	id: string;
	name: string;
	state: string;
	format?: DataflowFormat;
}

/** Everything about a dataflow that sending to it needs. */
export interface Dataflow extends FlowSummary {
	/** When it was created or last changed, in ms since 1970. */
	changedAt: number;
	inletUrl?: string;
	authenticated: boolean;
	organizationId?: string;
	sandbox?: string;
	datasetId?: string;
	schemaId?: string;
	/** Of a dataflow that takes raw data. */
	mappingSetId?: string;
	mappingVersion?: number;
}

/** A dataflow as Flow Service has it. */
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

/** Name, state and format; what has no name is called by its id. */
export const summaryOf = ({ id, name, state, flowSpec }: Flow): FlowSummary => ({
	id,
	name: textOf(name) ?? id,
	state: textOf(state) ?? 'unknown',
	format: FORMAT_BY_SPEC[flowSpec?.id ?? ''],
});

/** Whether it takes data at an inlet. */
export const isStreaming = (flow: Flow) =>
	(flow.flowSpec?.id ?? '') in FORMAT_BY_SPEC || flow.options?.inletUrl !== undefined;

/** The mapping set of a dataflow that has one. Source: as above, `transformations`. */
export const mappingOf = ({ transformations = [] }: Flow) =>
	transformations.find(({ name }) => name === 'Mapping')?.params;

type FlowResource = 'flows' | 'connections' | 'sourceConnections' | 'targetConnections';

async function one<Entity>(call: PlatformCall, kind: FlowResource, id: string, task: string) {
	const path = `${FLOW_SERVICE}/${kind}/${pathSegment(id)}`;
	return (await readFlowServicePage<Entity>(call, { task, path })).entities[0];
}

/** State and age of a dataflow: what may change while everything else about it stays. */
export async function readState(call: PlatformCall, flowId: string) {
	return stateOf(await readFlow(call, flowId));
}

/** @throws PlatformRefusal */
export const readFlow = async (call: PlatformCall, flowId: string): Promise<Flow> => ({
	...(await one<Flow>(call, 'flows', flowId, `read the dataflow ${flowId}`)),
	id: flowId,
});

export const stateOf = ({ state, createdAt, updatedAt }: Flow) => ({
	state: textOf(state) ?? 'unknown',
	changedAt: Math.max(timeOf(createdAt), timeOf(updatedAt)),
});

/** What else stands there leads nowhere. */
const textOf = (value: unknown) => (typeof value === 'string' ? value : undefined);

const timeOf = (value: unknown) => (typeof value === 'number' ? value : 0);

/**
 * Looks a dataflow up with its connections. The inlet is named by the base connection for HTTP API sources and by
 * the dataflow itself for SDK sources, which have no base connection and take raw data without a token.
 * Sources: "Create a streaming connection using the HTTP API", "Create a Chatlio source connection".
 * @throws PlatformRefusal
 */
export async function readDataflow(call: PlatformCall, flowId: string): Promise<Dataflow> {
	const flow = await readFlow(call, flowId);
	const task = `read the connections of the dataflow ${flowId}`;
	const [base, target] = await Promise.all([
		flow.options?.inletUrl ? undefined : readBase(call, flow, task),
		readOne<TargetConnection>(call, 'targetConnections', flow.targetConnectionIds, task),
	]);
	const params = base?.auth?.params ?? {};
	const mapping = mappingOf(flow);
	const ofBase =
		params.dataType === 'raw' || params.dataType === 'xdm' ? params.dataType : undefined;
	const summary = summaryOf(flow);
	return {
		...summary,
		...stateOf(flow),
		format: summary.format ?? ofBase,
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
	const source = await readOne<SourceConnection>(
		call,
		'sourceConnections',
		sourceConnectionIds,
		task,
	);
	if (!source?.baseConnectionId) return undefined;
	return await one<BaseConnection>(call, 'connections', source.baseConnectionId, task);
}

async function readOne<Entity>(
	call: PlatformCall,
	kind: FlowResource,
	ids: string[] | undefined,
	task: string,
) {
	const id = ids?.[0];
	return id === undefined ? undefined : await one<Entity>(call, kind, id, task);
}
