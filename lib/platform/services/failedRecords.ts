import type { JsonObject } from 'n8n-workflow';
import { createProblem, type Problem } from '../../problem/problem';
import { recordsIn } from '../../http/isRecord';
import { NUMBERS_AS_TEXT } from '../../http/numbersAsText';
import { textOf } from '../../http/textOf';
import { serviceText } from '../../problem/serviceText';
import type { PlatformCall } from '../transport/platformRequest';
import { batchPage, FAILED_STATUSES, type Batch } from './catalog';
import { readFailedLines } from './dataAccess';
import { pagesFrom } from '../../http/pages';
import { readFailedLine, type FailedLine } from './failedLine';

/** A record that Adobe accepted but did not store. */
export interface FailedRecord {
	record: JsonObject;
	problem: Problem;
	delivery: {
		status: 'rejected';
		batchId: string;
		/** Creation time of the batch, ISO 8601. */
		at?: string;
		/** Adobe's codes, such as DCVS-1104-400. */
		codes?: string[];
		/** Text that Adobe could not read as JSON. */
		unreadable?: string;
	};
}

export interface FailedRecords {
	records: FailedRecord[];
	/** One sentence for each batch whose rejected records Adobe no longer has. */
	notices: string[];
}

export interface FailedRecordQuery {
	datasetId: string;
	/** Only batches created after this time, in ms since 1970; undefined for all. */
	since?: number;
	/** Most records to return; Infinity for all. */
	limit: number;
}

const MORE_VIOLATIONS = ' Adobe names at most five violations: there may be more.';

/**
 * Lists records that were accepted with status 200 and rejected later, newest batch first: the records of failed
 * batches, and those left out of batches that were stored in part. Sources: "Retrieve failed batches", "Error
 * diagnostics" (a batch stored in part has the status success and a list of errors).
 */
export async function listFailedRecords(
	call: PlatformCall,
	{ datasetId, since, limit }: FailedRecordQuery,
): Promise<FailedRecords> {
	const result: FailedRecords = { records: [], notices: [] };
	const pages = pagesFrom(async (cursor) => await batchPage(call, { datasetId, since }, cursor));
	for await (const { entities } of pages) {
		for (const batch of entities.filter(hasFailedRecords)) {
			if (result.records.length >= limit) break;
			await addRecords(call, batch, result, limit - result.records.length);
		}
		if (result.records.length >= limit) break;
	}
	const records = result.records.slice(0, limit);
	const asText = records.filter(({ record }) => NUMBERS_AS_TEXT in record).length;
	const notices = asText > 0 ? [...result.notices, numbersNotice(asText)] : result.notices;
	return { records, notices };
}

const isFailedBatch = ({ status = '' }: Batch) => FAILED_STATUSES.includes(status);

const hasFailedRecords = (batch: Batch) =>
	isFailedBatch(batch) || Boolean(batch.errors?.length) || failedCount(batch) > 0;

const failedCount = ({ failedRecordCount, metrics }: Batch): number =>
	Number(failedRecordCount ?? metrics?.failedRecordCount) || 0;

async function addRecords(
	call: PlatformCall,
	batch: Batch,
	{ records, notices }: FailedRecords,
	enough: number,
): Promise<void> {
	const places = isFailedBatch(batch)
		? (['failed', 'diagnostics'] as const)
		: (['diagnostics', 'failed'] as const);
	for (const place of places) {
		const lines = await readFailedLines(call, batch.id, place, enough);
		if (!lines?.length) continue;
		for (const line of lines) records.push(asFailedRecord(batch, readFailedLine(line)));
		return;
	}
	notices.push(noticeOf(batch));
}

function asFailedRecord({ id, created }: Batch, line: FailedLine): FailedRecord {
	const { record, violations, codes, mayBeMore, unreadable } = line;
	const [first] = violations;
	const reason = first ? `${first.field}: ${first.rule}` : 'Adobe gives no reason';
	const code = unreadable === undefined ? 'record.notStored' : 'record.unreadable';
	const problem = createProblem(code, { reason }, { field: first?.field });
	return {
		record,
		problem: {
			...problem,
			advice: mayBeMore ? problem.advice + MORE_VIOLATIONS : problem.advice,
			...(violations.length > 0 && { violations }),
		},
		delivery: {
			status: 'rejected',
			batchId: id,
			...(created !== undefined && { at: new Date(created).toISOString() }),
			...(codes.length > 0 && { codes: codes.map((each) => serviceText(each)) }),
			...(unreadable !== undefined && { unreadable }),
		},
	};
}

const numbersNotice = (records: number) =>
	`${records} records have numbers that n8n would round. They are texts, and “${NUMBERS_AS_TEXT}” lists them: Adobe Platform Streaming sends them as numbers again.`;

function noticeOf(batch: Batch): string {
	const count = failedCount(batch) || 'some';
	const descriptions = recordsIn(batch.errors).map(({ description }) => textOf(description));
	const texts = descriptions.filter(Boolean).join(' ');
	const adobeText = texts && ` Adobe says: ${serviceText(texts)}`;
	return `The batch ${serviceText(batch.id)} left out ${count} records, of which Adobe has nothing: error diagnostics were off in the dataset, or the 30 days for which Adobe keeps them are over.${adobeText}`;
}
