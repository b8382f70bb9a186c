import type { ItemOperation } from '../../shared/operation';
import { listFromRegistry, registryListProperties } from '../../shared/listFromRegistry';

export const getMany: ItemOperation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many field groups',
	description: 'Get the field groups of your organization or of Adobe',
	properties: registryListProperties('tenant'),
	run: async (context) => await listFromRegistry(context, 'fieldgroups'),
};
