import { createHash } from 'node:crypto';
import { CLIENT_ID, findSandbox, ORG_ID, TECHNICAL_ACCOUNT } from '../account.mts';
import { asArray, type JsonObject } from '../json.mts';
import type { RecordRow } from '../state/recordTypes.mts';
import { batchError, summarizeErrors, type IngestionError } from './ingestionErrors.mts';

export interface RunWindow {
	flowId: string;
	/** Undefined after the dataflow was deleted: its runs stay. */
	flow: JsonObject | undefined;
	sandbox: string;
	/** First and last millisecond of the window. */
	start: number;
	end: number;
	rows: RecordRow[];
	origin: string;
}

/** Returns the ID of a run: always the same for the same dataflow and window. */
export function runId(flowId: string, start: number): string {
	const text = createHash('sha256').update(`${flowId} ${start}`).digest('hex');
	return [
		text.slice(0, 8),
		text.slice(8, 12),
		`4${text.slice(13, 16)}`,
		`8${text.slice(17, 20)}`,
		text.slice(20, 32),
	].join('-');
}

const bytesOf = (texts: (string | null)[]): number =>
	texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);

/**
 * Returns a run in the form of Adobe's page on monitoring dataflows. Its example is of a batch source; the emulator
 * assumes that a streaming run has the same parts, without a copying activity.
 */
export function runBody(window: RunWindow): JsonObject {
	const { flowId, flow, start, end, rows } = window;
	const stored = rows.filter(({ status }) => status === 'stored');
	const refused = rows.filter(({ status }) => status === 'refused');
	const waiting = rows.length - stored.length - refused.length;
	const updated = Math.max(end, ...rows.map((row) => row.settledAt ?? 0));
	const change = runId(`${flowId} ${stored.length} ${refused.length}`, start).slice(0, 8);
	const status = statusOf(stored.length, refused.length, waiting);
	const errors = summarizeErrors(refused);
	const recordSummary = {
		inputRecordCount: rows.length,
		createdRecordCount: stored.length,
		outputRecordCount: stored.length,
		failedRecordCount: refused.length,
	};
	const sizeSummary = {
		inputBytes: bytesOf(rows.map((row) => row.message)),
		outputBytes: bytesOf(stored.map((row) => row.entity)),
	};
	const durationSummary = { startedAtUTC: start, completedAtUTC: end };
	const activity = { ...window, stored, refused, status, errors };
	return {
		id: runId(flowId, start),
		createdAt: start,
		updatedAt: updated,
		createdBy: TECHNICAL_ACCOUNT,
		updatedBy: TECHNICAL_ACCOUNT,
		createdClient: CLIENT_ID,
		updatedClient: CLIENT_ID,
		sandboxId: findSandbox(window.sandbox)?.id,
		sandboxName: window.sandbox,
		imsOrgId: ORG_ID,
		flowId,
		etag: `"${change}-0000-0200-0000-${change}0000"`,
		flowSpec: flow?.flowSpec,
		providerRefId: flow?.providerRefId,
		metrics: {
			durationSummary,
			sizeSummary,
			recordSummary,
			fileSummary: { inputFileCount: 0, outputFileCount: 0 },
			statusSummary: { status, errors, activityRefs: ['promotionActivity'] },
		},
		activities: [
			{
				...promotion(activity),
				updatedAtUTC: updated,
				durationSummary: { ...durationSummary, extensions: { windowStart: start, windowEnd: end } },
				sizeSummary,
				recordSummary,
				fileSummary: {},
			},
		],
	};
}

/** A run with some rejected records is a success with errors, as in Adobe's example. */
function statusOf(stored: number, refused: number, waiting: number): string {
	if (waiting > 0) return 'processing';
	return stored === 0 && refused > 0 ? 'failed' : 'success';
}

interface Activity extends RunWindow {
	stored: RecordRow[];
	refused: RecordRow[];
	status: string;
	errors: IngestionError[];
}

/** Returns the step that writes into the data lake, with links to the records that it did not write. */
function promotion(activity: Activity): JsonObject {
	const { flow, rows, stored, refused, status, origin } = activity;
	const failedBatch = refused[0]?.batchId;
	const meta = `${origin}/data/foundation/export/batches/${String(failedBatch)}/meta`;
	const mapper = mapperWarnings(stored);
	const errors = [...(refused.length > 0 ? activity.errors : []), ...mapper];
	const summary = batchError(rows.length, refused.length);
	const extensions = {
		...(failedBatch
			? {
					manifest: {
						failedRecords: `${meta}?path=row_errors`,
						sampleErrors: `${meta}?path=row_error_samples.json`,
					},
				}
			: {}),
		errors:
			refused.length > 0
				? [{ code: summary.code, message: summary.description }, ...errors]
				: errors,
	};
	return {
		id: 'promotionActivity',
		statusSummary: { status, errors: [], extensions },
		sourceInfo: asArray(flow?.sourceConnectionIds).map((id) => ({ id, type: 'SourceConnection' })),
		targetInfo: asArray(flow?.targetConnectionIds).map((id) => ({
			id,
			type: 'TargetConnection',
			reference: {
				type: 'Batch',
				ids: [...new Set(rows.flatMap((row) => row.batchId ?? []))],
			},
		})),
	};
}

/** A field that a mapping could not compute is a warning: the record was stored without it. */
function mapperWarnings(stored: RecordRow[]): JsonObject[] {
	const count = stored.filter((row) => asArray(JSON.parse(row.warnings ?? '[]')).length > 0).length;
	if (count === 0) return [];
	return [{ code: 'MAPPER-3700-400', recordCount: count, message: 'Mapper Transform Error' }];
}
