import type { IDataObject } from 'n8n-workflow';
import { readResource, type RegistryResource } from '../../../../lib/platform/schemaRegistry';
import { schemaFields } from '../../../../lib/xdm/schemaFields';
import { isForProfile } from '../../../../lib/xdm/validate/profile';
import { schemaLocator } from '../../shared/locators';
import type { ItemOperation } from '../../shared/operation';
import { requiredTextOf, textOf } from '../../shared/parameters';
import { isSimplified, simplify } from '../../shared/properties';
import { simpleResource } from '../../shared/simpleResource';

export const get: ItemOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get a schema',
	description: 'Read one schema: its fields with their types, or the whole JSON schema',
	properties: [
		schemaLocator,
		simplify,
		{
			displayName: 'Form',
			name: 'form',
			type: 'options',
			default: 'full',
			displayOptions: { show: { simplify: [false] } },
			options: [
				{
					name: 'As Made',
					value: 'plain',
					description: 'With references to its class and field groups',
				},
				{
					name: 'In Full',
					value: 'full',
					description: 'With all references followed: what records are checked against',
				},
			],
		},
	],
	async run(context) {
		const id = requiredTextOf(context, 'schema', 'Schema');
		const simplified = isSimplified(context);
		const form = !simplified && textOf(context, 'form') === 'plain' ? 'plain' : 'full';
		const schema = await readResource(context.platform.call, 'schemas', id, form);
		return simplified ? simpleSchema(schema) : (schema as IDataObject);
	},
};

const simpleSchema = (schema: RegistryResource): IDataObject => ({
	...simpleResource(schema),
	profileEnabled: isForProfile(schema),
	fields: schemaFields(schema).map((field) => ({ ...field })),
});
