import { mappingRequest, mappingTransformation } from '../platform/services/flowChanges';
import { mappingOf, readFlow } from '../platform/services/flowService';
import { CONNECTION_SPECS, FLOW_SPECS, SDK_PROVIDER } from '../platform/services/flowSpecs';
import { SCHEMA_MEDIA_TYPE } from '../http/schemaMediaType';
import {
	createFlowEntity,
	findByNames,
	FLOW_WORDS,
	type FlowEntity,
	type FlowKind,
} from '../platform/services/flowEntities';
import type { DataflowNames, SetUpSettings } from './setUpSettings';
import { changeResource, ensureResource, type SetUpRun } from './ensureResource';

type FindMismatch = (entity: FlowEntity) => string | undefined;

async function ensureEntity(
	run: SetUpRun,
	kind: FlowKind,
	body: { name: string },
	mismatch: FindMismatch,
): Promise<{ id: string; existing?: FlowEntity }> {
	return await ensureResource<FlowEntity>(run, {
		kind: FLOW_WORDS[kind],
		name: body.name,
		find: async (call) => await findByNames(call, kind, [body.name]),
		idOf: (entity) => entity.id,
		create: async (call) => await createFlowEntity(call, kind, body),
		mismatch,
	});
}

/**
 * Finds or creates the connection with the inlet; Adobe's Chatlio source has none, because its inlet belongs to the
 * dataflow.
 */
export async function ensureBase(
	run: SetUpRun,
	names: DataflowNames,
	{ deliveryRoute, source, authenticated }: SetUpSettings,
): Promise<string | undefined> {
	if (deliveryRoute === 'direct' && source === 'chatlioConnector') return undefined;
	const dataType = deliveryRoute === 'xdm' ? 'xdm' : 'raw';
	const name = names.base;
	const body = {
		name,
		connectionSpec: CONNECTION_SPECS.httpApi,
		auth: {
			specName: 'Streaming Connection',
			params: { sourceId: name, name, dataType, authenticationRequired: authenticated },
		},
	};
	const { id } = await ensureEntity(run, 'connections', body, ({ auth }) => {
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

/** Finds or creates one dataflow with its own source and target connection. */
export async function ensureDataflow(
	run: SetUpRun,
	names: DataflowNames,
	baseId: string | undefined,
	{ schemaId, datasetId }: Destination,
	mappingId: string | undefined,
): Promise<string> {
	const sourceId = await ensureSource(run, names.source, baseId);
	const target = {
		name: names.target,
		connectionSpec: CONNECTION_SPECS.dataLake,
		data: {
			...(baseId === undefined && { format: 'json' }),
			schema: { id: schemaId, version: SCHEMA_MEDIA_TYPE },
		},
		params: { dataSetId: datasetId },
	};
	const { id: targetId } = await ensureEntity(run, 'targetConnections', target, ({ params }) =>
		params?.dataSetId === datasetId ? undefined : 'leads to another dataset',
	);
	return await ensureFlow(run, names.flow, [sourceId, targetId], baseId, mappingId);
}

async function ensureSource(run: SetUpRun, name: string, baseId: string | undefined) {
	const body =
		baseId === undefined
			? {
					name,
					providerId: SDK_PROVIDER,
					connectionSpec: CONNECTION_SPECS.chatlio,
					data: { format: 'json' },
				}
			: { name, baseConnectionId: baseId, connectionSpec: CONNECTION_SPECS.httpApi };
	const { id } = await ensureEntity(run, 'sourceConnections', body, ({ baseConnectionId }) =>
		baseConnectionId === baseId ? undefined : 'belongs to another base connection',
	);
	return id;
}

async function ensureFlow(
	run: SetUpRun,
	name: string,
	[sourceId, targetId]: [string, string],
	baseId: string | undefined,
	mappingId: string | undefined,
): Promise<string> {
	const withMapping = baseId === undefined ? FLOW_SPECS.sdk : FLOW_SPECS.raw;
	const body = {
		name,
		flowSpec: mappingId === undefined ? FLOW_SPECS.xdm : withMapping,
		sourceConnectionIds: [sourceId],
		targetConnectionIds: [targetId],
		...(mappingId !== undefined && { transformations: [mappingTransformation(mappingId)] }),
	};
	const { id, existing } = await ensureEntity(run, 'flows', body, (flow) =>
		flow.sourceConnectionIds?.[0] === sourceId && flow.targetConnectionIds?.[0] === targetId
			? undefined
			: 'has other connections',
	);
	if (existing && mappingId !== undefined) {
		await changeResource(run, { kind: FLOW_WORDS.flows, name, id }, async () => {
			const flow = await readFlow(run.call, id);
			const isCurrent = mappingOf(flow)?.mappingId === mappingId;
			return isCurrent ? undefined : mappingRequest(flow, mappingTransformation(mappingId).params);
		});
	}
	return id;
}
