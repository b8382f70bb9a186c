import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hex, uuid } from '../ids.mts';
import { asArray, asObject, asText, at, isObject, type JsonObject } from '../json.mts';
import { readSchemaRef } from '../inlet/envelope.mts';
import type { World } from '../world.mts';
import { flowProblem } from './flowProblems.mts';
import { flowResourceRoutes, type FlowResource } from './flowResources.mts';
import { mappingSetVersion } from './mappingSets.mts';
import { originOf } from './request.mts';
import { lastRunDetails } from './runs.mts';
import { isSdkSpec, RAW_FLOW_SPEC, SDK_FLOW_SPEC, XDM_FLOW_SPEC } from './specs.mts';

/** Registers dataflows. */
export function flowRoutes(app: FastifyInstance, world: World): void {
	flowResourceRoutes(app, world, flows(world));
}

function flows(world: World): FlowResource {
	return {
		kind: 'flow',
		path: 'flows',
		create: (request, body, id) => createFlow(world, request, body, id),
		checkChange: (request, flow) => {
			findConnections(world, request, 'sourceConnection', flow.sourceConnectionIds);
			const targets = findConnections(world, request, 'targetConnection', flow.targetConnectionIds);
			if (needsMapping(flow)) checkMapping(world, request, flow, targets[0]!);
		},
		show: (request, flow) => {
			const lastRun = lastRunDetails(world, request.sandbox, flow);
			const flowWithRun = lastRun ? { ...flow, lastRunDetails: lastRun } : flow;
			const inletId = at(flow, 'options.inletId');
			if (inletId === undefined) return flowWithRun;
			return {
				...flowWithRun,
				options: { inletUrl: `${originOf(request)}/collection/${String(inletId)}` },
			};
		},
	};
}

function createFlow(
	world: World,
	request: FastifyRequest,
	body: JsonObject,
	id: string,
): JsonObject {
	if (body.state !== undefined) throw flowProblem('1410-400');
	const sources = findConnections(world, request, 'sourceConnection', body.sourceConnectionIds);
	const targets = findConnections(world, request, 'targetConnection', body.targetConnectionIds);
	const isSdk = isSdkSpec(String(at(sources[0], 'connectionSpec.id')));
	const spec = String(at(body, 'flowSpec.id'));
	const fitting = isSdk ? [SDK_FLOW_SPEC] : [XDM_FLOW_SPEC, RAW_FLOW_SPEC];
	if (!fitting.includes(spec)) throw flowProblem('1413-400');
	const state = asObject(request.query).mode === 'draft' ? 'draft' : 'enabled';
	if (needsMapping({ ...body, state })) checkMapping(world, request, body, targets[0]!);
	return {
		name: body.name,
		description: body.description,
		flowSpec: body.flowSpec,
		sourceConnectionIds: body.sourceConnectionIds,
		targetConnectionIds: body.targetConnectionIds,
		inheritedAttributes: {
			properties: { isSourceFlow: true },
			sourceConnections: sources.map(asMember),
			targetConnections: targets.map(asMember),
		},
		options: isSdk ? { inletId: addInlet(world, id) } : {},
		transformations: asArray(body.transformations),
		...(isObject(body.scheduleParams) ? { scheduleParams: body.scheduleParams } : {}),
		...(Array.isArray(body.labels) ? { labels: body.labels } : {}),
		runs: `/runs?property=flowId==${id}`,
		providerRefId: uuid(),
		lastOperation: { started: world.now(), updated: 0, operation: 'create' },
		state,
	};
}

/** A draft gets its mapping later. */
function needsMapping(flow: JsonObject): boolean {
	if (at(flow, 'flowSpec.id') === XDM_FLOW_SPEC) return false;
	return flow.state !== 'draft' || asArray(flow.transformations).length > 0;
}

/** The inlet of an SDK source belongs to its dataflow. */
function addInlet(world: World, flowId: string): string {
	const inletId = hex(64);
	world.inlets.add(inletId, 'flow', flowId);
	return inletId;
}

function findConnections(
	world: World,
	request: FastifyRequest,
	kind: 'sourceConnection' | 'targetConnection',
	value: unknown,
): JsonObject[] {
	const ids = asArray(value).map(String);
	if (ids.length === 0) {
		throw flowProblem('1000-400', { detail: `The ${kind}Ids are missing.` });
	}
	return ids.map((id) => {
		const connection = world.documents.get(kind, request.sandbox, id);
		if (!connection) throw flowProblem('1101-404', { id, type: `${kind}s` });
		return connection;
	});
}

function asMember(connection: JsonObject): JsonObject {
	return { id: connection.id, connectionSpec: connection.connectionSpec };
}

/** A raw dataflow requires a mapping set whose schema is the target dataset's, in ID and version. */
function checkMapping(
	world: World,
	request: FastifyRequest,
	body: JsonObject,
	target: JsonObject,
): void {
	const transformation = asArray(body.transformations)
		.map(asObject)
		.find((one) => one.name === 'Mapping');
	const mappingId = asText(at(transformation, 'params.mappingId'));
	const version = at(transformation, 'params.mappingVersion') ?? 0;
	const latest = world.documents.get('mappingSet', request.sandbox, mappingId ?? '');
	if (!latest) {
		const detail = `Error while validating mapping with id ${mappingId ?? '(none)'}, version ${String(version)}. This could be because of inadequate permissions on mapped fields.`;
		throw flowProblem('1419-400', { detail });
	}
	const set = mappingSetVersion(world, request.sandbox, String(latest.id), Number(version));
	if (!set) throw flowProblem('1412-400');
	const datasetId = String(at(target, 'params.dataSetId'));
	const dataset = world.documents.get('dataSet', request.sandbox, datasetId);
	const ofDataset = readSchemaRef(asObject(dataset).schemaRef);
	const ofMapping = readSchemaRef(at(set, 'outputSchema.schemaRef'));
	if (ofDataset === undefined || ofDataset !== ofMapping) throw flowProblem('1425-400');
}
