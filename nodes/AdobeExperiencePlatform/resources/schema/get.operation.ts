import type { IDataObject } from 'n8n-workflow';
import {
	readResource,
	type RegistryResource,
} from '../../../../lib/platform/services/schemaRegistry';
import { schemaFields } from '../../../../lib/xdm/schema/schemaFields';
import { isForProfile } from '../../../../lib/xdm/validate/profileRules';
import { schemaLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation } from '../../shared/operation';
import { schemaIdOf, textOf } from '../../shared/parameters';
import { isSimplified, simplify } from '../../shared/common.properties';
import { simpleResource } from '../../shared/simplifyResource';

export const get: ItemOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get a schema',
	description: 'Get a schema: its fields with their types, or the whole JSON schema',
	properties: [
		schemaLocator,
		simplify,
		{
			displayName: 'Schema Format',
			name: 'schemaFormat',
			type: 'options',
			default: 'full',
			displayOptions: { show: { simplify: [false] } },
			options: [
				{
					name: 'With References',
					value: 'plain',
					description: 'The schema refers to its class and field groups',
				},
				{
					name: 'Resolved',
					value: 'full',
					description: 'All references are resolved. Records are validated against this form.',
				},
			],
		},
	],
	async run(context) {
		const id = schemaIdOf(context);
		const simplified = isSimplified(context);
		const form = !simplified && textOf(context, 'schemaFormat') === 'plain' ? 'plain' : 'full';
		const schema = await readResource(context.platform.call, 'schemas', id, form);
		return simplified ? simpleSchema(schema) : (schema as IDataObject);
	},
};

const simpleSchema = (schema: RegistryResource): IDataObject => ({
	...simpleResource(schema),
	profileEnabled: isForProfile(schema),
	fields: schemaFields(schema).map((field) => ({ ...field })),
});
