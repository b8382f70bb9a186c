import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { withoutOutcome, PROBLEM } from '../../../../lib/n8n/failedItem';
import { anyDataflowLocator, datasetLocator } from '../../../../lib/n8n/locators';
import { emptyParameter, type WithParameters } from '../../../../lib/n8n/nodeParameters';
import { quickParameters } from '../../../../lib/n8n/quickParameters';
import { dataflowChoice } from '../../../../lib/n8n/resourceChoice';
import { panelText } from '../../../../lib/n8n/panelText';
import {
	CLOCK_MS,
	type AcceptedRecord,
	type Window,
} from '../../../../lib/platform/acceptedWindows';
import { reconcile as compare, type Finding } from '../../../../lib/platform/reconcile';
import { listFailedRecords } from '../../../../lib/platform/services/failedRecords';
import { readDataset } from '../../../../lib/platform/services/catalog';
import { readDataflow } from '../../../../lib/platform/services/flowService';
import { listRuns, summarizeRun } from '../../../../lib/platform/services/flowRuns';
import type { Platform } from '../../../../lib/platform/transport/connectPlatform';
import type { PlatformCall } from '../../../../lib/platform/transport/platformRequest';
import { serviceError } from '../../../../lib/problem/serviceError';
import { shorten } from '../../../../lib/problem/shorten';
import { serviceText } from '../../../../lib/problem/serviceText';
import type { AllItemsContext, AllItemsOperation } from '../../shared/operation';
import { anyDataflowIdOf, datasetIdOf, requiredTextOf } from '../../shared/parameters';
import { isoOf, readDateTime } from '../../shared/readDateTime';

const DAY_MS = 86_400_000;

/** Older than any record in Adobe Experience Platform, in ms since 1970. */
const EARLIEST = Date.UTC(2015);

/** Rows of the ledger that were sent to the same place. */
interface Destination {
	platform: Platform;
	datasetId: string;
	flowId: string;
	rows: AcceptedRecord[];
}

export const reconcile: AllItemsOperation = {
	value: 'reconcile',
	name: 'Reconcile',
	action: 'Reconcile accepted records with a dataset',
	description:
		'Compare a ledger of accepted records, one item each, with what Adobe shows: records that failed later, and records that did not arrive',
	properties: [
		{
			displayName:
				'Each item is one record that Adobe accepted. Adobe shows failures, but no list of what it stored: “noObjection” means that nothing speaks against a record, not that it is stored.',
			name: 'ledger',
			type: 'notice',
			default: '',
		},
		datasetLocator,
		{
			...anyDataflowLocator,
			description:
				'The dataflow that the records were sent to. If empty, the operation does not compare numbers of records.',
		},
		{
			displayName: 'Record ID',
			name: 'recordId',
			type: 'string',
			required: true,
			default: '={{ $json.recordId }}',
			description: 'The field _id of the record. An expression is evaluated for each item.',
		},
		{
			displayName: 'Accepted At',
			name: 'acceptedAt',
			type: 'dateTime',
			required: true,
			default: '={{ $json.acceptedAt }}',
			description: 'Time at which Adobe accepted the record',
		},
	],
	async runAll(context) {
		const output: INodeExecutionData[] = [];
		const destinations = new Map<string, Destination>();
		const flowIds: FlowIds = new Map();
		const parameters = quickParameters(context.n8n);
		for (const item of context.input.keys()) {
			try {
				const { destination, row } = await readRow(context, parameters, item, flowIds);
				const { platform, datasetId, flowId } = destination;
				const key = JSON.stringify([platform.sandbox, datasetId, flowId]);
				const known = destinations.get(key) ?? destination;
				known.rows.push(row);
				destinations.set(key, known);
			} catch (cause) {
				output.push(context.fail(item, cause));
			}
		}
		for (const destination of destinations.values()) {
			try {
				const findings = await findingsOf(context, destination);
				// All before any is added: a row leaves by one output only.
				const items = findings.map((finding) => itemOf(context, finding, destination));
				for (const item of items) output.push(item);
			} catch (cause) {
				for (const { row } of destination.rows) output.push(context.fail(row, cause));
			}
		}
		return output;
	},
};

/** The IDs of the dataflows that the rows name, so that each is looked up once. */
type FlowIds = Map<string, Promise<string | undefined>>;

async function flowIdOf(
	n8n: WithParameters,
	item: number,
	platform: Platform,
	known: FlowIds,
): Promise<string> {
	const key = JSON.stringify([platform.sandbox, dataflowChoice(n8n, item)]);
	const flowId = known.get(key) ?? anyDataflowIdOf({ n8n, item, platform });
	known.set(key, flowId);
	return (await flowId) ?? '';
}

async function readRow(
	context: AllItemsContext,
	n8n: WithParameters,
	item: number,
	flowIds: FlowIds,
) {
	const at = { n8n, item };
	const acceptedAt = readAcceptedAt(context, n8n, item);
	const recordId = requiredTextOf(at, 'recordId', 'Record ID');
	const platform = await context.connect(item);
	const destination: Destination = {
		platform,
		datasetId: datasetIdOf(at),
		flowId: await flowIdOf(n8n, item, platform, flowIds),
		rows: [],
	};
	const transactionId = transactionIdOf(context.input[item].json);
	return { destination, row: { row: item, recordId, acceptedAt, transactionId } };
}

