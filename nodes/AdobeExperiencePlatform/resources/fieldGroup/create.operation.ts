import { createFieldGroup } from '../../shared/createFieldGroup';
import { fieldsProperty } from '../../shared/fields.properties';
import type { ItemOperation } from '../../shared/operation';
import { jsonOf, requiredTextOf, textOf } from '../../shared/parameters';
import { simpleResource } from '../../shared/simplifyResource';

export const create: ItemOperation = {
	value: 'create',
	name: 'Create',
	action: 'Create a field group',
	description: 'Create a field group for event schemas from a list of fields',
	properties: [
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Chat Ratings',
			description: 'Must be unique among the field groups of the sandbox',
		},
		fieldsProperty,
	],
	options: [
		{
			displayName: 'Description',
			name: 'description',
			type: 'string',
			default: '',
		},
	],
	run: async (context) =>
		simpleResource(
			await createFieldGroup(
				context,
				requiredTextOf(context, 'title', 'Title'),
				textOf(context, 'options.description'),
				jsonOf(context, 'fields', 'Fields'),
			),
		),
};
