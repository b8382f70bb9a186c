import type { PlatformCall } from './call';

/** Source: Flow Service API reference. */
const FLOW_SERVICE = '/data/foundation/flowservice';

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
}

interface Flow {
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

interface Page<Entity> {
	items?: Entity[];
	_links?: { next?: { href?: string } };
}

const PAGE = 100;

function summaryOf({ id, name = id, state = 'unknown', flowSpec }: Flow): FlowSummary {
	return { id, name, state, format: FORMAT_BY_SPEC[flowSpec?.id ?? ''] };
}

const isStreaming = (flow: Flow) =>
	(flow.flowSpec?.id ?? '') in FORMAT_BY_SPEC || flow.options?.inletUrl !== undefined;

/**
 * One page of the streaming dataflows whose name or id contains the text. Pages without any are skipped.
 * The filter is applied here: Flow Service's own knows equality only.
 * @param cursor from the page before; undefined starts at the first
 */
export async function listDataflows(
	call: PlatformCall,
	search = '',
	cursor?: string,
): Promise<{ flows: FlowSummary[]; cursor?: string }> {
	const wanted = search.trim().toLowerCase();
	let next = cursor;
	do {
		const page = (await call({
			task: 'list the dataflows',
			path: `${FLOW_SERVICE}/flows`,
			query: { limit: PAGE, orderby: 'name', continuationToken: next },
		})) as Page<Flow> | undefined;
		const flows = (page?.items ?? [])
			.filter(isStreaming)
			.map(summaryOf)
			.filter(({ id, name }) => `${name}\n${id}`.toLowerCase().includes(wanted));
		next = continuationToken(page?._links?.next?.href);
		if (flows.length) return { flows, cursor: next };
	} while (next);
	return { flows: [] };
}

/** The next page's address is a relative path. */
const continuationToken = (href = '') =>
	new URL(href, 'https://platform.adobe.io').searchParams.get('continuationToken') ?? undefined;

async function one<Entity>(call: PlatformCall, kind: string, id: string, task: string) {
	const path = `${FLOW_SERVICE}/${kind}/${encodeURIComponent(id)}`;
	const page = (await call({ task, path })) as Page<Entity> | undefined;
	return page?.items?.[0];
}

/** State and age of a dataflow: what may change while everything else about it stays. */
export async function readState(call: PlatformCall, flowId: string) {
	return stateOf(await readFlow(call, flowId));
}

const readFlow = async (call: PlatformCall, flowId: string): Promise<Flow> =>
	(await one<Flow>(call, 'flows', flowId, `read the dataflow ${flowId}`)) ?? { id: flowId };

const stateOf = ({ state = 'unknown', createdAt = 0, updatedAt = 0 }: Flow) => ({
	state,
	changedAt: Math.max(createdAt, updatedAt),
});

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
	const ofBase =
		params.dataType === 'raw' || params.dataType === 'xdm' ? params.dataType : undefined;
	const summary = summaryOf(flow);
	return {
		...summary,
		...stateOf(flow),
		format: summary.format ?? ofBase,
		inletUrl: flow.options?.inletUrl ?? params.inletUrl,
		authenticated: String(params.authenticationRequired) === 'true',
		organizationId: flow.imsOrgId,
		sandbox: flow.sandboxName,
		datasetId: target?.params?.dataSetId ?? target?.params?.datasetId,
		schemaId: target?.data?.schema?.id,
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
	kind: string,
	ids: string[] | undefined,
	task: string,
) {
	const id = ids?.[0];
	return id === undefined ? undefined : await one<Entity>(call, kind, id, task);
}
