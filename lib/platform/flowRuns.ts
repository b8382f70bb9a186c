import type { PlatformCall } from './call';
import { FLOW_SERVICE } from './flowService';
import { readFlowServicePage, readPages } from './paging';
import { errorsInWords, type RunError } from './runErrors';
import { serviceText } from '../serviceText';
import { searchPages } from './search';

const PAGE = 100;

export type RunStatus = 'success' | 'processing' | 'failed';

/**
 * Adobe's words for what became of a run: its pages, its API and its user interface differ.
 * Sources: "Monitor dataflows using the Flow Service API", "Monitor streaming dataflows".
 */
const STATUS_WORDS: Record<string, RunStatus> = {
	success: 'success',
	completed: 'success',
	processing: 'processing',
	inprogress: 'processing',
	failed: 'failed',
	error: 'failed',
};

/** A run as Flow Service has it; its OpenAPI document spells `activites`, its tutorial `activities`. */
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
	errors?: RunError[];
	extensions?: { errors?: RunError[] };
}

interface Activity {
	statusSummary?: StatusSummary;
	targetInfo?: Array<{ reference?: { type?: string; ids?: string[] } }>;
}

/** A run in short. A streaming dataflow has one an hour. */
export interface RunSummary {
	id: string;
	flowId?: string;
	/** In one spelling; Adobe's own word where it is another one. */
	status: string;
	/** ISO 8601. */
	startedAt?: string;
	completedAt?: string;
	recordsIn: number;
	recordsOut: number;
	recordsFailed: number;
	/** Sentences, the same only once. */
	errors: string[];
	/** Batches it wrote, among them those whose records were refused. */
	batchIds: string[];
}

const statusOf = ({ metrics }: FlowRun) => {
	const word = metrics?.statusSummary?.status ?? 'unknown';
	return STATUS_WORDS[word.toLowerCase().replace(/[^a-z]/g, '')] ?? serviceText(word);
};

const activitiesOf = ({ activities, activites }: FlowRun) => activities ?? activites ?? [];

const time = (ms?: number) => (ms === undefined ? undefined : new Date(ms).toISOString());

/** Takes a run apart; what Adobe leaves out is 0, empty or absent. */
export function summarizeRun(run: FlowRun): RunSummary {
	const { durationSummary = {}, recordSummary = {}, statusSummary } = run.metrics ?? {};
	const activities = activitiesOf(run);
	const summaries = [statusSummary, ...activities.map((activity) => activity.statusSummary)];
	const references = activities.flatMap(({ targetInfo = [] }) => targetInfo);
	return {
		id: run.id,
		flowId: run.flowId,
		status: statusOf(run),
		startedAt: time(durationSummary.startedAtUTC ?? run.createdAt),
		completedAt: time(durationSummary.completedAtUTC),
		recordsIn: recordSummary.inputRecordCount ?? 0,
		recordsOut: recordSummary.outputRecordCount ?? 0,
		recordsFailed: recordSummary.failedRecordCount ?? 0,
		errors: errorsInWords(
			summaries.flatMap((summary) => [
				...(summary?.errors ?? []),
				...(summary?.extensions?.errors ?? []),
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
	 * Made or changed after, in ms since 1970. Not the start: a streaming run is seen an hour after it, so that whoever
	 * asks every hour for what started since would never see one.
	 */
	since?: number;
	/** Applied here, for Adobe's words differ. */
	status?: RunStatus;
}

/**
 * The runs of dataflows, newest first.
 * Sources: "Monitor dataflows using the Flow Service API", "Sorting and filtering responses in the Flow Service API".
 * @param limit most to return; Infinity for all
 * @throws PlatformRefusal
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
		async (cursor) =>
			await searchPages<FlowRun>(
				async (from) => await readFlowServicePage<FlowRun>(call, request, from),
				(run) => !status || statusOf(run) === status,
				cursor,
			),
	);
}
