import { asArray, asObject, asText, type JsonObject } from '../json.mts';
import type { InletCall } from '../state/inletCalls.mts';
import type { RecordRow } from '../state/recordTypes.mts';

/** A value at a time, for the dataset or inlet with this ID. */
export interface Point {
	id: string;
	at: number;
	value: number;
}

/** Data that the metrics are computed from: everything in one sandbox in the requested period. */
export interface MetricData {
	records: RecordRow[];
	batches: JsonObject[];
	calls: InletCall[];
}

export interface Metric {
	/**
	 * Names of the filter that selects datasets, inlets or namespaces; Adobe's samples and tables spell it differently.
	 */
	filters: readonly string[];
	/** True if the filter is required. */
	needsFilter?: true;
	points: (data: MetricData) => Point[];
}

const DATASET = ['dataSetId', 'dataSetID', 'datasetId', 'dataSets'];
const INLET = ['inletId', 'inletID', 'inlets'];
const NAMESPACE = ['namespaceId', 'namespaceID', 'namespaceCode', 'nsId'];

const ofRecords = (
	matches: (row: RecordRow) => boolean,
	valueOf: (row: RecordRow) => number = () => 1,
): Metric => ({
	filters: DATASET,
	points: ({ records }) =>
		records
			.filter(matches)
			.map((row) => ({ id: row.datasetId ?? '', at: row.receivedAt, value: valueOf(row) })),
});

const ofBatches = (status: string): Metric => ({
	filters: DATASET,
	points: ({ batches }) =>
		batches
			.filter((batch) => batch.status === status)
			.map((batch) => ({
				id: String(asObject(asArray(batch.relatedObjects)[0]).id),
				at: Number(batch.created),
				value: 1,
			})),
});

const ofCalls = (valueOf: (call: InletCall) => number): Metric => ({
	filters: INLET,
	points: ({ calls }) =>
		calls.map((call) => ({ id: call.inletId, at: call.at, value: valueOf(call) })),
});

/** Adobe counts these by namespace; the emulator has no identity graph, so they are always empty. */
const ofNamespaces: Metric = { filters: NAMESPACE, needsFilter: true, points: () => [] };

const isStored = (row: RecordRow) => row.status === 'stored';
const isInProfile = (row: RecordRow) => row.profile === 'ingested';
const isRead = (row: RecordRow) => row.profile !== null && row.profile !== 'notEnabled';
const bytes = (row: RecordRow) => Buffer.byteLength(row.entity ?? '');

/** Keywords of violations by the categories in which Adobe counts them. */
const CATEGORIES: Record<string, readonly string[]> = {
	presence: ['required'],
	type: ['type'],
	format: ['format'],
	pattern: ['pattern'],
	enum: ['enum'],
	range: ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
	unclassified: ['additionalProperties'],
};

const ofCategory = (keywords: readonly string[]): Metric =>
	ofRecords((row) =>
		asArray(JSON.parse(row.violations ?? '[]')).some((one) =>
			keywords.includes(asText(asObject(one).keyword) ?? ''),
		),
	);

/** Source: Adobe, "Observability Insights API: metrics". */
export const METRICS: Record<string, Metric> = {
	'timeseries.ingestion.dataset.size': ofRecords(isStored, bytes),
	'timeseries.ingestion.dataset.dailysize': ofRecords(isStored, bytes),
	'timeseries.ingestion.dataset.batchsuccess.count': ofBatches('success'),
	'timeseries.ingestion.dataset.batchfailed.count': ofBatches('failed'),
	'timeseries.ingestion.dataset.recordsuccess.count': ofRecords(isStored),
	'timeseries.data.collection.inlet.total.messages.received': ofCalls((call) => call.messages),
	'timeseries.data.collection.inlet.total.messages.size.received': ofCalls((call) => call.bytes),
	'timeseries.data.collection.inlet.success': ofCalls((call) => Number(call.success)),
	'timeseries.data.collection.inlet.failure': ofCalls((call) => Number(!call.success)),
	...Object.fromEntries(
		Object.entries(CATEGORIES).map(([category, keywords]) => [
			`timeseries.data.collection.validation.category.${category}.count`,
			ofCategory(keywords),
		]),
	),
	'timeseries.identity.dataset.recordsuccess.count': ofRecords(isInProfile),
	'timeseries.identity.dataset.recordfailed.count': ofRecords((row) => row.profile === 'skipped'),
	'timeseries.identity.dataset.namespacecode.recordfailed.count': ofNamespaces,
	'timeseries.identity.dataset.namespacecode.recordskipped.count': ofNamespaces,
	'timeseries.profiles.dataset.recordread.count': ofRecords(isRead),
	'timeseries.profiles.dataset.recordsuccess.count': ofRecords(isInProfile),
	'timeseries.profiles.dataset.batchsuccess.count': ofBatches('success'),
};
