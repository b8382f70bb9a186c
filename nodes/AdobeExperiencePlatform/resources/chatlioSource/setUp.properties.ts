import type { INodeProperties } from 'n8n-workflow';
import { customFieldsProperties } from './customFields.properties';
import { nameOptions, nameProperty } from './name.properties';

const inletOptions = [
	{
		name: 'Authenticated',
		value: 'authenticated',
		description: 'Accepts only records that come with a token of the credential',
	},
	{ name: 'Open', value: 'open', description: 'Accepts records from anyone who knows its URL' },
];

/** In the order in which a user decides. */
export const setUpProperties: INodeProperties[] = [
	nameProperty,
	{
		displayName: 'Delivery Route',
		name: 'deliveryRoute',
		type: 'options',
		default: 'xdm',
		description: "How Chatlio's events reach the dataset",
		options: [
			{
				name: 'Mapped in the Workflow (XDM)',
				value: 'xdm',
				description: 'Chatlio to XDM maps the events. Creates one dataflow.',
			},
			{
				name: 'Mapped by Adobe (Raw)',
				value: 'raw',
				description: "Adobe maps the trigger's items with a mapping set. Creates one dataflow.",
			},
			{
				name: 'Chatlio Directly to Adobe',
				value: 'direct',
				description:
					'Chatlio posts to Adobe without n8n. Creates five dataflows, one per event, each with a URL to paste into Chatlio.',
			},
		],
	},
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		default: 'httpApi',
		description: 'What Chatlio posts to',
		displayOptions: { show: { deliveryRoute: ['direct'] } },
		options: [
			{
				name: 'Adobe’s Chatlio Connector',
				value: 'chatlioConnector',
				description: 'Creates one inlet for each dataflow',
			},
			{
				name: 'HTTP API',
				value: 'httpApi',
				description: 'Creates one inlet for all five dataflows',
			},
		],
	},
	{
		displayName: 'Inlet',
		name: 'inlet',
		type: 'options',
		default: 'authenticated',
		description: 'Whether the endpoint that receives the events requires a token',
		displayOptions: { show: { deliveryRoute: ['xdm', 'raw'] } },
		options: inletOptions,
	},
	{
		displayName: 'Inlet',
		name: 'inlet',
		type: 'options',
		default: 'open',
		description: 'Chatlio cannot send a token, so only an open inlet accepts its events',
		displayOptions: { show: { deliveryRoute: ['direct'] } },
		options: inletOptions,
	},
	{
		displayName: 'Enable for Profile',
		name: 'profile',
		type: 'boolean',
		default: false,
		description:
			'Whether the events also go to Real-Time Customer Profile. This is permanent: Adobe can neither disable nor delete such a schema.',
	},
	{
		displayName: 'Create Missing Namespaces',
		name: 'createNamespaces',
		type: 'boolean',
		default: false,
		description:
			'Whether to create an identity namespace that does not exist. This is permanent: Adobe cannot delete namespaces.',
	},
	...customFieldsProperties,
];

export const setUpOptions: INodeProperties[] = [
	...nameOptions,
	{
		displayName: 'Label Personal Data',
		name: 'labelPersonalData',
		type: 'boolean',
		default: true,
		description:
			"Whether to mark the fields for personal data with Adobe's data usage labels, such as I1 for the email address. Labels have an effect only with a policy that your organization turned on, which may then block the use of these fields. Existing labels stay.",
	},
	{
		displayName: 'Merge Field Group',
		name: 'mergeFieldGroup',
		type: 'boolean',
		default: true,
		description:
			'Whether to add missing fields to a field group that already exists. Its other fields stay. Added fields cannot be removed.',
	},
];
