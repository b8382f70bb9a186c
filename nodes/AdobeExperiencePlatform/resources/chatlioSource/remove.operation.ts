import { remove as removeSource } from '../../../../lib/setup/remove';
import type { ItemOperation } from '../../shared/operation';
import { nameOptions, nameProperty } from './name.properties';
import { nameSettings } from './readSetUpSettings';

export const remove: ItemOperation = {
	value: 'remove',
	name: 'Remove',
	action: 'Remove a chatlio source',
	description:
		'Delete what Set Up created under a name, on any delivery route, and list what Adobe cannot delete',
	properties: [
		nameProperty,
		{
			displayName: 'Remove Data',
			name: 'withData',
			type: 'boolean',
			default: false,
			description:
				'Whether to delete the dataset even if it contains data, which cannot be undone. If off, such a dataset stays, with its schema.',
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
