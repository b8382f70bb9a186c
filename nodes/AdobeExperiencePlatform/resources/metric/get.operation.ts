import type { IDataObject, INodeProperties } from 'n8n-workflow';
import {
	readMetrics,
	STREAMING_METRICS,
	type Granularity,
	type MetricSubject,
} from '../../../../lib/platform/services/observability';
import { serviceError } from '../../../../lib/problem/serviceError';
import { shorten } from '../../../../lib/problem/shorten';
import { datasetLocator } from '../../../../lib/n8n/locators';
import type { ItemOperation, OperationContext } from '../../shared/operation';
import {
	datasetIdOf,
	requiredRequestTextOf,
	requiredTextOf,
	textOf,
} from '../../shared/parameters';
import { readDateTime } from '../../shared/readDateTime';

/** The last part of an inlet's address, or of the complete URL of a dataflow. */
const INLET_ID = /([0-9a-f]{64})(?:[/?#]|$)/i;

const metricsOf = (subject: MetricSubject): INodeProperties => ({
	displayName: 'Metrics',
	name: `${subject}Metrics`,
	type: 'multiOptions',
	default: [],
	displayOptions: { show: { measure: [subject] } },
	options: STREAMING_METRICS.filter(({ of }) => of === subject)
		.map(({ key, title }) => ({ name: title, value: key }))
		.sort((a, b) => a.name.localeCompare(b.name)),
});

export const get: ItemOperation = {
	value: 'get',
	name: 'Get',
	action: 'Get metrics of streamed data',
	description: 'Get counts over a period of what an inlet received or a dataset stored',
	properties: [
		{
			displayName: 'Measure',
			name: 'measure',
			type: 'options',
			default: 'dataset',
			options: [
				{
					name: 'Dataset',
					value: 'dataset',
					description: 'Records and batches that were stored',
				},
				{
					name: 'Inlet',
					value: 'inlet',
					description: 'Messages, bytes and HTTP calls that were received',
				},
			],
		},
		{ ...datasetLocator, displayOptions: { show: { measure: ['dataset'] } } },
		{
			displayName: 'Inlet',
			name: 'inlet',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://dcs.adobedc.net/collection/667b41cf…',
			description: 'The URL or ID of the inlet. Dataflow: Get Streaming Endpoint returns the URL.',
			displayOptions: { show: { measure: ['inlet'] } },
		},
		{ ...metricsOf('dataset'), default: ['recordsStored', 'batchesRejected'] },
		{
			...metricsOf('inlet'),
			default: ['messagesReceived', 'requestsSucceeded', 'requestsFailed'],
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
			description: 'The period that each row covers',
			options: [
				{ name: 'Day', value: 'day' },
				{ name: 'Hour', value: 'hour' },
			],
		},
	],
	async run(context) {
		const of = textOf(context, 'measure') as MetricSubject;
		const { n8n, item, platform } = context;
		const rows = await readMetrics(platform.call, {
			of,
			id: of === 'inlet' ? inletOf(context) : datasetIdOf(context),
			start: timeOf(context, 'start', 'Start'),
			end: timeOf(context, 'end', 'End'),
			granularity: textOf(context, 'granularity') as Granularity,
			metrics: n8n.getNodeParameter(`${of}Metrics`, item, []) as string[],
		});
		return rows.map((row): IDataObject => ({ ...row }));
	},
};

function inletOf(context: OperationContext): string {
	const text = requiredRequestTextOf(context, 'inlet', 'Inlet', 'url');
	const id = INLET_ID.exec(text)?.[1];
	if (id) return id;
	const advice = 'Copy the URL of the inlet: its last part has 64 hexadecimal digits.';
	const value = `"${shorten(text)}"`;
	throw serviceError('setting.invalid', { label: 'Inlet', value, advice }, { field: 'Inlet' });
}

function timeOf(context: OperationContext, name: string, label: string): string {
	const time = readDateTime(context, requiredTextOf(context, name, label), label);
	return new Date(time!).toISOString();
}
