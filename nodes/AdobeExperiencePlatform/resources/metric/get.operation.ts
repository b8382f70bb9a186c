import { NodeOperationError, type IDataObject, type INodeProperties } from 'n8n-workflow';
import {
	readMetrics,
	STREAMING_METRICS,
	type Granularity,
	type MetricSubject,
} from '../../../../lib/platform/observability';
import { datasetLocator } from '../../shared/locators';
import type { ItemOperation, OperationContext } from '../../shared/operation';
import { requiredTextOf, textOf } from '../../shared/parameters';
import { readMoment } from '../../shared/time';

/** The last part of an inlet's address, or of the finished URL of a dataflow. */
const INLET_ID = /([0-9a-f]{64})(?:[/?#]|$)/i;

const metricsOf = (subject: MetricSubject): INodeProperties => ({
	displayName: 'Metrics',
	name: `${subject}Metrics`,
	type: 'multiOptions',
	default: [],
	displayOptions: { show: { of: [subject] } },
	options: STREAMING_METRICS.filter(({ of }) => of === subject)
		.map(({ key, title }) => ({ name: title, value: key }))
		.sort((a, b) => a.name.localeCompare(b.name)),
});

export const get: ItemOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get metrics of streamed data',
	description: 'Count what arrived at an inlet or was stored in a dataset over a period',
	properties: [
		{
			displayName: 'Of',
			name: 'of',
			type: 'options',
			default: 'dataset',
			options: [
				{
					name: 'Dataset',
					value: 'dataset',
					description: 'What was stored: records and batches',
				},
				{
					name: 'Inlet',
					value: 'inlet',
					description: 'What was received: messages, bytes and HTTP calls',
				},
			],
		},
		{ ...datasetLocator, displayOptions: { show: { of: ['dataset'] } } },
		{
			displayName: 'Inlet',
			name: 'inlet',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://dcs.adobedc.net/collection/667b41cf…',
			description: 'Its URL or ID. Dataflow: Get Streaming Endpoint returns it.',
			displayOptions: { show: { of: ['inlet'] } },
		},
		{ ...metricsOf('dataset'), default: ['recordsStored', 'batchesRefused'] },
		{
			...metricsOf('inlet'),
			default: ['messagesReceived', 'requestsSucceeded', 'requestsRefused'],
		},
		{
			displayName: 'Start',
			name: 'start',
			type: 'dateTime',
			required: true,
			default: '={{ $now.minus({ days: 7 }).toISO() }}',
		},
		{
			displayName: 'End',
			name: 'end',
			type: 'dateTime',
			required: true,
			default: '={{ $now.toISO() }}',
		},
		{
			displayName: 'Granularity',
			name: 'granularity',
			type: 'options',
			default: 'day',
			description: 'Over how much time each row counts',
			options: [
				{ name: 'Day', value: 'day' },
				{ name: 'Hour', value: 'hour' },
			],
		},
	],
	async run(context) {
		const of = textOf(context, 'of') as MetricSubject;
		const { n8n, item, platform } = context;
		const rows = await readMetrics(platform.call, {
			of,
			id: of === 'inlet' ? inletOf(context) : requiredTextOf(context, 'dataset', 'Dataset'),
			start: timeOf(context, 'start', 'Start'),
			end: timeOf(context, 'end', 'End'),
			granularity: textOf(context, 'granularity') as Granularity,
			metrics: n8n.getNodeParameter(`${of}Metrics`, item, []) as string[],
		});
		return rows.map((row): IDataObject => ({ ...row }));
	},
};

function inletOf(context: OperationContext): string {
	const text = requiredTextOf(context, 'inlet', 'Inlet');
	const id = INLET_ID.exec(text)?.[1];
	if (id) return id;
	throw new NodeOperationError(context.n8n.getNode(), `The inlet ${text} has no ID in it`, {
		description: 'Copy the URL of the inlet: its last part has 64 hexadecimal digits',
		itemIndex: context.item,
	});
}

function timeOf(context: OperationContext, name: string, label: string): string {
	const moment = readMoment(context, requiredTextOf(context, name, label), label);
	return new Date(moment!).toISOString();
}
