import type { RecordRow, RecordStatus } from '../state/recordTypes.mts';

/** A record as the control endpoint shows it. */
export interface ShownRecord {
	id: number;
	/** Increases with every change of any record. */
	revision: number;
	/** Milliseconds since 1970. */
	receivedAt: number;
	/** Time of the final status; null while the record waits for validation. */
	settledAt: number | null;
	/** `received` becomes `stored` or `refused`; `lost` means answered with 200, but not stored. */
	status: RecordStatus;
	why: string | null;
	_id: string | null;
	eventType: string | null;
	sandbox: string;
	datasetId: string | null;
	flowId: string | null;
	inletId: string;
	xactionId: string;
	batchId: string | null;
	profile: { outcome: string; reason: string | null } | null;
	/** The XDM record, after the mapping if there is one; null before. */
	record: unknown;
	/** The message as received. */
	message: unknown;
	violations: unknown[];
	/** Fields that the mapping could not compute. */
	warnings: unknown[];
}

/** Converts a row of the records table to the control endpoint's form. */
export function showRecord(row: RecordRow): ShownRecord {
	return {
		id: row.seq,
		revision: row.revision,
		receivedAt: row.receivedAt,
		settledAt: row.settledAt,
		status: row.status,
		why: row.why,
		_id: row.entityId,
		eventType: row.eventType,
		sandbox: row.sandbox,
		datasetId: row.datasetId,
		flowId: row.flowId,
		inletId: row.inletId,
		xactionId: row.xactionId,
		batchId: row.batchId,
		profile: row.profile === null ? null : { outcome: row.profile, reason: row.profileReason },
		record: parse(row.entity, null),
		message: parse(row.message, null),
		violations: parse(row.violations, []) as unknown[],
		warnings: parse(row.warnings, []) as unknown[],
	};
}

function parse(text: string | null, otherwise: unknown): unknown {
	return text === null ? otherwise : JSON.parse(text);
}
