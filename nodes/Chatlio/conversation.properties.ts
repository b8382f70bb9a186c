import type { INodeProperties } from 'n8n-workflow';

const onGetMany = { resource: ['conversation'], operation: ['getMany'] };

/** Chatlio's server API has only this one call. */
export const properties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		default: 'conversation',
		options: [{ name: 'Conversation', value: 'conversation' }],
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['conversation'] } },
		default: 'getMany',
		options: [
			{
				name: 'Get Many',
				value: 'getMany',
				action: 'Get many conversations in progress',
				description: 'Get the conversations that are in progress',
			},
		],
	},
	{
		displayName: 'Widgets',
		name: 'widgets',
		type: 'options',
		default: 'all',
		description: 'The widgets whose conversations to get',
		displayOptions: { show: onGetMany },
		options: [
			{
				name: 'All Widgets',
				value: 'all',
				description: 'All widgets of the account that the API key belongs to',
			},
			{ name: 'One Widget', value: 'one' },
		],
	},
	{
		displayName: 'Widget ID',
		name: 'widgetId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 2b7a1c94-5d0e-4f3a-8c61-90f2d4e7b835',
		description:
			'Find it in the code that embeds the widget on your site: <code>&lt;chatlio-widget widgetid="…"&gt;</code>',
		displayOptions: { show: { ...onGetMany, widgets: ['one'] } },
	},
	{
		displayName: 'With Visitor Data',
		name: 'visitorData',
		type: 'boolean',
		default: false,
		description: 'Whether Chatlio adds what it knows about each visitor, which is personal data',
		displayOptions: { show: onGetMany },
	},
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: { show: onGetMany },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { ...onGetMany, returnAll: [false] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show: onGetMany },
		options: [
			{
				displayName: 'Split Into Items',
				name: 'split',
				type: 'boolean',
				default: true,
				description:
					'Whether to return each conversation in the list as an item. If off, the whole response is one item and the limit does not apply.',
			},
		],
	},
];
