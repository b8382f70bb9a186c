import { chosen, type ResourceCases } from './types';

const DATASET = { dataset: chosen('5c8c3c555033b814b69f947f') };

export const dataset: ResourceCases = {
	create: {
		parameters: {
			name: 'Chat events',
			schema: chosen('https://ns.adobe.com/acme/schemas/7a1d'),
			options: { profile: true, description: 'From the chat' },
		},
	},
	delete: { parameters: DATASET },
	get: { parameters: DATASET },
	getBatches: {
		parameters: { ...DATASET, filters: { since: '2026-01-31T12:00:00Z', status: 'failed' } },
	},
	getMany: { parameters: { returnAll: true, filters: { search: 'chat' } } },
};
