import type { ItemOperation } from '../../shared/operation';
import { listFromRegistry, registryListProperties } from '../../shared/registryList';

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many field groups',
	description: 'List the field groups of the organization, or Adobe’s own',
	properties: registryListProperties('tenant'),
	run: async (context) => await listFromRegistry(context, 'fieldgroups'),
};
