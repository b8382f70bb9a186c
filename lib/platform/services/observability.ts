import type { PlatformCall } from '../transport/platformRequest';
import { serviceError } from '../../problem/serviceError';

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

/** Metrics that show how streamed data was processed. Source: as above, "Available metrics". */
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
		key: 'requestsFailed',
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
		key: 'batchesRejected',
		title: 'Batches rejected',
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

/** Filter name of each subject; the dataset's is spelled as in the guide's samples. */
const FILTERS: Record<MetricSubject, string> = { inlet: 'inletId', dataset: 'dataSetId' };

export interface MetricQuery {
	of: MetricSubject;
	/** ID of the inlet (64 hexadecimal characters) or of the dataset. */
	id: string;
	/** ISO 8601. */
	start: string;
	end: string;
	granularity: Granularity;
	/** Keys of STREAMING_METRICS of that subject. */
	metrics: readonly string[];
}

/** Value of one metric at one time. */
export interface MetricRow {
	metric: string;
	title: string;
	/** Start of the hour or day, as Adobe writes it. */
	time: string;
	value: number;
	id: string;
	granularity: Granularity;
}

interface MetricsResponse {
	metricResponses?: Array<{
		metric?: string;
		datapoints?: Array<{ dps?: Record<string, number> }>;
	}>;
}

/**
 * Reads the counts of a period: metric by metric, one row per time. Adobe may leave out times without data.
 * @throws ServiceError
 */
export async function readMetrics(call: PlatformCall, query: MetricQuery): Promise<MetricRow[]> {
	const { of, id, start, end, granularity } = query;
	if (Date.parse(start) >= Date.parse(end)) {
		throw serviceError('metric.periodReversed', { id });
	}
	const requestedMetrics = STREAMING_METRICS.filter(
		({ key, of: subject }) => subject === of && query.metrics.includes(key),
	);
	const filters = [{ name: FILTERS[of], value: id, groupBy: true }];
	const response = (await call({
		task: `read the metrics of the ${of} ${id}`,
		method: 'POST',
		path: METRICS,
		changesNothing: true,
		body: {
			start,
			end,
			granularity,
			// With a granularity, the downsample must be of the same kind as the aggregator.
			metrics: requestedMetrics.map(({ name }) => ({
				name,
				filters,
				aggregator: 'sum',
				downsample: 'sum',
			})),
		},
	})) as MetricsResponse | undefined;
	return metricRows(response, requestedMetrics, query);
}

/** Converts Adobe's response to rows. */
export function metricRows(
	response: MetricsResponse | undefined,
	requestedMetrics: readonly Metric[],
	{ id, granularity }: Pick<MetricQuery, 'id' | 'granularity'>,
): MetricRow[] {
	return (response?.metricResponses ?? []).flatMap(({ metric: name, datapoints = [] }) => {
		const knownMetric = requestedMetrics.find((metric) => metric.name === name);
		if (!knownMetric) return [];
		const { key: metric, title } = knownMetric;
		return datapoints
			.flatMap(({ dps = {} }) => Object.entries(dps))
			.sort(([a], [b]) => a.localeCompare(b))
			.map(([time, value]) => ({ metric, title, time, value, id, granularity }));
	});
}
