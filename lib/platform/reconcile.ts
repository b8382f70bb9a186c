import {
	CLOCK_MS,
	LATEST_FAILURE_MS,
	type AcceptedRecord,
	type Window,
	windowAt,
	windowsOf,
} from './acceptedWindows';
import type { FailedRecord } from './services/failedRecords';
import type { RunSummary } from './services/flowRuns';

/** Result for one `_id`. */
export interface Finding {
	recordId: string;
	/** Indexes of its ledger rows, in their order. */
	rows: number[];
	/**
	 * `failed`: Adobe rejected it each time. `tooEarly`: a failure may still show. `noObjection`: nothing speaks against it,
	 * which does not prove that it is stored.
	 */
	status: 'failed' | 'tooEarly' | 'noObjection';
	/** Number of times that Adobe accepted it, and rejected it later. */
	accepted: number;
	rejected: number;
	/** Latest acceptance, in ms since 1970. */
	acceptedAt: number;
	/** The latest failure, if there is one. */
	failure?: FailedRecord;
	/** Period of the latest acceptance, if the dataflow is known. */
	window?: Window;
}

/** Facts from Adobe to compare a ledger with. */
export interface Evidence {
	failedRecords: readonly FailedRecord[];
	/** Runs of the dataflow; undefined if no dataflow is chosen. */
	runs?: readonly RunSummary[];
	/** In ms since 1970. */
	now: number;
}

/**
 * Compares a ledger of accepted records with what Adobe shows. A record that was sent again is one finding: it failed if
 * it was rejected as often as it was accepted.
 */
export function reconcile(
	ledger: readonly AcceptedRecord[],
	{ failedRecords, runs, now }: Evidence,
): Finding[] {
	const failures = groupBy(failedRecords, ({ record }) => idOfRecord(record));
	const windows = runs && windowsOf(acceptancesOf(ledger), runs, now);
	return [...groupBy(ledger, ({ recordId }) => recordId)].map(([recordId, rows]) => {
		const first = rows.reduce((earliest, row) => Math.min(earliest, row.acceptedAt), Infinity);
		// An earlier failure is of an acceptance that is not in the ledger.
		const failed = (failures.get(recordId) ?? []).filter((failure) => !isBefore(failure, first));
		const acceptedAt = rows.reduce((latest, row) => Math.max(latest, row.acceptedAt), 0);
		const accepted = acceptancesOf(rows).length;
		return {
			recordId,
			rows: rows.map(({ row }) => row),
			status: statusOf(accepted, failed.length, now - acceptedAt),
			accepted,
			rejected: failed.length,
			acceptedAt,
			...(failed.length > 0 && { failure: failed[0] }),
			...(windows && { window: windowAt(windows, acceptedAt) }),
		};
	});
}

/** Leaves out rows that were written twice: the same record, time, and transaction are one acceptance. */
function acceptancesOf(rows: readonly AcceptedRecord[]): AcceptedRecord[] {
	const acceptances = new Map<string, AcceptedRecord>();
	for (const row of rows) {
		const { recordId, acceptedAt, transactionId } = row;
		acceptances.set(JSON.stringify([recordId, acceptedAt, transactionId]), row);
	}
	return [...acceptances.values()];
}

function statusOf(accepted: number, rejected: number, ageMs: number): Finding['status'] {
	if (rejected >= accepted) return 'failed';
	return ageMs < LATEST_FAILURE_MS ? 'tooEarly' : 'noObjection';
}

/** A failure without a time can be of any acceptance. */
const isBefore = ({ delivery: { at } }: FailedRecord, time: number) =>
	at !== undefined && Date.parse(at) < time - CLOCK_MS;

/**
 * An event of Chatlio Trigger that Adobe maps has its ID in another field. An ID that is a number, or has spaces around
 * it, may be the reason for the failure; the ledger has it as text without them.
 */
function idOfRecord({ _id, eventId }: FailedRecord['record']): string {
	const id = [_id, eventId].find((each) => typeof each === 'string' || typeof each === 'number');
	return String(id ?? '').trim();
}

function groupBy<Entry>(entries: readonly Entry[], keyOf: (entry: Entry) => string) {
	const groups = new Map<string, Entry[]>();
	for (const entry of entries) {
		const key = keyOf(entry);
		const group = groups.get(key);
		if (group) group.push(entry);
		else groups.set(key, [entry]);
	}
	return groups;
}
