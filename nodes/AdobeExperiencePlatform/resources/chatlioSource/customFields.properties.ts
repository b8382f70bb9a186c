import type { INodeProperties } from 'n8n-workflow';
import type { DeliveryRoute } from '../../../../lib/setup/setUpSettings';
import {
	CUSTOM_FIELD_TYPES,
	CUSTOM_TYPE_LABELS,
	type CustomFieldType,
} from '../../../../lib/xdm/fields/customFields';

const EXAMPLES: Record<CustomFieldType, string> = {
	string: 'For example, a summary or a tier',
	integer: 'For example, a lead score',
	number: 'With decimals, for example, an amount',
	boolean: 'For example, whether the visitor is a customer',
	'date-time': 'For example, 2026-03-01T10:20:30Z',
	date: 'For example, 2026-03-01',
	stringList: 'For example, the topics of a chat',
};

const typeOptions = CUSTOM_FIELD_TYPES.map((value) => ({
	name: CUSTOM_TYPE_LABELS[value],
	value,
	description: EXAMPLES[value],
})).sort((one, other) => one.name.localeCompare(other.name));

/** In the order in which a user decides. */
const entryProperties: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. leadScore',
		description:
			'Name of the field in Adobe and in the object “custom” of an item, such as custom.leadScore. Use letters, digits, and underscores, and begin with a letter.',
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		default: 'string',
		options: typeOptions,
	},
	{
		displayName: 'Title',
		name: 'title',
		type: 'string',
		default: '',
		placeholder: 'e.g. Lead Score',
		description: 'Name that Adobe shows. If empty, it is made from the name.',
	},
	{
		displayName: 'Description',
		name: 'description',
		type: 'string',
		default: '',
		placeholder: 'e.g. Score of the sales team, from 0 to 100',
	},
	{
		displayName: 'Personal Data',
		name: 'isPersonal',
		type: 'boolean',
		default: false,
		description:
			'Whether the field describes or can identify a person. Chatlio to XDM can then leave it out. In Adobe, the sentence “Personal data.” at the end of the description marks such a field.',
	},
];

/** Fields for what a workflow adds to the events; Chatlio itself, on the direct route, adds nothing. */
export const customFieldsProperties: INodeProperties[] = [
	customFields(
		['xdm', 'raw'],
		'Fields for what your workflow adds to the events, such as a lead score or a summary. Set Up adds missing fields to the schema and keeps existing ones as they are. This is permanent: Adobe can neither remove a field nor change its type.',
	),
	customFields(
		['direct'],
		'Fields for what workflows add to the events on the other delivery routes. They stay empty on this one, because Chatlio posts no custom fields. Set Up adds missing fields to the schema and keeps existing ones as they are. This is permanent: Adobe can neither remove a field nor change its type.',
	),
];

function customFields(deliveryRoute: DeliveryRoute[], description: string): INodeProperties {
	return {
		displayName: 'Custom Fields',
		name: 'customFields',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Field' },
		placeholder: 'Add Field',
		default: {},
		description,
		displayOptions: { show: { deliveryRoute } },
		options: [{ displayName: 'Field', name: 'field', values: entryProperties }],
	};
}
