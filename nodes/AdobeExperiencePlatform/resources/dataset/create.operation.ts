import { createDataset, readDataset } from '../../../../lib/platform/catalog';
import { schemaLocator } from '../../shared/locators';
import type { ItemOperation } from '../../shared/operation';
import { collectionOf, requiredTextOf } from '../../shared/parameters';
import { simpleDataset } from './simple';

interface Options {
	description: string;
	errorDiagnostics: boolean;
	profile: boolean;
}

export const create: ItemOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create a dataset',
	description: 'Make a dataset for the records of a schema',
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
				'Whether its records also go into Real-Time Customer Profile. Off by default, because it cannot be undone once data has arrived; the schema must be enabled before.',
		},
		{
			displayName: 'Error Diagnostics',
			name: 'errorDiagnostics',
			type: 'boolean',
			default: true,
			description:
				'Whether Adobe keeps, for 30 days, the records it did not store and why. Failed Record: Get Many reads them.',
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
			schemaId: requiredTextOf(context, 'schema', 'Schema'),
			description,
			profile,
			errorDiagnostics,
		});
		return simpleDataset(await readDataset(call, id));
	},
};
