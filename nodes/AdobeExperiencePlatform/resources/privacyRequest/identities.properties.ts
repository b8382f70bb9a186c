import type { INodeProperties } from 'n8n-workflow';

/** The person, by what Chatlio to XDM makes identities of. */
export const identityProperties: INodeProperties[] = [
	{
		displayName: 'Email',
		name: 'email',
		type: 'string',
		default: '',
		placeholder: 'e.g. jane@example.com',
		description: 'Email address of the visitor',
	},
	{
		displayName: 'Visitor ID',
		name: 'visitorId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 8f2c6a1e-0d3b-4c57-9a2e-5b7d1f4e6c80',
		description:
			"Chatlio's ID of the visitor. A person has one for each browser: create a request for each.",
	},
	{
		displayName: 'User ID',
		name: 'userId',
		type: 'string',
		default: '',
		placeholder: 'e.g. customer-1042',
		description: "Your site's own ID of the visitor. It needs the option User Namespace.",
	},
];

export const identityOptions: INodeProperties[] = [
	{
		displayName: 'Hashed Email',
		name: 'hashedEmail',
		type: 'boolean',
		default: false,
		description:
			'Whether to name the SHA-256 hash of the email address, too. Turn it on if Chatlio to XDM hashes addresses, now or in the past.',
	},
	{
		displayName: 'Keep Case',
		name: 'keepCase',
		type: 'boolean',
		default: false,
		description:
			'Whether to send the email address with its capitals. Turn it on if Chatlio to XDM keeps them.',
	},
	{
		displayName: 'User Namespace',
		name: 'userNamespace',
		type: 'string',
		default: '',
		placeholder: 'e.g. CRMID',
		description: "Code of the identity namespace for your site's own user ID",
	},
	{
		displayName: 'Visitor Namespace',
		name: 'visitorNamespace',
		type: 'string',
		default: 'ChatlioVisitor',
		placeholder: 'e.g. ChatlioVisitor',
		description: "Code of the identity namespace for Chatlio's visitor ID",
	},
];
