import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Answer, badRequest } from '../answer.mts';
import { isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { standardResources } from '../xdm/standard.mts';
import { readListAccept, readLookupAccept } from './acceptHeader.mts';
import { descriptorRoutes } from './descriptors.mts';
import { applyPatch, PatchRefused } from './jsonPatch.mts';
import { resourceNotFound } from './registryProblems.mts';
import { listResources } from './registryLists.mts';
import { jsonBody } from './request.mts';
import { checkDelete, type TenantKind } from './registryRules.mts';
import { inForm } from './registryForms.mts';
import { sampleOf } from './sampleData.mts';
import { registryStats } from './registryStats.mts';
import { unions } from './unions.mts';
import { changedResource, newFieldGroup, newSchema } from './tenantResources.mts';

const REGISTRY = '/data/foundation/schemaregistry';

/** Resource types in addresses; field groups are also available under their old name. */
const KINDS: Record<string, TenantKind> = {
	schemas: 'schema',
	fieldgroups: 'fieldGroup',
	mixins: 'fieldGroup',
};

/** The global container's names for the types in addresses. */
const GLOBAL_TYPES: Record<string, string> = {
	classes: 'classes',
	fieldgroups: 'mixins',
	mixins: 'mixins',
	behaviors: 'behaviors',
};

const KNOWN_TYPES = [
	'schemas',
	'classes',
	'fieldgroups',
	'mixins',
	'datatypes',
	'behaviors',
	'unions',
];

interface Typed {
	Params: { type: string };
}

interface ById {
	Params: { type: string; id: string };
}

/** Registers Schema Registry: lookups of schemas and their parts, and the creation of field groups and schemas. */
export function schemaRegistryRoutes(app: FastifyInstance, world: World): void {
	descriptorRoutes(app, world);
	rpcRoutes(app, world);
	app.get(`${REGISTRY}/stats`, (request) => registryStats(world, request.sandbox));

	app.get<Typed>(`${REGISTRY}/global/:type`, (request) => {
		const form = readListAccept(request.headers.accept);
		return listResources(request, 'global', globalOfType(request.params.type), form);
	});

	app.get<Typed>(`${REGISTRY}/tenant/:type`, (request) => {
		const form = readListAccept(request.headers.accept);
		const kind = KINDS[checkType(request.params.type)];
		return listResources(request, 'tenant', tenantOfType(world, request, kind), form);
	});

	app.get<ById>(`${REGISTRY}/global/:type/:id`, (request) => {
		const form = readLookupAccept(request.headers.accept);
		const { type, id } = request.params;
		const current = globalOfType(type).find((one) => one.$id === id || one['meta:altId'] === id);
		if (!current) throw resourceNotFound(id);
		return inForm(world, request.sandbox, current, form);
	});

	app.get<ById>(`${REGISTRY}/tenant/:type/:id`, (request) => {
		const form = readLookupAccept(request.headers.accept);
		return inForm(world, request.sandbox, find(world, request), form);
	});

	app.post<Typed>(`${REGISTRY}/tenant/:type`, (request, reply) => {
		const kind = KINDS[checkType(request.params.type)];
		const body = jsonBody(request);
		if (!isObject(body)) throw badRequest('The request body is null or empty');
		if (!kind) throw badRequest(`The emulator does not make ${request.params.type}`);
		const create = kind === 'schema' ? newSchema : newFieldGroup;
		const resource = create(world, request.sandbox, body);
		keep(world, request.sandbox, kind, resource);
		void reply.code(201);
		return resource;
	});

	app.patch<ById>(`${REGISTRY}/tenant/:type/:id`, (request) => {
		const current = find(world, request);
		return change(world, request, current, patched(current, jsonBody(request)));
	});

	app.put<ById>(`${REGISTRY}/tenant/:type/:id`, (request) => {
		const current = find(world, request);
		const body = jsonBody(request);
		if (!isObject(body)) throw badRequest('The request body is null or empty');
		return change(world, request, current, body);
	});

	app.delete<ById>(`${REGISTRY}/tenant/:type/:id`, (request, reply) => {
		const current = find(world, request);
		checkDelete(world, request.sandbox, kindOf(request), current);
		world.documents.remove(kindOf(request), request.sandbox, String(current.$id));
		world.schemas.clear();
		return reply.code(204).send();
	});
}

interface Named {
	Params: { id: string };
}

/** Registers calls without container and Accept header. */
function rpcRoutes(app: FastifyInstance, world: World): void {
	app.get<Named>(`${REGISTRY}/rpc/sampledata/:id`, (request) => {
		const { id } = request.params;
		const schema = world.documents
			.list('schema', request.sandbox)
			.find((one) => one.$id === id || one['meta:altId'] === id);
		const full = schema && world.schemas.compiled(request.sandbox, String(schema.$id))?.full;
		if (!full) throw resourceNotFound(id);
		return sampleOf(full);
	});
}

function tenantOfType(
	world: World,
	request: FastifyRequest<Typed>,
	kind: TenantKind | undefined,
): JsonObject[] {
	if (kind) return world.documents.list(kind, request.sandbox);
	return request.params.type === 'unions' ? unions(world, request.sandbox) : [];
}

/** Returns the kind of a resource to write; unions and everything that only Adobe creates are read-only. */
function kindOf(request: FastifyRequest<ById>): TenantKind {
	const kind = KINDS[request.params.type];
	if (!kind) throw badRequest(`Resources of the type ${request.params.type} are read only here`);
	return kind;
}

function change(
	world: World,
	request: FastifyRequest<ById>,
	current: JsonObject,
	body: JsonObject,
): JsonObject {
	const kind = kindOf(request);
	const changed = changedResource(world, request.sandbox, kind, current, body);
	keep(world, request.sandbox, kind, changed);
	return changed;
}

function keep(world: World, sandbox: string, kind: TenantKind, resource: JsonObject): void {
	world.documents.put(kind, sandbox, String(resource.$id), resource);
	world.schemas.clear();
}

function checkType(type: string): string {
	if (!KNOWN_TYPES.includes(type)) {
		throw new Answer(404, {
			type: '/placeholder/type/uri',
			status: 404,
			title: 'NotFoundError',
			detail: `There is no resource type ${type}`,
		});
	}
	return type;
}

function globalOfType(type: string): JsonObject[] {
	const resourceType = GLOBAL_TYPES[checkType(type)];
	return standardResources
		.filter((resource) => resource.resourceType === resourceType)
		.map((resource) => ({
			...resource.schema,
			$id: resource.$id,
			'meta:altId': resource['meta:altId'],
			'meta:resourceType': resource.resourceType,
			'meta:containerId': 'global',
			title: resource.title,
			version: '1.0.0',
		}));
}

function find(world: World, request: FastifyRequest<ById>): JsonObject {
	const { type, id } = request.params;
	const kind = KINDS[checkType(type)];
	// Unions are listed among the schemas too.
	const isUnion = id.endsWith('__union');
	const all = isUnion ? unions(world, request.sandbox) : tenantOfType(world, request, kind);
	const current = all.find((one) => one.$id === id || one['meta:altId'] === id);
	if (!current) throw resourceNotFound(id);
	return current;
}

function patched(current: JsonObject, patch: unknown): JsonObject {
	try {
		return applyPatch(current, patch);
	} catch (error) {
		if (error instanceof PatchRefused) throw badRequest(error.message);
		throw error;
	}
}
