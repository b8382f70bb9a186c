export type RecordStatus = 'received' | 'stored' | 'refused' | 'lost';
export type ProfileOutcome = 'ingested' | 'duplicate' | 'dropped' | 'skipped' | 'notEnabled';

/** Facts about a message when the inlet accepts it. */
export interface Accepted {
	sandbox: string;
	inletId: string;
	flowId: string | undefined;
	datasetId: string | undefined;
	xactionId: string;
	format: 'xdm' | 'raw';
	message: unknown;
	/** Reason that the message is lost although it was accepted; undefined if it is not lost. */
	lost: string | undefined;
}

/** Result of validating a record. */
export interface Settled {
	seq: number;
	status: 'stored' | 'refused';
	entity: unknown;
	why: string | undefined;
	violations: unknown[];
	warnings: unknown[];
	profile: ProfileOutcome | undefined;
	profileReason: string | undefined;
	batchId: string;
}

/** A record as stored in the table, with message and entity as JSON text. */
export interface RecordRow {
	seq: number;
	revision: number;
	receivedAt: number;
	settledAt: number | null;
	status: RecordStatus;
	sandbox: string;
	inletId: string;
	flowId: string | null;
	datasetId: string | null;
	xactionId: string;
	format: 'xdm' | 'raw';
	message: string;
	entity: string | null;
	entityId: string | null;
	eventType: string | null;
	why: string | null;
	violations: string | null;
	warnings: string | null;
	profile: ProfileOutcome | null;
	profileReason: string | null;
	batchId: string | null;
}

export interface RecordFilter {
	datasetId?: string | undefined;
	status?: string | undefined;
	since?: number | undefined;
	afterRevision?: number | undefined;
	newest?: boolean | undefined;
	limit: number;
}
