import type { ResourceCases } from './types';

export const identityNamespace: ResourceCases = {
	create: { parameters: { code: 'ChatlioVisitor', idType: 'Cookie' } },
	getMany: { parameters: {} },
};
