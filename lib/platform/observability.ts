import type { PlatformCall } from './call';
import { PlatformRefusal } from './refusal';

/** Source: Observability Insights API guide, "Metrics endpoint". */
const METRICS = '/data/infrastructure/observability/insights/metrics';

export type MetricSubject = 'inlet' | 'dataset';
export type Granularity = 'hour' | 'day';

export interface Metric {
	/** Short name in the output. */
	key: string;
	title: string;
	/** Adobe's name. */
	name: string;
	of: MetricSubject;
}

/** The metrics that say what became of streamed data. Source: as above, "Available metrics". */
export const STREAMING_METRICS: readonly Metric[] = [
	{
		key: 'messagesReceived',
		title: 'Messages received',
		name: 'timeseries.data.collection.inlet.total.messages.received',
		of: 'inlet',
	},
	{
		key: 'bytesReceived',
		title: 'Bytes received',
		name: 'timeseries.data.collection.inlet.total.messages.size.received',
		of: 'inlet',
	},
	{
		key: 'requestsSucceeded',
		title: 'HTTP calls that succeeded',
		name: 'timeseries.data.collection.inlet.success',
		of: 'inlet',
	},
	{
		key: 'requestsRefused',
		title: 'HTTP calls that did not succeed',
		name: 'timeseries.data.collection.inlet.failure',
		of: 'inlet',
	},
	{
		key: 'recordsStored',
		title: 'Records stored',
		name: 'timeseries.ingestion.dataset.recordsuccess.count',
		of: 'dataset',
	},
	{
		key: 'batchesStored',
		title: 'Batches stored',
		name: 'timeseries.ingestion.dataset.batchsuccess.count',
		of: 'dataset',
	},
	{
		key: 'batchesRefused',
		title: 'Batches refused',
		name: 'timeseries.ingestion.dataset.batchfailed.count',
		of: 'dataset',
	},
	{
		key: 'profileRecordsStored',
		title: 'Records stored in Profile',
		name: 'timeseries.profiles.dataset.recordsuccess.count',
		of: 'dataset',
	},
];

/** The filter of each subject; the guide's samples write the dataset's this way. */
const FILTERS: Record<MetricSubject, string> = { inlet: 'inletId', dataset: 'dataSetId' };

export interface MetricQuery {
	of: MetricSubject;
	/** Id of the inlet (64 hexadecimal characters) or of the dataset. */
	id: string;
	/** ISO 8601. */
	start: string;
	end: string;
	granularity: Granularity;
	/** Keys of STREAMING_METRICS of that subject. */
	metrics: readonly string[];
}

/** One metric at one time. */
export interface MetricRow {
	metric: string;
	title: string;
	/** Start of the hour or day, as Adobe writes it. */
	time: string;
	value: number;
	id: string;
	granularity: Granularity;
}

interface MetricAnswer {
	metricResponses?: Array<{
		metric?: string;
		datapoints?: Array<{ dps?: Record<string, number> }>;
	}>;
}

/**
 * What was counted in a period: metric by metric, a row per time. Adobe may leave out times at which nothing came.
 * @throws PlatformRefusal
 */
export async function readMetrics(call: PlatformCall, query: MetricQuery): Promise<MetricRow[]> {
	const { of, id, start, end, granularity } = query;
	if (Date.parse(start) >= Date.parse(end)) {
		throw new PlatformRefusal({
			message: `Could not read the metrics of ${id}: the period ends before it starts`,
			description: 'Choose a later time as End, or an earlier one as Start.',
			status: 0,
		});
	}
	const wanted = STREAMING_METRICS.filter(
		({ key, of: subject }) => subject === of && query.metrics.includes(key),
	);
	const filters = [{ name: FILTERS[of], value: id, groupBy: true }];
	const answer = (await call({
		task: `read the metrics of the ${of} ${id}`,
		method: 'POST',
		path: METRICS,
		body: {
			start,
			end,
			granularity,
			// A granularity needs a downsample of the same kind as the aggregator.
			metrics: wanted.map(({ name }) => ({ name, filters, aggregator: 'sum', downsample: 'sum' })),
		},
	})) as MetricAnswer | undefined;
	return metricRows(answer, wanted, query);
}

/** Takes Adobe's answer apart. */
export function metricRows(
	answer: MetricAnswer | undefined,
	wanted: readonly Metric[],
	{ id, granularity }: Pick<MetricQuery, 'id' | 'granularity'>,
): MetricRow[] {
	return (answer?.metricResponses ?? []).flatMap(({ metric: name, datapoints = [] }) => {
		const known = wanted.find((metric) => metric.name === name);
		if (!known) return [];
		const { key: metric, title } = known;
		return datapoints
			.flatMap(({ dps = {} }) => Object.entries(dps))
			.sort(([a], [b]) => a.localeCompare(b))
			.map(([time, value]) => ({ metric, title, time, value, id, granularity }));
	});
}
