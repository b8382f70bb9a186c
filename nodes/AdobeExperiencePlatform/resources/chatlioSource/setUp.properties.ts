import type { INodeProperties } from 'n8n-workflow';
import { nameOptions, nameProperty } from './name.properties';

const inletOptions = [
	{
		name: 'Authenticated',
		value: 'authenticated',
		description: 'Takes only what comes with a token of the credential',
	},
	{ name: 'Open', value: 'open', description: 'Takes what comes from anybody who knows its URL' },
];

/** In the order a user thinks. */
export const setUpProperties: INodeProperties[] = [
	nameProperty,
	{
		displayName: 'Way',
		name: 'way',
		type: 'options',
		default: 'xdm',
		description: "How Chatlio's events reach the dataset",
		options: [
			{
				name: 'Mapped in the Workflow (XDM)',
				value: 'xdm',
				description: 'Chatlio to XDM maps the events; one dataflow',
			},
			{
				name: 'Mapped by Adobe (Raw)',
				value: 'raw',
				description: "Adobe maps the trigger's items with a mapping set; one dataflow",
			},
			{
				name: 'Chatlio Straight to Adobe',
				value: 'straight',
				description:
					'Chatlio posts to Adobe past n8n: five dataflows, one per event, each with a URL to paste at Chatlio',
			},
		],
	},
	{
		displayName: 'Source',
		name: 'source',
		type: 'options',
		default: 'httpApi',
		description: 'What Chatlio posts to',
		displayOptions: { show: { way: ['straight'] } },
		options: [
			{
				name: 'Chatlio Source',
				value: 'chatlioSource',
				description: "Adobe's own source for Chatlio, an inlet per dataflow",
			},
			{
				name: 'HTTP API',
				value: 'httpApi',
				description: 'One inlet for all five dataflows',
			},
		],
	},
	{
		displayName: 'Inlet',
		name: 'inlet',
		type: 'options',
		default: 'authenticated',
		description: 'Whether the address that takes the events wants a token',
		displayOptions: { show: { way: ['xdm', 'raw'] } },
		options: inletOptions,
	},
	{
		displayName: 'Inlet',
		name: 'inlet',
		type: 'options',
		default: 'open',
		description: 'Chatlio cannot send a token: only an open inlet takes what it posts',
		displayOptions: { show: { way: ['straight'] } },
		options: inletOptions,
	},
	{
		displayName: 'Enable for Profile',
		name: 'profile',
		type: 'boolean',
		default: false,
		description:
			'Whether the events also go to Real-Time Customer Profile. This cannot be undone: Adobe neither disables nor deletes the schema afterwards.',
	},
	{
		displayName: 'Create Missing Namespaces',
		name: 'createNamespaces',
		type: 'boolean',
		default: false,
		description:
			'Whether an identity namespace that does not exist is created. Adobe offers no way to delete one.',
	},
];

export const setUpOptions: INodeProperties[] = [
	...nameOptions,
	{
		displayName: 'Merge Field Group',
		name: 'mergeFieldGroup',
		type: 'boolean',
		default: true,
		description:
			'Whether a field group that exists gets the fields it lacks. What it has besides stays; fields cannot be taken out again.',
	},
];
