import { remove as removeSource } from '../../../../lib/setup/remove';
import type { ItemOperation } from '../../shared/operation';
import { nameOptions, nameProperty } from './name.properties';
import { nameSettings } from './settings';

export const remove: ItemOperation = {
	value: 'remove',
	name: 'Remove',
	action: 'Remove a chatlio source',
	description:
		'Delete what Set Up made under a name, whichever way, and list what Adobe offers no way to delete',
	properties: [
		nameProperty,
		{
			displayName: 'Remove Data',
			name: 'withData',
			type: 'boolean',
			default: false,
			description:
				'Whether a dataset with data in it is deleted with them, which cannot be undone. Otherwise it stays, with its schema.',
		},
	],
	options: nameOptions,
	run: async (context) => {
		const { n8n, item, platform } = context;
		const withData = n8n.getNodeParameter('withData', item) as boolean;
		const settings = { ...nameSettings(context), withData };
		return (await removeSource(platform.call, settings)).map((removal) => ({ ...removal }));
	},
};
