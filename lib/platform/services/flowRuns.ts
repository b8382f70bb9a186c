import type { PlatformCall } from '../transport/platformRequest';
import { FLOW_SERVICE } from './flowService';
import { readFlowServicePage, readPages } from '../transport/paging';
import { errorsInWords } from './flowRunErrors';
import { recordsIn } from '../../http/isRecord';
import { textOf } from '../../http/textOf';
import { serviceText } from '../../problem/serviceText';

const PAGE = 100;

export type RunStatus = 'success' | 'processing' | 'failed';

/**
 * Statuses by the words that Adobe uses for them: its pages, API and user interface differ. Sources: "Monitor dataflows
 * using the Flow Service API", "Monitor streaming dataflows".
 */
const STATUSES: Record<string, RunStatus> = {
	success: 'success',
	completed: 'success',
	processing: 'processing',
	inprogress: 'processing',
	failed: 'failed',
	error: 'failed',
};

/** A run as Flow Service returns it; its OpenAPI document spells `activites`, its tutorial `activities`. */
export interface FlowRun {
	id: string;
	flowId?: string;
	createdAt?: number;
	metrics?: {
		durationSummary?: { startedAtUTC?: number; completedAtUTC?: number };
		recordSummary?: Counts;
		statusSummary?: StatusSummary;
	};
	activities?: Activity[];
	activites?: Activity[];
	[other: string]: unknown;
}

interface Counts {
	inputRecordCount?: number;
	outputRecordCount?: number;
	failedRecordCount?: number;
}

interface StatusSummary {
	status?: string;
	errors?: unknown;
	extensions?: { errors?: unknown };
}

interface Activity {
	statusSummary?: StatusSummary;
	targetInfo?: Array<{ reference?: { type?: string; ids?: string[] } }>;
}

/** The main facts about a run. A streaming dataflow has one run per hour. */
export interface RunSummary {
	id: string;
	flowId?: string;
	/** In one spelling; Adobe's own word if it is unknown. */
	status: string;
	/** ISO 8601. */
	startedAt?: string;
	completedAt?: string;
	recordsIn: number;
	recordsOut: number;
	recordsFailed: number;
	/** Distinct sentences. */
	errors: string[];
	/** Batches that the run wrote, including those whose records were rejected. */
	batchIds: string[];
}

const statusOf = ({ metrics }: FlowRun) => {
	const word = textOf(metrics?.statusSummary?.status) ?? 'unknown';
	return STATUSES[word.toLowerCase().replace(/[^a-z]/g, '')] ?? serviceText(word);
};

const activitiesOf = ({ activities, activites }: FlowRun) => activities ?? activites ?? [];

const isoTime = (ms?: number) => (ms === undefined ? undefined : new Date(ms).toISOString());

/** Summarizes a run; a value that Adobe leaves out is 0, empty or absent. */
export function summarizeRun(run: FlowRun): RunSummary {
	const { durationSummary = {}, recordSummary = {}, statusSummary } = run.metrics ?? {};
	const activities = activitiesOf(run);
	const summaries = [statusSummary, ...activities.map((activity) => activity.statusSummary)];
	const references = activities.flatMap(({ targetInfo = [] }) => targetInfo);
	return {
		id: run.id,
		flowId: run.flowId,
		status: statusOf(run),
		startedAt: isoTime(durationSummary.startedAtUTC ?? run.createdAt),
		completedAt: isoTime(durationSummary.completedAtUTC),
		recordsIn: recordSummary.inputRecordCount ?? 0,
		recordsOut: recordSummary.outputRecordCount ?? 0,
		recordsFailed: recordSummary.failedRecordCount ?? 0,
		errors: errorsInWords(
			summaries.flatMap((summary) => [
				...recordsIn(summary?.errors),
				...recordsIn(summary?.extensions?.errors),
			]),
		),
		batchIds: [
			...new Set(
				references.flatMap(({ reference }) =>
					reference?.type === 'Batch' ? (reference.ids ?? []) : [],
				),
			),
		],
	};
}

export interface RunFilter {
	/** Empty or absent for every dataflow. */
	flowId?: string;
	/**
	 * Only runs created or changed after this time, in ms since 1970. The start time would not do: a streaming run
	 * appears an hour after it starts, so an hourly request for runs started since the previous one would never find any.
	 */
	since?: number;
	/** Applied here, because Adobe's words differ. */
	status?: RunStatus;
}

/**
 * Lists the runs of dataflows, newest first. Sources: "Monitor dataflows using the Flow Service API", "Sorting and
 * filtering responses in the Flow Service API".
 * @param limit most to return; Infinity for all
 * @throws ServiceError
 */
export async function listRuns(call: PlatformCall, filter: RunFilter, limit: number) {
	const { flowId, since, status } = filter;
	const property = [
		...(flowId ? [`flowId==${flowId}`] : []),
		...(since === undefined ? [] : [`updatedAt>${since}`]),
	];
	const request = {
		task: flowId ? `list the runs of the dataflow ${flowId}` : 'list the dataflow runs',
		path: `${FLOW_SERVICE}/runs`,
		query: { limit: PAGE, orderby: '-createdAt', property },
	};
	return await readPages(
		limit,
		async (cursor) => await readFlowServicePage<FlowRun>(call, request, cursor),
		(run) => !status || statusOf(run) === status,
	);
}
