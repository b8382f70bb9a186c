import type { HttpReply } from '../http/httpReply';
import type { Problem } from '../problem/problem';
import type { InletHealth } from './inletHealth';

/** A resolved destination for records. */
export interface Destination {
	/** The single-message endpoint, as Flow Service returns it. */
	inletUrl: string;
	/** True if the inlet requires a token. The sender adds the token itself. */
	authenticated: boolean;
	organizationId?: string;
	sandbox?: string;
	flowId?: string;
	datasetId?: string;
	schemaId?: string;
	/** Absent if it is unknown; such a schema counts as one of events. */
	schemaBehavior?: SchemaBehavior;
	/** Absent if no record has fields of another tenant, or if nobody knows. */
	tenants?: Tenants;
}

/** The tenant of a schema, and the tenants of records whose fields the schema does not have. */
export interface Tenants {
	/** `$id` of the schema. */
	schemaId: string;
	/** Key of the schema's own fields, e.g. `_acme`. */
	own: string;
	/** Keys such as `_acmee`. */
	others: ReadonlySet<string>;
}

/** Adobe's behavior of a schema: `time-series` for events, `record` for everything else, such as profiles. */
export type SchemaBehavior = 'time-series' | 'record';

/**
 * `xdm`: the envelope is built here. `raw`: the object is sent unchanged. `message`: the record has its own header and
 * body.
 */
export type RecordFormat = 'xdm' | 'raw' | 'message';

export interface DeliverySettings {
	format: RecordFormat;
	/** Several messages per request. Adobe documents this for XDM only. */
	batch: boolean;
	/** Messages per request, 1 to 1,000. */
	maxMessages: number;
	/** Bytes per request, including everything around the records, at most 1,000,000. */
	maxBytes: number;
	/** Requests in flight at once, after the first response. */
	parallelRequests: number;
	/** Validates before the response: single XDM messages, 60 a minute. */
	syncValidation: boolean;
	/** Milliseconds to keep trying and to narrow a batch down, counted from the first failed attempt. */
	retryBudgetMs: number;
	/** Attempts per record in the same batch or alone that end without a definite answer, including the first. */
	maxAttempts: number;
	/** Written into each envelope as `header.source.name`; empty leaves it out. */
	sourceName: string;
	/** Adds a notice about records that are larger than an event that Profile keeps. */
	profileLimit?: boolean;
}

export interface InletRequest {
	url: string;
	headers: Record<string, string>;
	/** JSON text as UTF-8, ready to send. */
	body: Buffer;
}

/** Everything with side effects, passed in. */
export interface DeliveryTools {
	send(request: InletRequest): Promise<HttpReply>;
	sleep(ms: number): Promise<void>;
	/** Milliseconds since 1970. */
	now(): number;
	/** From 0 up to but not including 1. */
	random(): number;
	/** Returns true once the user has stopped the execution. */
	stopped(): boolean;
	/** Shows a progress line. */
	progress(text: string): void;
	/** Health of the inlet, as earlier runs of the same execution found it. */
	health?: InletHealth;
}

export interface RecordSource {
	count: number;
	/** Returns the record of input item `index`; called once per index, in order. */
	at(index: number): unknown;
}

export interface AcceptedOutcome {
	status: 'accepted';
	xactionId?: string;
	/** Number of the request that contained it, from 1. */
	request: number;
	attempts: number;
	/** Time of the outcome, RFC 3339. */
	at: string;
	httpStatus: number;
}

export interface NotAcceptedOutcome {
	/**
	 * `rejected`: Adobe rejected the record itself. `unknown`: it may or may not have arrived. `notSent`: it has not
	 * arrived, for a reason outside of the record.
	 */
	status: 'rejected' | 'unknown' | 'notSent';
	request?: number;
	attempts: number;
	at: string;
	httpStatus?: number;
	xactionId?: string;
	problem: Problem;
}

export type DeliveryOutcome = AcceptedOutcome | NotAcceptedOutcome;

/** Facts about one HTTP request, for the delivery report. */
export interface RequestSummary {
	number: number;
	messages: number;
	bytes: number;
	startedAt: string;
	durationMs: number;
	httpStatus?: number;
	/** Error code of a request without a response. */
	code?: string;
	accepted: number;
	/** Turned away, for whatever reason. */
	rejected: number;
	unknown: number;
	/** Distinct transaction IDs, without the message's index. */
	transactionIds: string[];
}

export interface DeliveryReport {
	/** One per record, by index. */
	outcomes: DeliveryOutcome[];
	requests: RequestSummary[];
	/** Information for the user: fallbacks, values left out. */
	notices: string[];
	/** Reason that the run ended early, if it did. */
	stoppedBy?: Problem;
}
