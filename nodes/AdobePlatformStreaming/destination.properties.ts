import type { INodeProperties } from 'n8n-workflow';
import { dataflowLocator } from '../../lib/n8n/locators';

const FORMATS = {
	message: {
		name: 'Complete Message',
		value: 'message',
		description: 'The item has a header and a body, as in Adobe’s streaming ingestion API',
	},
	raw: {
		name: 'Raw Data',
		value: 'raw',
		description: 'The item is any JSON object. The mapping of the dataflow turns it into XDM.',
	},
	xdm: {
		name: 'XDM Record',
		value: 'xdm',
		description: 'The item is the XDM record. The node adds the header and the schema reference.',
	},
} as const;

const onEndpoint = { show: { sendTo: ['endpoint'] } };
const onXdmEndpoint = { show: { sendTo: ['endpoint'], recordFormat: ['xdm'] } };

/** Destination of the records, in the order in which a user decides. */
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
				description: 'Choose a dataflow. The node looks up its inlet, schema and dataset in Adobe.',
			},
			{
				name: 'Streaming Endpoint',
				value: 'endpoint',
				description: 'Enter the URL and the IDs yourself. An open inlet needs no credential.',
			},
		],
	},
	{
		...dataflowLocator,
		// Without a choice, the only dataflow that takes the records is meant.
		required: false,
		description:
			'The dataflow of an HTTP API source or webhook source, listed in Adobe under Sources. If empty, the only one that takes such records.',
		displayOptions: { show: { sendTo: ['dataflow'] } },
	},
	{
		displayName: 'Streaming Endpoint URL',
		name: 'endpointUrl',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. https://dcs.adobedc.net/collection/667b41cf2dbf3509927d…',
		description: 'The URL that Adobe shows on the page of the dataflow or of the source account',
		displayOptions: onEndpoint,
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		default: 'none',
		description:
			'Whether the inlet requires a token. You choose this in Adobe when you create the source account.',
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
		description: 'What each item contains. The node never guesses it from the data.',
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
		description: 'What each item contains. The node never guesses it from the data.',
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
			'Required for raw data unless the URL names the dataflow, because several dataflows can share one inlet',
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
		description: 'A URL that Adobe shows on the right of the schema page, under API usage',
		displayOptions: onXdmEndpoint,
	},
	{
		displayName: 'Organization ID',
		name: 'organizationId',
		type: 'string',
		default: '',
		placeholder: 'e.g. 9C1D3A5E7F0B2468@AdobeOrg',
		description:
			'The organization that owns the inlet. If empty, the node uses the one in the credential.',
		displayOptions: onXdmEndpoint,
	},
	{
		displayName:
			'In this node’s settings, set On Error to Continue (using error output). Every record that Adobe does not accept then goes to the error output with its problem, ready to be sent again. Otherwise, the node stops with one error after it has sent everything.',
		name: 'errorOutputNotice',
		type: 'notice',
		default: '',
	},
];
