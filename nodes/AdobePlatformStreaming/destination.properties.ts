import type { INodeProperties } from 'n8n-workflow';

/** Flow Service's ids are UUIDs: in Adobe's pages, in the API and in the URL a webhook sender gets. */
const UUID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';

const FORMATS = {
	message: {
		name: 'Complete Message',
		value: 'message',
		description: 'The item has header and body, as in Adobe’s streaming ingestion API',
	},
	raw: {
		name: 'Raw Data',
		value: 'raw',
		description: 'Any JSON object, which the mapping of the dataflow turns into XDM',
	},
	xdm: {
		name: 'XDM Record',
		value: 'xdm',
		description: 'The item is the XDM record; header and schema reference are added here',
	},
} as const;

const onEndpoint = { show: { sendTo: ['endpoint'] } };
const onXdmEndpoint = { show: { sendTo: ['endpoint'], recordFormat: ['xdm'] } };

/** Where the records go, in the order a person thinks of it. */
export const destinationProperties: INodeProperties[] = [
	{
		displayName: 'Send To',
		name: 'sendTo',
		type: 'options',
		noDataExpression: true,
		default: 'dataflow',
		options: [
			{
				name: 'Dataflow',
				value: 'dataflow',
				description: 'Choose a dataflow: inlet, schema and dataset are looked up in Adobe',
			},
			{
				name: 'Streaming Endpoint',
				value: 'endpoint',
				description:
					'Enter the URL and the IDs yourself; needs no credential when the inlet is open',
			},
		],
	},
	{
		displayName: 'Dataflow',
		name: 'dataflow',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'The dataflow of an HTTP API or webhook source, shown in Adobe under Sources',
		displayOptions: { show: { sendTo: ['dataflow'] } },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a dataflow…',
				typeOptions: { searchListMethod: 'searchDataflows', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17',
				validation: [
					{
						type: 'regex',
						properties: {
							regex: `^\\s*${UUID}\\s*$`,
							errorMessage: 'A dataflow ID has 32 hexadecimal digits in five groups',
						},
					},
				],
			},
			{
				displayName: 'By URL',
				name: 'url',
				type: 'string',
				placeholder:
					'e.g. https://experience.adobe.com/…/dataflows/3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17',
				extractValue: { type: 'regex', regex: `^[^]*(${UUID})` },
				validation: [
					{
						type: 'regex',
						properties: {
							regex: `[^]*${UUID}[^]*`,
							errorMessage: 'The URL has no dataflow ID in it',
						},
					},
				],
			},
		],
	},
	{
		displayName: 'Streaming Endpoint URL',
		name: 'endpointUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://dcs.adobedc.net/collection/667b41cf2dbf3509927d…',
		description: 'Shown in Adobe on the page of the dataflow or of the source account',
		displayOptions: onEndpoint,
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		default: 'none',
		description:
			'Whether the inlet asks for a token is decided in Adobe when its account is created',
		displayOptions: onEndpoint,
		options: [
			{ name: 'Adobe Experience Platform Credential', value: 'adobe' },
			{ name: 'None', value: 'none' },
		],
	},
	{
		displayName: 'Record Format',
		name: 'recordFormat',
		type: 'options',
		default: 'dataflow',
		description: 'What each item is. It is never guessed from the data.',
		displayOptions: { show: { sendTo: ['dataflow'] } },
		options: [
			FORMATS.message,
			{
				name: 'From Dataflow',
				value: 'dataflow',
				description: 'Raw data if the dataflow has a mapping, XDM records otherwise',
			},
			FORMATS.raw,
			FORMATS.xdm,
		],
	},
	{
		displayName: 'Record Format',
		name: 'recordFormat',
		type: 'options',
		default: 'xdm',
		description: 'What each item is. It is never guessed from the data.',
		displayOptions: onEndpoint,
		options: [FORMATS.message, FORMATS.raw, FORMATS.xdm],
	},
	{
		displayName: 'Dataflow ID',
		name: 'flowId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17',
		description:
			'Several dataflows can share one inlet. Required for raw data unless the URL names the dataflow.',
		displayOptions: onEndpoint,
	},
	{
		displayName: 'Dataset ID',
		name: 'datasetId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 5c8c3c555033b814b69f947f',
		displayOptions: onXdmEndpoint,
	},
	{
		displayName: 'Schema ID',
		name: 'schemaId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://ns.adobe.com/acme/schemas/7a1d…',
		description: 'A URL, shown in Adobe on the right of the page of the schema, under API usage',
		displayOptions: onXdmEndpoint,
	},
	{
		displayName: 'Organization ID',
		name: 'organizationId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 9C1D3A5E7F0B2468@AdobeOrg',
		description: 'The organization that owns the inlet. Empty takes the credential’s.',
		displayOptions: onXdmEndpoint,
	},
	{
		displayName:
			'In this node’s settings, set On Error to Continue (using error output): every record that Adobe did not accept then leaves there, with the reason and ready to be sent again. Without it the node stops once, after everything was sent.',
		name: 'errorOutputNotice',
		type: 'notice',
		default: '',
	},
];
