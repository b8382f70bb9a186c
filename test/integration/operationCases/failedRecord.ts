import { chosen, type ResourceCases } from './types';

export const failedRecord: ResourceCases = {
	getMany: {
		parameters: { dataset: chosen('5c8c3c555033b814b69f947f'), since: '2026-01-31T12:00:00Z' },
	},
};
