import type { INodeProperties } from 'n8n-workflow';
import { FIELD_TYPES } from '../../../lib/xdm/fieldList';

const EXAMPLE = [
	{ path: 'chat.rating', type: 'integer', title: 'Rating' },
	{ path: 'chat.topics', type: 'string', array: true, title: 'Topics' },
];

/** A list of the organization's own fields. */
export const fieldsProperty: INodeProperties = {
	displayName: 'Fields',
	name: 'fields',
	type: 'json',
	default: JSON.stringify(EXAMPLE, null, 2),
	description: `A list with path, type, and where wanted title, description, array and enum of each field. The path is below the organization’s own key, which is added. Types: ${FIELD_TYPES.join(', ')}.`,
};

/** Cannot be used together with a default of its own: the linter takes a mode for a property. */
const TEXT = { type: 'string' } as const;
const LIST = { type: 'list' } as const;

export const fieldGroupsProperty: INodeProperties = {
	displayName: 'Field Groups',
	name: 'fieldGroups',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Field Group' },
	placeholder: 'Add Field Group',
	default: {},
	description: 'Parts of the schema besides the class XDM ExperienceEvent: Adobe’s or your own',
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
							hint: 'The ID of a field group is a URL, shown in Adobe on its page under API usage',
						},
					],
				},
			],
		},
	],
};
