import type { FastifyInstance, FastifyRequest } from 'fastify';
import { hex } from '../ids.mts';
import { asArray, asObject, at, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { flowProblem, notFound } from './flowProblems.mts';
import { FLOW_SERVICE, flowResourceRoutes, type FlowResource } from './flowResources.mts';
import { originOf } from './request.mts';
import { DATA_LAKE_SPEC, HTTP_API_SPEC, isSdkSpec } from './specs.mts';

/** Registers base, source and target connections. */
export function connectionRoutes(app: FastifyInstance, world: World): void {
	app.get<{ Params: { id: string } }>(`${FLOW_SERVICE}/connections/:id/test`, (request) => {
		const { id } = request.params;
		if (!world.documents.get('connection', request.sandbox, id)) throw notFound('connections', id);
		return { result: true };
	});
	flowResourceRoutes(app, world, baseConnections(world));
	flowResourceRoutes(app, world, sourceConnections(world));
	flowResourceRoutes(app, world, targetConnections(world));
}

const specOf = (body: JsonObject): string => String(at(body, 'connectionSpec.id'));

/** A base connection of the HTTP API source creates an inlet, whose address only `GET` returns. */
function baseConnections(world: World): FlowResource {
	return {
		kind: 'connection',
		path: 'connections',
		create: (_request, body, id) => {
			if (specOf(body) !== HTTP_API_SPEC) throw flowProblem('1413-400');
			const auth = asObject(body.auth);
			if (auth.specName !== 'Streaming Connection') throw flowProblem('1415-400');
			const params = asObject(auth.params);
			const dataType = params.dataType;
			if (dataType !== 'xdm' && dataType !== 'raw') {
				throw flowProblem('1000-400', { detail: "The dataType must be 'xdm' or 'raw'." });
			}
			const inletId = hex(64);
			world.inlets.add(inletId, 'connection', id);
			const { name = body.name } = params;
			// Without a source ID, the name is used. Source: Adobe, "Create an HTTP API streaming connection".
			const { sourceId = name } = params;
			const authenticationRequired = params.authenticationRequired === true;
			return {
				name: body.name,
				description: body.description,
				connectionSpec: body.connectionSpec,
				auth: {
					...auth,
					params: { ...params, name, sourceId, authenticationRequired, inletId },
				},
			};
		},
		show: (request, resource) => {
			const auth = asObject(resource.auth);
			const params = asObject(auth.params);
			const inletUrl = `${originOf(request)}/collection/${String(params.inletId)}`;
			return { ...resource, auth: { ...auth, params: { ...params, inletUrl } } };
		},
		checkDelete: (request, resource) => {
			if (!isUsed(world, request, resource)) return;
			throw flowProblem('1418-400', {
				detail: `The base connection with the ID ${String(resource.id)} cannot be deleted because the base connection is being used in one or more flows.`,
			});
		},
		checkChange: keepSpec,
	};
}

function isUsed(world: World, request: FastifyRequest, connection: JsonObject): boolean {
	const sources = world.documents
		.list('sourceConnection', request.sandbox)
		.filter((source) => source.baseConnectionId === connection.id)
		.map((source) => source.id);
	return world.documents
		.list('flow', request.sandbox)
		.some((flow) => asArray(flow.sourceConnectionIds).some((id) => sources.includes(id)));
}

/** The HTTP API source requires a base connection, an SDK source must not have one. */
function sourceConnections(world: World): FlowResource {
	return {
		kind: 'sourceConnection',
		path: 'sourceConnections',
		create: (request, body) => {
			const spec = specOf(body);
			const base = body.baseConnectionId;
			if (isSdkSpec(spec)) {
				if (base !== undefined) throw flowProblem('1332-400');
			} else if (spec !== HTTP_API_SPEC) {
				throw flowProblem('1413-400');
			} else if (typeof base !== 'string') {
				throw flowProblem('1000-400', { detail: 'The baseConnectionId is missing.' });
			} else if (!world.documents.get('connection', request.sandbox, base)) {
				throw flowProblem('1101-404', { id: base, type: 'connections' });
			}
			return pick(body, SOURCE_FIELDS);
		},
		show: (_request, resource) => resource,
		checkChange: keepSpec,
		checkDelete: (request, resource) =>
			checkNoFlow(world, request, 'sourceConnectionIds', resource),
	};
}

function targetConnections(world: World): FlowResource {
	return {
		kind: 'targetConnection',
		path: 'targetConnections',
		create: (request, body) => {
			if (specOf(body) !== DATA_LAKE_SPEC) throw flowProblem('1307-400');
			const datasetId = at(body, 'params.dataSetId');
			if (typeof datasetId !== 'string') throw flowProblem('1325-400');
			if (!world.documents.get('dataSet', request.sandbox, datasetId)) {
				throw flowProblem('1101-404', { id: datasetId, type: 'dataSets' });
			}
			return pick(body, TARGET_FIELDS);
		},
		show: (_request, resource) => resource,
		checkChange: keepSpec,
		checkDelete: (request, resource) =>
			checkNoFlow(world, request, 'targetConnectionIds', resource),
	};
}

/** A connection's spec cannot be changed. */
const keepSpec: FlowResource['checkChange'] = (_request, changed, current) => {
	if (specOf(changed) !== specOf(current)) throw flowProblem('1414-400');
};

/** Source and target connections can be deleted only after the dataflows that use them. */
function checkNoFlow(
	world: World,
	request: FastifyRequest,
	field: 'sourceConnectionIds' | 'targetConnectionIds',
	{ id }: JsonObject,
): void {
	const flows = world.documents.list('flow', request.sandbox);
	if (!flows.some((flow) => asArray(flow[field]).includes(id))) return;
	throw flowProblem('1447-400', { detail: `Found active flows containing id ${String(id)}.` });
}

const COMMON_FIELDS = ['name', 'description', 'connectionSpec', 'data', 'params'];
const SOURCE_FIELDS = [...COMMON_FIELDS, 'baseConnectionId', 'providerId'];
const TARGET_FIELDS = COMMON_FIELDS;

function pick(body: JsonObject, fields: string[]): JsonObject {
	return Object.fromEntries(Object.entries(body).filter(([name]) => fields.includes(name)));
}
