import type { INodeProperties } from 'n8n-workflow';

/** Prefixes and finds everything. */
export const nameProperty: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: 'Chatlio',
	placeholder: 'e.g. Chatlio',
	description:
		'Begins the names of field group, schema, dataset, connections, mapping sets and dataflows, and finds them again. Letters, digits, spaces and . _ - ( ).',
};

/** Members of Options that Set Up and Remove share. */
export const nameOptions: INodeProperties[] = [
	{
		displayName: 'Dataset Name',
		name: 'datasetName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Live chat events',
		description: 'Name of the dataset. Empty makes it Name followed by "Events".',
	},
	{
		displayName: 'User Namespace',
		name: 'userNamespace',
		type: 'string',
		default: '',
		placeholder: 'e.g. CRMID',
		description:
			"Code of the identity namespace for the site's own user ID. Empty leaves that identity out.",
	},
	{
		displayName: 'Visitor Namespace',
		name: 'visitorNamespace',
		type: 'string',
		default: 'ChatlioVisitor',
		placeholder: 'e.g. ChatlioVisitor',
		description:
			"Code of the identity namespace for Chatlio's visitor ID. Empty leaves that identity out.",
	},
];
