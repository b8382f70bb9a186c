import type { ItemOperation } from '../../shared/operation';
import { listFromRegistry, registryListProperties } from '../../shared/registryList';

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many schemas',
	description: 'List the schemas of the organization, or Adobe’s own',
	properties: registryListProperties('tenant'),
	run: async (context) => await listFromRegistry(context, 'schemas'),
};
