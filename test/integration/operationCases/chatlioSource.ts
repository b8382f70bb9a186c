import type { ResourceCases } from './types';

export const chatlioSource: ResourceCases = {
	preview: { parameters: { name: 'Shop', way: 'raw' } },
	remove: { parameters: { name: 'Shop' } },
	setUp: { parameters: { name: 'Shop', way: 'xdm' } },
};
