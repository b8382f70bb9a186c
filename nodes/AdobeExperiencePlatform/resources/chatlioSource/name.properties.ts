import type { INodeProperties } from 'n8n-workflow';

/** The prefix of all names, by which everything is found again. */
export const nameProperty: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	required: true,
	default: 'Chatlio',
	placeholder: 'e.g. Chatlio',
	description:
		'Prefix of the names of the field group, schema, dataset, connections, mapping sets and dataflows, by which they are found again. Use letters, digits, spaces and . _ - ( ).',
};

/**
 * Asks for the name once more, because it finds everything that Remove deletes, and Name has a default. It is not marked
 * as required: n8n would not run a workflow that was saved before the field existed, and say only that it is empty.
 */
export const confirmNameProperty: INodeProperties = {
	displayName: 'Confirm Name',
	name: 'confirmName',
	type: 'string',
	default: '',
	placeholder: 'e.g. Chatlio',
	description: 'The same as in Name, typed again. Unless both are equal, nothing is deleted.',
};

/** Options that Set Up and Remove share. */
export const nameOptions: INodeProperties[] = [
	{
		displayName: 'Dataset Name',
		name: 'datasetName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Live chat events',
		description: 'Name of the dataset. If empty, it is Name followed by "Events".',
	},
	{
		displayName: 'User Namespace',
		name: 'userNamespace',
		type: 'string',
		default: '',
		placeholder: 'e.g. CRMID',
		description:
			"Code of the identity namespace for your site's own user ID. If empty, the user ID is not an identity.",
	},
	{
		displayName: 'Visitor Namespace',
		name: 'visitorNamespace',
		type: 'string',
		default: 'ChatlioVisitor',
		placeholder: 'e.g. ChatlioVisitor',
		description:
			"Code of the identity namespace for Chatlio's visitor ID. If empty, the visitor ID is not an identity.",
	},
];
