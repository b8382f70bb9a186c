import type { INodeProperties } from 'n8n-workflow';
import { BATCH_MESSAGES } from '../../lib/streaming/limits';

/** What few people change. The defaults are full batches and retries, and no validation before the reply. */
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
					'Whether to send raw records in batches, which Adobe does not document. Where the inlet does not take them they go one by one.',
				displayOptions: { show: { '/recordFormat': ['dataflow', 'raw'] } },
			},
			{
				displayName: 'Batch Size',
				name: 'batchSize',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: BATCH_MESSAGES, numberPrecision: 0 },
				default: BATCH_MESSAGES,
				description: 'Most records in one request, which also never exceeds 1 MB',
			},
			{
				displayName: 'New Dataflow',
				name: 'newDataflow',
				type: 'options',
				default: 'wait',
				description:
					'What to do in the five minutes after the dataflow was created or changed, when Adobe may lose what it accepts',
				displayOptions: { show: { '/sendTo': ['dataflow'] } },
				options: [
					{ name: 'Send Anyway', value: 'send', description: 'Records may be lost unseen' },
					{
						name: 'Set Aside',
						value: 'setAside',
						description: 'Nothing is sent; every record leaves on the error output',
					},
					{ name: 'Wait', value: 'wait', description: 'Until the five minutes are over' },
				],
			},
			{
				displayName: 'Parallel Requests',
				name: 'parallelRequests',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 20, numberPrecision: 0 },
				default: 4,
				description: 'Most requests under way at once, after the first was answered',
			},
			{
				displayName: 'Record Field',
				name: 'recordField',
				type: 'string',
				// Dropped here, a field gives its name and not its value.
				requiresDataPath: 'single',
				default: '',
				placeholder: 'e.g. record',
				description:
					'Send only what is in this field of the item, with dots for nested ones. Empty sends the whole item, except its field delivery.',
			},
			{
				displayName: 'Retry For (Seconds)',
				name: 'retrySeconds',
				type: 'number',
				typeOptions: { minValue: 0, maxValue: 3600, numberPrecision: 0 },
				default: 300,
				description: 'How long to keep trying when Adobe is busy or cannot be reached',
			},
			{
				displayName: 'Sandbox',
				name: 'sandbox',
				type: 'string',
				default: '',
				placeholder: 'e.g. dev',
				description: 'Name of the sandbox. Empty takes the credential’s.',
			},
			{
				displayName: 'Source Name',
				name: 'sourceName',
				type: 'string',
				default: 'n8n',
				description: 'Written into the header of each XDM record, to tell senders apart in Adobe',
				displayOptions: { show: { '/recordFormat': ['dataflow', 'xdm'] } },
			},
			{
				displayName: 'Timeout (Seconds)',
				name: 'timeoutSeconds',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 300, numberPrecision: 0 },
				default: 60,
				description: 'How long to wait for the answer to one request',
			},
			{
				displayName: 'Validate Synchronously',
				name: 'syncValidation',
				type: 'boolean',
				default: false,
				description:
					'Whether Adobe validates each XDM record before it answers and names what does not fit the schema',
				hint: 'For development: one record per request and 60 a minute, so 1,000 items take 17 minutes',
				displayOptions: { show: { '/recordFormat': ['dataflow', 'message', 'xdm'] } },
			},
		],
	},
];
