import type { ResourceCases } from './types';

export const chatlioSource: ResourceCases = {
	preview: { parameters: { name: 'Shop', deliveryRoute: 'raw' } },
	remove: { parameters: { name: 'Shop', confirmName: 'Shop' } },
	setUp: { parameters: { name: 'Shop', deliveryRoute: 'xdm' } },
};
