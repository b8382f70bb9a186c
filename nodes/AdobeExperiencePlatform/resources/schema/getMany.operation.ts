import type { ItemOperation } from '../../shared/operation';
import { listFromRegistry, registryListProperties } from '../../shared/listFromRegistry';

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many schemas',
	description: 'Get the schemas of your organization or of Adobe',
	properties: registryListProperties('tenant'),
	run: async (context) => await listFromRegistry(context, 'schemas'),
};
