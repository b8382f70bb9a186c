import { isRecord } from '../../../../lib/http/isRecord';
import { requestText } from '../../../../lib/problem/requestText';
import { problemIn, ServiceError, serviceError } from '../../../../lib/problem/serviceError';
import { createResource, eventSchema } from '../../../../lib/platform/services/schemaRegistry';
import { createFieldGroup } from '../../shared/createFieldGroup';
import { fieldGroupsProperty, fieldsProperty } from '../../shared/fields.properties';
import type { ItemOperation, OperationContext } from '../../shared/operation';
import { collectionOf, jsonOf, requiredTextOf } from '../../shared/parameters';
import { simpleResource } from '../../shared/simplifyResource';

interface Options {
	description: string;
	profile: boolean;
}

export const createFromFields: ItemOperation = {
	value: 'createFromFields',
	name: 'Create From Fields',
	action: 'Create a schema from fields',
	description: 'Create an event schema from field groups and a list of your own fields',
	properties: [
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Chat Ratings',
			description: 'Must be unique among the schemas of the sandbox',
		},
		fieldGroupsProperty,
		{
			displayName: 'Add Fields of Your Own',
			name: 'ownFields',
			type: 'boolean',
			default: true,
			description:
				'Whether to create a field group from a list of fields. Its title is that of the schema followed by “Fields”.',
		},
		{ ...fieldsProperty, displayOptions: { show: { ownFields: [true] } } },
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
				'Whether the records can go to Real-Time Customer Profile. Off by default, because it cannot be undone after data has arrived.',
		},
	],
	async run(context) {
		const title = requiredTextOf(context, 'title', 'Title');
		const { description = '', profile } = collectionOf<Options>(context, 'options');
		const groups = chosenFieldGroups(context);
		const ownGroupId = context.n8n.getNodeParameter('ownFields', context.item, true)
			? await createOwnGroup(context, title, description)
			: undefined;
		const body = eventSchema(
			title,
			description,
			ownGroupId ? [...groups, ownGroupId] : groups,
			profile,
		);
		const schema = await createResource(context.platform.call, 'schemas', body).catch(
			(error: unknown) => {
				throw ownGroupId ? withCreated(error, ownGroupId) : error;
			},
		);
		return { ...simpleResource(schema), ...(ownGroupId && { fieldGroupId: ownGroupId }) };
	},
};

async function createOwnGroup(context: OperationContext, title: string, description: string) {
	const fields = jsonOf(context, 'fields', 'Fields');
	return (await createFieldGroup(context, `${title} Fields`, description, fields)).$id;
}

interface FieldGroupsValue {
	group?: Array<{ fieldGroup?: unknown }>;
}

/** Values are read directly: a chosen field group's value is its ID in every mode. */
function chosenFieldGroups({ n8n, item }: OperationContext): string[] {
	const { group = [] } = n8n.getNodeParameter('fieldGroups', item, {}) as FieldGroupsValue;
	return group.map(({ fieldGroup }, index) => {
		const value = isRecord(fieldGroup) ? fieldGroup.value : fieldGroup;
		const id = requestText(value, 'Field Group', 'id');
		if (id) return id;
		throw serviceError('setting.conflict', {
			reason: `Field group ${index + 1} is empty`,
			advice: 'Choose one, or remove the entry.',
		});
	});
}

/**
 * Adds the field group that was created to the advice, so that the next attempt can use it instead of creating it
 * again.
 */
function withCreated(error: unknown, fieldGroupId: string) {
	const problem = problemIn(error);
	if (!problem) return error;
	const created = `The field group ${fieldGroupId} was created before: choose it under Field Groups and turn off Add Fields of Your Own.`;
	const advice = `${created} ${problem.advice}`;
	// The same item would create the field group again, and its title is taken.
	return new ServiceError({ ...problem, advice, retry: 'afterChange' });
}