/**
 * Reads the time of a row in ms since 1970.
 * @throws ServiceError for a time at which Adobe cannot have accepted it, such as one in seconds
 */
function readAcceptedAt(context: AllItemsContext, n8n: WithParameters, item: number): number {
	const label = 'Accepted At';
	const value = n8n.getNodeParameter('acceptedAt', item, '');
	const time = readDateTime(context, value, label);
	if (time === undefined) throw emptyParameter(n8n, 'acceptedAt', label);
	if (time >= EARLIEST && time <= Date.now() + DAY_MS) return time;
	const valueText = `"${shorten(String(value))}"`;
	const advice =
		'Enter a time from 2015 up to now, such as 2026-01-31T12:00:00Z; a number is in milliseconds since 1970.';
	throw serviceError('setting.invalid', { label, value: valueText, advice }, { field: label });
}

/** Returns Adobe's ID of the acceptance, as a ledger or Adobe Platform Streaming has it. */
function transactionIdOf({ xactionId, delivery }: IDataObject): string | undefined {
	const id = xactionId ?? (delivery as IDataObject | null | undefined)?.xactionId;
	return typeof id === 'string' ? id : undefined;
}

/**
 * Another dataset has no failures of these records, and another dataflow no runs: Adobe answers both with empty lists.
 * @throws ServiceError if one of the two does not exist, or if the dataflow writes to another dataset
 */
async function assertBelongTogether(call: PlatformCall, datasetId: string, flowId: string) {
	await readDataset(call, datasetId);
	if (!flowId) return;
	const dataflow = await readDataflow(call, flowId);
	if (dataflow.datasetId === undefined || dataflow.datasetId === datasetId) return;
	throw serviceError(
		'setting.conflict',
		{
			reason: `The dataflow "${serviceText(dataflow.name)}" writes to another dataset`,
			advice: `Choose the dataset ${serviceText(dataflow.datasetId)}, or another dataflow.`,
		},
		{ field: 'Dataset' },
	);
}

async function findingsOf(
	{ n8n }: AllItemsContext,
	{ platform: { call }, datasetId, flowId, rows }: Destination,
): Promise<Finding[]> {
	await assertBelongTogether(call, datasetId, flowId);
	const since = rows.reduce((earliest, row) => Math.min(earliest, row.acceptedAt), Infinity);
	const { records, notices } = await listFailedRecords(call, {
		datasetId,
		// Adobe's clock may be behind that of n8n.
		since: since - CLOCK_MS,
		limit: Infinity,
	});
	const runs = flowId
		? (await listRuns(call, { flowId, since }, Infinity)).map(summarizeRun)
		: undefined;
	const findings = compare(rows, { failedRecords: records, runs, now: Date.now() });
	for (const message of [...notices, ...missingTexts(findings)]) {
		n8n.addExecutionHints({ message: panelText(message), location: 'outputPane' });
	}
	return findings;
}

/** Periods that the hints name, the earliest first; a day has 24. */
const NAMED = 24;

/** One sentence for each period in which records are missing, and one for those that are not named. */
function missingTexts(findings: readonly Finding[]): string[] {
	const windows = new Set<Window>();
	for (const { window } of findings) if (window && window.missing > 0) windows.add(window);
	const sorted = [...windows].sort((a, b) => a.from - b.from);
	const texts = sorted
		.slice(0, NAMED)
		.map(
			({ from, to, accepted, arrived, missing }) =>
				`At least ${missing} of the ${accepted} records that Adobe accepted from ${isoOf(from)} to ${isoOf(to)} did not arrive: the dataflow read ${arrived}. Adobe does not say which are missing.`,
		);
	const more = sorted.length - NAMED;
	if (more <= 0) return texts;
	const periods = more === 1 ? '1 more period' : `${more} more periods`;
	return [...texts, `Records are missing in ${periods}: see reconciliation.period of the items.`];
}

function itemOf(
	{ input }: AllItemsContext,
	finding: Finding,
	{ flowId }: Destination,
): INodeExecutionData {
	const { recordId, rows, status, accepted, rejected, acceptedAt, failure, window } = finding;
	const reconciliation: IDataObject = {
		status,
		recordId,
		accepted,
		rejected,
		acceptedAt: isoOf(acceptedAt),
		...(failure && {
			batchId: failure.delivery.batchId,
			record: failure.record,
		}),
		...(window && {
			period: { flowId, ...window, from: isoOf(window.from), to: isoOf(window.to) },
		}),
	};
	const latest = rows[rows.length - 1];
	return {
		json: {
			...withoutOutcome(input[latest].json),
			reconciliation,
			...(failure &&
				status === 'failed' && { [PROBLEM]: failure.problem as unknown as IDataObject }),
		},
		pairedItem: rows.map((item) => ({ item })),
	};
}
