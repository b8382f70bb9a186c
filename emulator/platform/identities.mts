import type { FastifyInstance } from 'fastify';
import { badRequest } from '../answer.mts';
import { asObject, asText } from '../json.mts';
import type { World } from '../world.mts';
import { jsonBody } from './request.mts';

const IDENTITIES = '/data/core/idnamespace/identities';
const ID_TYPES = ['cookie', 'cross_device', 'device', 'email', 'mobile', 'non_people', 'phone'];

/** Identity namespaces: a code is made once and stays for ever. */
export function identityRoutes(app: FastifyInstance, world: World): void {
	app.get(IDENTITIES, (request) => world.documents.list('namespace', request.sandbox));

	app.post(IDENTITIES, (request) => {
		const body = asObject(jsonBody(request));
		const code = asText(body.code) ?? '';
		const idType = asText(body.idType) ?? '';
		const all = world.documents.list('namespace', request.sandbox);
		if (!/^[A-Za-z0-9]+$/.test(code)) {
			throw badRequest('The code of a namespace has letters and digits only');
		}
		if (!ID_TYPES.includes(idType.toLowerCase())) {
			throw badRequest(`The idType ${idType} is not one of ${ID_TYPES.join(', ')}`);
		}
		if (all.some((one) => asText(one.code)?.toLowerCase() === code.toLowerCase())) {
			throw badRequest(`A namespace with the code ${code} already exists`);
		}
		const namespace = {
			id: 10_000_000 + all.length,
			code,
			name: asText(body.name) ?? code,
			description: asText(body.description) ?? '',
			idType,
			status: 'ACTIVE',
			custom: true,
			createTime: world.now(),
			updateTime: world.now(),
		};
		world.documents.put('namespace', request.sandbox, `${request.sandbox}/${code}`, namespace);
		return namespace;
	});
}
