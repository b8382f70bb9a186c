import type { FastifyInstance } from 'fastify';
import { SANDBOXES, TECHNICAL_ACCOUNT } from '../account.mts';
import { queryValue } from './request.mts';

const CREATED = '2024-01-15 09:30:00';

/** The sandboxes the caller may use; open to every technical account. */
export function sandboxRoutes(app: FastifyInstance): void {
	app.get('/data/foundation/sandbox-management/', (request) => {
		const offset = Number(queryValue(request, 'offset') ?? 0);
		const limit = Number(queryValue(request, 'limit') ?? 50);
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
					href: '/data/foundation/sandbox-management/?limit={limit}&offset={offset}',
					templated: true,
				},
			},
		};
	});
}
