import type { JsonObject } from 'n8n-workflow';
import { serviceText } from '../serviceText';
import type { PlatformCall } from './call';
import { batchPage, FAILED_STATUSES, type Batch } from './catalog';
import { readFailedLines } from './dataAccess';
import { readFailedLine, type FailedLine } from './failedLine';

/** A record that Adobe accepted and did not store. */
export interface FailedRecord {
	record: JsonObject;
	account: {
		status: 'rejected';
		/** What happened, one sentence. */
		reason: string;
		advice: string;
		violations: JsonObject[];
		batchId: string;
		/** When Adobe made the batch, ISO 8601. */
		at?: string;
		codes?: string[];
		unreadable?: string;
	};
}

export interface FailedRecords {
	records: FailedRecord[];
	/** Batches whose refused records Adobe does not have any more, a sentence each. */
	notices: string[];
}

export interface FailedRecordQuery {
	datasetId: string;
	/** Batches made after, in ms since 1970; undefined for all. */
	since?: number;
	/** Most records to return; Infinity for all. */
	limit: number;
}

const ADVICE =
	'Correct what is named, then send the item with Adobe Platform Streaming: it leaves this account out.';
const MORE = ' Adobe names at most five violations: there may be more.';
const UNREADABLE = 'Adobe could not read it as JSON: find the sender of this text.';

/**
 * What was accepted with status 200 and refused later, newest batch first: the records of batches that took nothing,
 * and those left out of batches that were stored in part.
 * Sources: "Retrieve failed batches", "Error diagnostics" (a batch stored in part has the status success and a list of
 * what was wrong).
 */
export async function listFailedRecords(
	call: PlatformCall,
	{ datasetId, since, limit }: FailedRecordQuery,
): Promise<FailedRecords> {
	const found: FailedRecords = { records: [], notices: [] };
	const seen = new Set<string>();
	let cursor: string | undefined;
	do {
		const page = await batchPage(call, { datasetId, since }, cursor);
		for (const batch of page.entities.filter(hasFailed)) {
			if (found.records.length >= limit) break;
			if (seen.has(batch.id)) continue;
			seen.add(batch.id);
			await addRecords(call, batch, found, limit - found.records.length);
		}
		cursor = page.next;
	} while (cursor !== undefined && found.records.length < limit);
	return { ...found, records: found.records.slice(0, limit) };
}

const isLost = ({ status = '' }: Batch) => FAILED_STATUSES.includes(status);

const hasFailed = (batch: Batch) =>
	isLost(batch) || Boolean(batch.errors?.length) || failedCount(batch) > 0;

const failedCount = ({ failedRecordCount, metrics }: Batch) =>
	failedRecordCount ?? metrics?.failedRecordCount ?? 0;

async function addRecords(
	call: PlatformCall,
	batch: Batch,
	{ records, notices }: FailedRecords,
	enough: number,
): Promise<void> {
	const places = isLost(batch)
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
	const why = first ? `${first.field}: ${first.rule}` : 'Adobe gives no reason';
	const advice = unreadable === undefined ? ADVICE : UNREADABLE;
	return {
		record,
		account: {
			status: 'rejected',
			reason: `Adobe accepted the record, but did not store it: ${why}`,
			advice: mayBeMore ? advice + MORE : advice,
			violations: violations.map((violation) => ({ ...violation })),
			batchId: id,
			...(created !== undefined && { at: new Date(created).toISOString() }),
			...(codes.length > 0 && { codes: codes.map((code) => serviceText(code)) }),
			...(unreadable !== undefined && { unreadable }),
		},
	};
}

function noticeOf(batch: Batch): string {
	const count = failedCount(batch) || 'some';
	const said = (batch.errors ?? []).map(({ description }) => description).filter(Boolean);
	const words = said.length ? ` Adobe says: ${serviceText(said.join(' '))}` : '';
	return `The batch ${serviceText(batch.id)} left out ${count} records, of which Adobe has nothing: error diagnostics were off in the dataset, or the 30 days for which Adobe keeps them are over.${words}`;
}
