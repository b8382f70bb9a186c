import type { ResourceCases } from './types';

export const fieldGroup: ResourceCases = {
	create: {
		parameters: { title: 'Ratings', fields: '[{ "path": "chat.rating", "type": "integer" }]' },
		grant: ({ url }) => (url.endsWith('/stats') ? { tenantId: 'acme' } : undefined),
	},
	getMany: { parameters: { owner: 'global' } },
};
