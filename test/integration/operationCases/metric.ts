import { chosen, type ResourceCases } from './types';

export const metric: ResourceCases = {
	get: {
		parameters: {
			measure: 'dataset',
			dataset: chosen('5c8c3c555033b814b69f947f'),
			start: '2026-01-30T00:00:00Z',
			end: '2026-01-31T00:00:00Z',
			granularity: 'day',
		},
	},
};
