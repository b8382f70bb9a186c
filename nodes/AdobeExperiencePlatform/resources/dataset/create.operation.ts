import { createDataset, readDataset } from '../../../../lib/platform/services/catalog';
import { schemaLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { collectionOf, requiredTextOf, schemaIdOf } from '../../shared/parameters';
import { simpleDataset } from './simplifyDataset';

interface Options {
	description: string;
	errorDiagnostics: boolean;
	profile: boolean;
}

export const create: ItemOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create a dataset',
	description: 'Create a dataset for the records of a schema',
	properties: [
		{
			displayName: 'Name',
			name: 'name',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Chatlio events',
		},
		schemaLocator,
	],
	options: [
		{
			displayName: 'Description',
			name: 'description',
			type: 'string',
			default: '',
		},
		{
			displayName: 'Enable for Profile',
			name: 'profile',
			type: 'boolean',
			default: false,
			description:
				'Whether the records also go to Real-Time Customer Profile. Off by default, because it cannot be undone after data has arrived. Enable the schema first.',
		},
		{
			displayName: 'Error Diagnostics',
			name: 'errorDiagnostics',
			type: 'boolean',
			default: true,
			description:
				'Whether Adobe keeps the records that it did not store, with the reasons, for 30 days. Failed Record: Get Many returns them.',
		},
	],
	async run(context) {
		const { call } = context.platform;
		const {
			description,
			profile = false,
			errorDiagnostics = true,
		} = collectionOf<Options>(context, 'options');
		const id = await createDataset(call, {
			name: requiredTextOf(context, 'name', 'Name'),
			schemaId: schemaIdOf(context),
			description,
			profile,
			errorDiagnostics,
		});
		return simpleDataset(await readDataset(call, id));
	},
};
