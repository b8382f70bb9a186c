import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CLIENT_ID, findSandbox, ORG_ID, TECHNICAL_ACCOUNT } from '../account.mts';
import { etag, uuid } from '../ids.mts';
import { isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { flowProblem, notFound } from './flowProblems.mts';
import { applyPatch, PatchRefused } from './jsonPatch.mts';
import { search } from './flowSearch.mts';
import { checkDeletion, checkNewState, checkUpdate, stateAfter } from './flowStates.mts';
import { listPage } from './paging.mts';
import { jsonBody } from './request.mts';

export const FLOW_SERVICE = '/data/foundation/flowservice';

export type FlowKind = 'connection' | 'sourceConnection' | 'targetConnection' | 'flow';

/** Differences between the kinds of Flow Service resources. */
export interface FlowResource {
	kind: FlowKind;
	/** Last part of its address, e.g. `connections`. */
	path: string;
	/** Checks a body and returns the stored fields; throws the rejection. */
	create: (request: FastifyRequest, body: JsonObject, id: string) => JsonObject;
	/** Returns the form of a response, e.g. with the inlet's address at the emulator. */
	show: (request: FastifyRequest, resource: JsonObject) => JsonObject;
	/** Throws the rejection of a patched resource, if there is one. */
	checkChange?: (request: FastifyRequest, changed: JsonObject, current: JsonObject) => void;
	/** Throws the rejection of a deletion, if there is one. */
	checkDelete?: (request: FastifyRequest, resource: JsonObject) => void;
}

interface ById {
	Params: { id: string };
	Querystring: { op?: string };
}

/** Registers the calls that connections, source connections, target connections and flows share. */
export function flowResourceRoutes(
	app: FastifyInstance,
	world: World,
	resource: FlowResource,
): void {
	const { kind, path } = resource;
	const address = `${FLOW_SERVICE}/${path}`;

	app.get(address, (request) => {
		const all = world.documents.list(kind, request.sandbox);
		return listPage(
			request,
			path,
			all.map((one) => resource.show(request, one)),
		);
	});

	if (kind === 'flow' || kind === 'connection') {
		app.post(`${address}/search`, (request) => {
			const all = world.documents.list(kind, request.sandbox);
			return search(
				request,
				all.map((one) => resource.show(request, one)),
			);
		});
	}

	app.post(address, (request, reply) => {
		const body = jsonBody(request);
		if (!isObject(body) || Object.keys(body).length === 0) throw flowProblem('1405-400');
		const id = uuid();
		const document = { ...commonFields(world, request, id), ...resource.create(request, body, id) };
		world.documents.put(kind, request.sandbox, id, document);
		void reply.code(201).header('location', `${address}/${id}`);
		return { id, etag: document.etag };
	});

	app.get<ById>(`${address}/:id`, (request) => ({
		items: [resource.show(request, find(world, request, resource))],
	}));

	app.patch<ById>(`${address}/:id`, (request) => {
		const current = find(world, request, resource);
		checkUpdate(kind, current);
		checkVersion(request, current);
		const changed = { ...patched(current, jsonBody(request)), id: current.id };
		checkNewState(current, changed);
		resource.checkChange?.(request, changed, current);
		return keepChange(world, request, resource, changed);
	});

	app.post<ById>(`${address}/:id/action`, (request) => {
		const current = find(world, request, resource);
		if (request.headers['if-match'] !== undefined) checkVersion(request, current);
		const state = stateAfter(request.query.op, current);
		const changed = { ...current, state };
		resource.checkChange?.(request, changed, current);
		return keepChange(world, request, resource, changed);
	});

	app.delete<ById>(`${address}/:id`, (request, reply: FastifyReply) => {
		const current = find(world, request, resource);
		checkDeletion(kind, current);
		resource.checkDelete?.(request, current);
		world.documents.remove(kind, request.sandbox, request.params.id);
		return reply.code(204).send();
	});
}

function commonFields(world: World, request: FastifyRequest, id: string): JsonObject {
	const now = world.now();
	const version = etag();
	return {
		id,
		createdAt: now,
		updatedAt: now,
		createdBy: TECHNICAL_ACCOUNT,
		updatedBy: TECHNICAL_ACCOUNT,
		createdClient: CLIENT_ID,
		updatedClient: CLIENT_ID,
		sandboxId: findSandbox(request.sandbox)?.id,
		sandboxName: request.sandbox,
		imsOrgId: ORG_ID,
		state: 'enabled',
		version,
		etag: version,
	};
}

function find(world: World, request: FastifyRequest<ById>, resource: FlowResource): JsonObject {
	const document = world.documents.get(resource.kind, request.sandbox, request.params.id);
	if (!document) throw notFound(resource.path, request.params.id);
	return document;
}

/** `If-Match` contains the etag with its inner double quotes. */
function checkVersion(request: FastifyRequest, current: JsonObject): void {
	const version = request.headers['if-match'];
	if (version === undefined) throw flowProblem('1403-400');
	if (version !== current.etag) throw flowProblem('1404-412');
}

function patched(current: JsonObject, patch: unknown): JsonObject {
	try {
		return applyPatch(current, patch);
	} catch (error) {
		if (!(error instanceof PatchRefused)) throw error;
		const code = error.reason === 'operation' ? '1434-400' : '1455-400';
		throw flowProblem(code, { detail: error.message });
	}
}

/** Every change creates a new etag and, for a dataflow, restarts the warm-up. */
function keepChange(
	world: World,
	request: FastifyRequest,
	resource: FlowResource,
	changed: JsonObject,
): JsonObject {
	const version = etag();
	const id = String(changed.id);
	world.documents.put(resource.kind, request.sandbox, id, {
		...changed,
		updatedAt: world.now(),
		version,
		etag: version,
	});
	return { id, etag: version };
}
