import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Answer, badRequest } from '../answer.mts';
import { asText, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { jsonBody } from './request.mts';

const IDENTITIES = '/data/core/idnamespace/identities';
const ID_TYPES = ['cookie', 'cross_device', 'device', 'email', 'mobile', 'non_people', 'phone'];
const FIRST_CUSTOM_ID = 10_000_000;

interface ById {
	Params: { id: string };
}

/** Registers identity namespaces: a code is permanent once it is created. */
export function identityRoutes(app: FastifyInstance, world: World): void {
	app.get(IDENTITIES, (request) => world.documents.list('namespace', request.sandbox));

	app.get<ById>(`${IDENTITIES}/:id`, (request) => {
		const { id } = request.params;
		const all = world.documents.list('namespace', request.sandbox);
		const namespace = all.find((one) => String(one.id) === id);
		if (!namespace)
			throw new Answer(404, { status: 404, title: 'Not Found', detail: `No namespace ${id}` });
		return namespace;
	});

	app.post(IDENTITIES, (request) => {
		const namespace = readNamespace(world, request);
		const { sandbox } = request;
		world.documents.put('namespace', sandbox, `${sandbox}/${String(namespace.code)}`, namespace);
		return namespace;
	});
}

function readNamespace(world: World, request: FastifyRequest): JsonObject {
	const body = jsonBody(request);
	if (!isObject(body)) throw badRequest('The request body is null or empty');
	const code = asText(body.code) ?? '';
	const idType = asText(body.idType) ?? '';
	const name = asText(body.name) ?? '';
	if (name === '') throw badRequest('The name of a namespace is missing');
	if (!/^[A-Za-z0-9]+$/.test(code)) {
		throw badRequest('The code of a namespace has letters and digits only');
	}
	if (!ID_TYPES.includes(idType.toLowerCase())) {
		throw badRequest(`The idType ${idType} is not one of ${ID_TYPES.join(', ')}`);
	}
	const all = world.documents.list('namespace', request.sandbox);
	if (all.some((one) => asText(one.code)?.toLowerCase() === code.toLowerCase())) {
		throw badRequest(`A namespace with the code ${code} already exists`);
	}
	const now = world.now();
	return {
		id: FIRST_CUSTOM_ID + all.length,
		code,
		name,
		description: asText(body.description) ?? '',
		idType,
		status: 'ACTIVE',
		custom: true,
		createTime: now,
		updateTime: now,
	};
}
