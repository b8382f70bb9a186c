import type { INodeProperties } from 'n8n-workflow';
import { sandboxLocator } from '../../lib/n8n/locators';
import { numberLimits } from './numberOptions';

/** Options that few users change. The defaults are full batches and retries, and no validation before the response. */
export const optionProperties: INodeProperties[] = [
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Batch Raw Records',
				name: 'batchRawRecords',
				type: 'boolean',
				default: false,
				description:
					'Whether to send raw records in batches, which Adobe does not document. If the inlet does not accept batches, the node sends the records one by one.',
				displayOptions: { show: { '/recordFormat': ['dataflow', 'raw'] } },
			},
			{
				displayName: 'Batch Size',
				name: 'batchSize',
				type: 'number',
				typeOptions: numberLimits('batchSize'),
				default: 1000,
				description: 'Maximum number of records in one request. A request also never exceeds 1 MB.',
			},
			{
				displayName: 'New Dataflow',
				name: 'newDataflow',
				type: 'options',
				default: 'wait',
				description:
					'What to do in the first five minutes after the dataflow is created or changed, when Adobe may lose records that it accepts',
				displayOptions: { show: { '/sendTo': ['dataflow'] } },
				options: [
					{
						name: 'Send Anyway',
						value: 'send',
						description: 'Adobe may lose records without notice',
					},
					{
						name: 'Do Not Send',
						value: 'doNotSend',
						description:
							'Send every record to the error output, so that you can send it again later',
					},
					{
						name: 'Wait',
						value: 'wait',
						description: 'Wait until the five minutes are over, then send',
					},
				],
			},
			{
				displayName: 'Parallel Requests',
				name: 'parallelRequests',
				type: 'number',
				typeOptions: numberLimits('parallelRequests'),
				default: 4,
				description: 'Maximum number of requests in progress at once, after the first response',
			},
			{
				displayName: 'Record Field',
				name: 'recordField',
				type: 'string',
				// A field dropped here adds its name, not its value.
				requiresDataPath: 'single',
				default: '',
				placeholder: 'e.g. record',
				description:
					'Send only the content of this field of the item. Use dots for nested fields. If empty, the node sends the whole item without the fields problem, delivery and validation.',
			},
			{
				displayName: 'Retry For (Seconds)',
				name: 'retrySeconds',
				type: 'number',
				typeOptions: numberLimits('retrySeconds'),
				default: 300,
				description: 'How long to keep trying while Adobe is busy or cannot be reached',
			},
			sandboxLocator,
			{
				displayName: 'Schema Behavior',
				name: 'schemaBehavior',
				type: 'options',
				default: 'lookUp',
				description:
					'What the schema of XDM records describes. Events need _id and timestamp; records, such as profiles, do not.',
				displayOptions: { show: { '/recordFormat': ['dataflow', 'xdm'] } },
				options: [
					{
						name: 'Event',
						value: 'time-series',
					},
					{
						name: 'Look Up in Adobe',
						value: 'lookUp',
						description:
							'Without a credential, or if it may not read schemas, the node expects events',
					},
					{
						name: 'Record',
						value: 'record',
					},
				],
			},
			{
				displayName: 'Source Name',
				name: 'sourceName',
				type: 'string',
				default: 'n8n',
				description: 'Added to the header of each XDM record, to identify the sender in Adobe',
				displayOptions: { show: { '/recordFormat': ['dataflow', 'xdm'] } },
			},
			{
				displayName: 'Timeout (Seconds)',
				name: 'timeoutSeconds',
				type: 'number',
				typeOptions: numberLimits('timeoutSeconds'),
				default: 60,
				description: 'How long to wait for the response to one request',
			},
			{
				displayName: 'Validate Synchronously',
				name: 'syncValidation',
				type: 'boolean',
				default: false,
				description:
					'Whether Adobe validates each XDM record before it responds and names the fields that do not match the schema',
				hint: 'For development: one record per request and 60 requests a minute, so 1,000 items take 17 minutes',
				displayOptions: { show: { '/recordFormat': ['dataflow', 'message', 'xdm'] } },
			},
		],
	},
];
