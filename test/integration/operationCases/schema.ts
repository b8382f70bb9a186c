import { chosen, type ResourceCases } from './types';

const SCHEMA = { schema: chosen('https://ns.adobe.com/acme/schemas/7a1d') };

export const schema: ResourceCases = {
	createFromFields: {
		parameters: { title: 'Chat', fields: [{ path: 'chat.rating', type: 'integer' }] as never },
		grant: ({ url }) => (url.endsWith('/stats') ? { tenantId: 'acme' } : undefined),
	},
	get: { parameters: SCHEMA },
	getMany: { parameters: { owner: 'tenant' } },
	getSampleRecord: { parameters: SCHEMA },
};
