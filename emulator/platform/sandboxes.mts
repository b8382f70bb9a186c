import type { FastifyInstance, FastifyRequest } from 'fastify';
import { SANDBOXES, TECHNICAL_ACCOUNT } from '../account.mts';
import { Answer, badRequest } from '../answer.mts';
import { originOf, queryValue } from './request.mts';

const PATH = '/data/foundation/sandbox-management';
const CREATED = '2024-01-15 09:30:00';
const DEFAULT_LIMIT = 50;

/**
 * Registers the sandboxes that the caller may use, which every technical account can list; the administrators' list is
 * not available.
 */
export function sandboxRoutes(app: FastifyInstance): void {
	app.get(`${PATH}/`, (request) => {
		const { limit, offset } = readPage(request);
		const page = SANDBOXES.slice(offset, offset + limit);
		return {
			sandboxes: page.map(({ name, title, type, isDefault }) => ({
				name,
				title,
				state: 'active',
				type,
				region: 'VA7',
				isDefault,
				eTag: 1,
				createdDate: CREATED,
				lastModifiedDate: CREATED,
				createdBy: TECHNICAL_ACCOUNT,
				modifiedBy: TECHNICAL_ACCOUNT,
			})),
			_page: { limit, count: page.length },
			_links: {
				page: {
					href: `${originOf(request)}${PATH}/?limit={limit}&offset={offset}`,
					templated: true,
				},
			},
		};
	});

	app.get(`${PATH}/sandboxes`, () => {
		throw new Answer(403, {
			status: 403,
			title: 'Forbidden',
			type: '/placeholder/type/uri',
			detail: 'Listing every sandbox needs the permission of a sandbox administrator',
		});
	});
}

/** Limit and offset must be given together or not at all. Source: Adobe, "Sandbox API guide", appendix. */
function readPage(request: FastifyRequest): { limit: number; offset: number } {
	const [limit, offset] = [queryValue(request, 'limit'), queryValue(request, 'offset')];
	if (limit === undefined && offset === undefined) return { limit: DEFAULT_LIMIT, offset: 0 };
	if (limit === undefined || offset === undefined) {
		throw badRequest('The parameters limit and offset must be given together');
	}
	if (!/^[1-9]\d*$/.test(limit) || !/^\d+$/.test(offset)) {
		throw badRequest('The parameters limit and offset must be whole numbers');
	}
	return { limit: Number(limit), offset: Number(offset) };
}
