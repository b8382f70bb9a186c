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
	reconcile: {
		parameters: {
			...DATASET,
			dataflow: chosen('3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17'),
			recordId: 'chatlio-1',
			acceptedAt: '2026-01-31T12:00:00Z',
		},
	},
};
