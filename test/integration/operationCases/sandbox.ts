import type { ResourceCases } from './types';

export const sandbox: ResourceCases = {
	getMany: { parameters: {} },
};
