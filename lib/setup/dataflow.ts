import type { PlatformRequest } from '../platform/call';
import { FLOW_SERVICE } from '../platform/flowService';
import { DEFAULT_SCHEMA_CONTENT_TYPE } from '../streaming/limits';
import {
	createFlowEntity,
	findByNames,
	FLOW_WORDS,
	type FlowEntity,
	type FlowKind,
} from './flowEntities';
import type { DataflowNames, SetUpSettings } from './settings';
import { change, ensure, type Work } from './work';
import { pathSegment } from '../pathSegment';

const spec = (id: string) => ({ id, version: '1.0' });

/**
 * Adobe's fixed specs. Sources: "Create a streaming connection using the HTTP API", "Create a Chatlio source
 * connection".
 */
const HTTP_API = spec('bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb');
const CHATLIO = spec('073127a3-26e3-496c-9d94-9f48fb93fba8');
const DATA_LAKE = spec('c604ff05-7f1a-43c0-8e18-33bf874cb11c');
const XDM_FLOW = spec('d8a6f005-7eaf-4153-983e-e8574508b877');
const RAW_FLOW = spec('c1a19761-d2c7-4702-b9fa-fe91f0613e81');
const SDK_FLOW = spec('e77fde5a-22a8-11ed-861d-0242ac120002');

/** Of streaming SDK sources. Source: "Create a Chatlio source connection". */
const SDK_PROVIDER = '521eee4d-8cbe-4906-bb48-fb6bd4450033';

type Misfit = (entity: FlowEntity) => string | undefined;

async function ensureEntity(
	work: Work,
	kind: FlowKind,
	body: { name: string },
	misfit: Misfit,
): Promise<{ id: string; held?: FlowEntity }> {
	return await ensure<FlowEntity>(work, {
		kind: FLOW_WORDS[kind],
		name: body.name,
		find: async (call) => await findByNames(call, kind, [body.name]),
		idOf: (entity) => entity.id,
		create: async (call) => await createFlowEntity(call, kind, body),
		misfit,
	});
}

/** The connection with the inlet; Adobe's Chatlio source has none, its inlet belongs to the dataflow. */
export async function ensureBase(
	work: Work,
	names: DataflowNames,
	{ way, source, authenticated }: SetUpSettings,
): Promise<string | undefined> {
	if (way === 'straight' && source === 'chatlioSource') return undefined;
	const dataType = way === 'xdm' ? 'xdm' : 'raw';
	const name = names.base;
	const body = {
		name,
		connectionSpec: HTTP_API,
		auth: {
			specName: 'Streaming Connection',
			params: { sourceId: name, name, dataType, authenticationRequired: authenticated },
		},
	};
	const { id } = await ensureEntity(work, 'connections', body, ({ auth }) => {
		const isAuthenticated = String(auth?.params?.authenticationRequired) === 'true';
		if (isAuthenticated === authenticated) return undefined;
		return isAuthenticated ? 'its inlet is authenticated' : 'its inlet is open';
	});
	return id;
}

export interface Destination {
	schemaId: string;
	datasetId: string;
}

/** One dataflow with its own source and target connection. */
export async function ensureDataflow(
	work: Work,
	names: DataflowNames,
	baseId: string | undefined,
	{ schemaId, datasetId }: Destination,
	mappingId: string | undefined,
): Promise<string> {
	const sourceId = await ensureSource(work, names.source, baseId);
	const target = {
		name: names.target,
		connectionSpec: DATA_LAKE,
		data: {
			...(baseId === undefined && { format: 'json' }),
			schema: { id: schemaId, version: DEFAULT_SCHEMA_CONTENT_TYPE },
		},
		params: { dataSetId: datasetId },
	};
	const { id: targetId } = await ensureEntity(work, 'targetConnections', target, ({ params }) =>
		params?.dataSetId === datasetId ? undefined : 'leads to another dataset',
	);
	return await ensureFlow(work, names.flow, [sourceId, targetId], baseId, mappingId);
}

async function ensureSource(work: Work, name: string, baseId: string | undefined) {
	const body =
		baseId === undefined
			? { name, providerId: SDK_PROVIDER, connectionSpec: CHATLIO, data: { format: 'json' } }
			: { name, baseConnectionId: baseId, connectionSpec: HTTP_API };
	const { id } = await ensureEntity(work, 'sourceConnections', body, ({ baseConnectionId }) =>
		baseConnectionId === baseId ? undefined : 'belongs to another base connection',
	);
	return id;
}

async function ensureFlow(
	work: Work,
	name: string,
	[sourceId, targetId]: [string, string],
	baseId: string | undefined,
	mappingId: string | undefined,
): Promise<string> {
	const withMapping = baseId === undefined ? SDK_FLOW : RAW_FLOW;
	const body = {
		name,
		flowSpec: mappingId === undefined ? XDM_FLOW : withMapping,
		sourceConnectionIds: [sourceId],
		targetConnectionIds: [targetId],
		...(mappingId !== undefined && { transformations: [transformation(mappingId)] }),
	};
	const { id, held } = await ensureEntity(work, 'flows', body, (flow) =>
		flow.sourceConnectionIds?.[0] === sourceId && flow.targetConnectionIds?.[0] === targetId
			? undefined
			: 'has other connections',
	);
	if (held && mappingId !== undefined) {
		await change(work, { kind: FLOW_WORDS.flows, name, id }, async () => {
			const [flow] = await findByNames(work.call, 'flows', [name]);
			const current = flow?.transformations?.[0]?.params?.mappingId;
			return current === mappingId ? undefined : mappingRequest(id, name, flow?.etag, mappingId);
		});
	}
	return id;
}

const transformation = (mappingId: string) => ({
	name: 'Mapping',
	params: { mappingId, mappingVersion: 0 },
});

/** Source: Adobe, "Update dataflows using the Flow Service API". */
const mappingRequest = (
	id: string,
	name: string,
	etag: string | undefined,
	mappingId: string,
): PlatformRequest => ({
	task: `give the dataflow "${name}" its new mapping set`,
	method: 'PATCH',
	path: `${FLOW_SERVICE}/flows/${pathSegment(id)}`,
	headers: { 'If-Match': etag ?? '' },
	body: [{ op: 'replace', path: '/transformations/0', value: transformation(mappingId) }],
});
