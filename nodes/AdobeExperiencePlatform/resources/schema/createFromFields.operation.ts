import { NodeOperationError } from 'n8n-workflow';
import { PlatformRefusal } from '../../../../lib/platform/refusal';
import { createResource, eventSchema } from '../../../../lib/platform/schemaRegistry';
import { createFieldGroup } from '../../shared/createFieldGroup';
import { fieldGroupsProperty, fieldsProperty } from '../../shared/fields.properties';
import type { ItemOperation, OperationContext } from '../../shared/operation';
import { collectionOf, jsonOf, requiredTextOf } from '../../shared/parameters';
import { simpleResource } from '../../shared/simpleResource';

interface Options {
	description: string;
	profile: boolean;
}

export const createFromFields: ItemOperation = {
	value: 'createFromFields',
	name: 'Create From Fields',
	action: 'Create a schema from fields',
	description: 'Make a schema of events from field groups, and from a list of fields of your own',
	properties: [
		{
			displayName: 'Title',
			name: 'title',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Chat Ratings',
			description: 'No other schema of the sandbox may have it',
		},
		fieldGroupsProperty,
		{
			displayName: 'Add Fields of Your Own',
			name: 'ownFields',
			type: 'boolean',
			default: true,
			description: 'Whether to make a field group, called by the title and “Fields”, from a list',
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
				'Whether its records may go into Real-Time Customer Profile. Off by default, because it cannot be undone once data has arrived.',
		},
	],
	async run(context) {
		const title = requiredTextOf(context, 'title', 'Title');
		const { description = '', profile } = collectionOf<Options>(context, 'options');
		const groups = pickedGroups(context);
		const own = context.n8n.getNodeParameter('ownFields', context.item, true)
			? await ownGroup(context, title, description)
			: undefined;
		const body = eventSchema(title, description, own ? [...groups, own] : groups, profile);
		const schema = await createResource(context.platform.call, 'schemas', body).catch(
			(error: unknown) => {
				throw own ? withRemains(error, own) : error;
			},
		);
		return { ...simpleResource(schema), ...(own && { fieldGroupId: own }) };
	},
};

async function ownGroup(context: OperationContext, title: string, description: string) {
	const fields = jsonOf(context, 'fields', 'Fields');
	return (await createFieldGroup(context, `${title} Fields`, description, fields)).$id;
}

interface Picked {
	group?: Array<{ fieldGroup?: string | { value?: string } }>;
}

/** Read as they are: the value of a chosen field group is its id in every mode. */
function pickedGroups({ n8n, item }: OperationContext): string[] {
	const { group = [] } = n8n.getNodeParameter('fieldGroups', item, {}) as Picked;
	return group.map(({ fieldGroup }, index) => {
		const id = typeof fieldGroup === 'object' ? fieldGroup.value : fieldGroup;
		if (id?.trim()) return id.trim();
		throw new NodeOperationError(n8n.getNode(), `Field group ${index + 1} is empty`, {
			description: 'Choose one, or remove the entry',
			itemIndex: item,
		});
	});
}

/** What was made stays: the next attempt can use it instead of making it twice. */
function withRemains(error: unknown, fieldGroupId: string) {
	if (!(error instanceof PlatformRefusal)) return error;
	const { description } = error.refusal;
	const remains = `The field group ${fieldGroupId} was made before: choose it under Field Groups and turn off Add Fields of Your Own.`;
	return new PlatformRefusal({ ...error.refusal, description: `${remains} ${description}` });
}
