import type { FastifyInstance, FastifyRequest } from 'fastify';
import { CLIENT_ID, ORG_ID, TECHNICAL_ACCOUNT } from '../account.mts';
import { badRequest } from '../answer.mts';
import { hex } from '../ids.mts';
import { asObject, asText, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { readDescriptorAccept } from './acceptHeader.mts';
import { checkDescriptor } from './descriptorRules.mts';
import { checkLabelPermission } from './labelRules.mts';
import { readFilter } from './registryFilter.mts';
import { resourceNotFound } from './registryProblems.mts';
import { jsonBody, queryValue, queryValues } from './request.mts';

const DESCRIPTORS = '/data/foundation/schemaregistry/tenant/descriptors';
/** Observed in real organizations, where a larger limit is rejected. */
const MOST_PER_PAGE = 300;
const SHOWN_ON_CREATION = ['createdUser', 'createdClient', 'updatedUser', 'created', 'updated'];

interface ById {
	Params: { id: string };
}

/** Registers descriptors: the meaning of a schema's fields beyond their types, mainly identities. */
export function descriptorRoutes(app: FastifyInstance, world: World): void {
	app.get(DESCRIPTORS, (request) => {
		const form = readDescriptorAccept(request.headers.accept);
		const filters = queryValues(request, 'property').map(readFilter);
		const all = world.documents
			.list('descriptor', request.sandbox)
			.filter((one) => filters.every((test) => test(one)));
		if (form === 'paged') return pageOf(request, all);
		const byType: Record<string, unknown[]> = {};
		for (const one of all) (byType[String(one['@type'])] ??= []).push(SHOW[form](one));
		return byType;
	});

	app.get<ById>(`${DESCRIPTORS}/:id`, (request) => find(world, request));

	app.post(DESCRIPTORS, (request, reply) => {
		const body = readBody(request);
		checkLabelPermission(world, body);
		checkDescriptor(world, request.sandbox, body);
		const id = hex(40);
		const now = world.now();
		const stamps = {
			createdUser: TECHNICAL_ACCOUNT,
			createdClient: CLIENT_ID,
			updatedUser: TECHNICAL_ACCOUNT,
			created: now,
			updated: now,
		};
		const added = { imsOrg: ORG_ID, 'meta:containerId': 'tenant', '@id': id };
		keep(world, request.sandbox, id, { ...body, ...stamps, ...added });
		void reply.code(201);
		return { ...body, ...added };
	});

	app.put<ById>(`${DESCRIPTORS}/:id`, (request, reply) => {
		const current = find(world, request);
		const body = readBody(request);
		checkLabelPermission(world, current);
		checkDescriptor(world, request.sandbox, body, String(current['@id']));
		const creationFields = Object.fromEntries(
			SHOWN_ON_CREATION.map((name) => [name, current[name]]),
		);
		const id = String(current['@id']);
		keep(world, request.sandbox, id, {
			...body,
			...creationFields,
			updated: world.now(),
			imsOrg: ORG_ID,
			'meta:containerId': 'tenant',
			'@id': id,
		});
		// Adobe's tutorial responds with 201, its specification with 200: a client must accept both.
		void reply.code(201);
		return { '@id': id };
	});

	app.delete<ById>(`${DESCRIPTORS}/:id`, (request, reply) => {
		const { id } = request.params;
		checkLabelPermission(world, find(world, request));
		world.documents.remove('descriptor', request.sandbox, id);
		world.schemas.clear();
		return reply.code(204).send();
	});
}

/** Returns the descriptors of one schema. */
export function descriptorsOf(world: World, sandbox: string, schemaId: string): JsonObject[] {
	return world.documents
		.list('descriptor', sandbox)
		.filter((one) => one['xdm:sourceSchema'] === schemaId);
}

const SHOW: Record<'id' | 'link' | 'full', (descriptor: JsonObject) => unknown> = {
	id: (one) => one['@id'],
	link: (one) => `/tenant/descriptors/${String(one['@id'])}`,
	full: (one) => one,
};

function pageOf(request: FastifyRequest, all: JsonObject[]): JsonObject {
	const limit = Number(queryValue(request, 'limit') ?? MOST_PER_PAGE);
	if (!(limit >= 0 && limit <= MOST_PER_PAGE)) {
		throw badRequest(`Query limit out of range: valid query limit is 0 - ${MOST_PER_PAGE}`);
	}
	const start = queryValue(request, 'start');
	const sorted = [...all].sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
	const rest = sorted.filter((one) => start === undefined || idOf(one) >= start);
	const results = rest.slice(0, limit);
	const next = rest[results.length];
	return {
		results,
		_page: { orderby: '@id', next: next ? idOf(next) : null, count: results.length },
		_links: { next: null },
	};
}

const idOf = (descriptor: JsonObject) => asText(descriptor['@id']) ?? '';

function keep(world: World, sandbox: string, id: string, descriptor: JsonObject): void {
	world.documents.put('descriptor', sandbox, id, descriptor);
	world.schemas.clear();
}

function find(world: World, request: FastifyRequest<ById>): JsonObject {
	const descriptor = world.documents.get('descriptor', request.sandbox, request.params.id);
	if (!descriptor) throw resourceNotFound(request.params.id);
	return descriptor;
}

function readBody(request: FastifyRequest): JsonObject {
	const body = jsonBody(request);
	if (!isObject(body)) throw badRequest('The request body is null or empty');
	return asObject(body);
}
