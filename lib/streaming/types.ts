import type { ReadableViolation } from './violations';

/** Where records go, already looked up. */
export interface Destination {
	/** The single-message endpoint, as Flow Service gives it. */
	inletUrl: string;
	/** Whether the inlet asks for a token. The token itself is added by whoever sends. */
	authenticated: boolean;
	organizationId?: string;
	sandbox?: string;
	flowId?: string;
	datasetId?: string;
	schemaId?: string;
	/** Media type of the schema reference; `DEFAULT_SCHEMA_CONTENT_TYPE` when absent. */
	schemaContentType?: string;
	/** What Adobe calls the schema's behaviour; time series (events) when absent. */
	schemaBehavior?: 'time-series' | 'record';
}

/** `xdm`: the envelope is built here. `raw`: the object as it is. `message`: header and body as given. */
export type RecordFormat = 'xdm' | 'raw' | 'message';

export interface DeliverySettings {
	format: RecordFormat;
	/** Several messages per request. Adobe documents this for XDM only. */
	batch: boolean;
	/** Messages per request, 1 to 1,000. */
	maxMessages: number;
	/** Bytes per request with everything around the records, at most 1,000,000. */
	maxBytes: number;
	/** Requests in flight at once, once the first was answered. */
	parallelRequests: number;
	/** Ask for validation before the reply: single XDM messages, 60 a minute. */
	syncValidation: boolean;
	/** How long to keep trying, in ms, from the first refused attempt on. */
	retryBudgetMs: number;
	/** Attempts per record that end without a definite answer, the first included. */
	maxAttempts: number;
	/** Written into each envelope as `header.source.name`; empty leaves it out. */
	sourceName: string;
	/** Whether to say how many records are larger than an event Profile keeps. */
	profileLimit?: boolean;
}

export interface InletRequest {
	url: string;
	headers: Record<string, string>;
	/** JSON text as UTF-8, ready to send. */
	body: Buffer;
}

export type InletReply =
	/** An HTTP answer. The body is parsed if it is JSON, text otherwise. */
	| { kind: 'reply'; status: number; headers: Record<string, unknown>; body: unknown }
	/** An answer longer than what is read, so nobody knows what it says. */
	| { kind: 'oversized'; status: number; maxBytes: number }
	/** No answer: whether the request arrived is not known. */
	| { kind: 'network'; code: string; message: string }
	/** Nothing was sent and trying again changes nothing: no token to be had, host not allowed. */
	| { kind: 'blocked'; reason: string; advice: string };

/** Everything that touches the world, passed in. */
export interface DeliveryTools {
	send(request: InletRequest): Promise<InletReply>;
	sleep(ms: number): Promise<void>;
	/** Milliseconds since 1970. */
	now(): number;
	/** From 0 up to, not including, 1. */
	random(): number;
	/** Whether the user stopped the execution. */
	stopped(): boolean;
	/** A line for whoever watches. */
	progress(text: string): void;
}

export interface RecordSource {
	count: number;
	/** The record of input item `index`; asked once per index, when its turn comes. */
	at(index: number): unknown;
}

export interface AcceptedOutcome {
	status: 'accepted';
	xactionId?: string;
	/** Number of the request that carried it, from 1. */
	request: number;
	attempts: number;
	/** When it was decided, RFC 3339. */
	at: string;
	httpStatus: number;
}

export interface OpenOutcome {
	/**
	 * `rejected`: Adobe said no. `unknown`: it may or may not have arrived.
	 * `setAside`: never sent because it cannot be accepted. `notSent`: the run ended before its turn.
	 */
	status: 'rejected' | 'unknown' | 'setAside' | 'notSent';
	reason: string;
	advice: string;
	request?: number;
	attempts: number;
	at: string;
	httpStatus?: number;
	xactionId?: string;
	violations?: ReadableViolation[];
}

export type DeliveryOutcome = AcceptedOutcome | OpenOutcome;

/** One HTTP request as it went, for the account of the run. */
export interface RequestSummary {
	number: number;
	messages: number;
	bytes: number;
	startedAt: string;
	durationMs: number;
	httpStatus?: number;
	/** Code of a request that got no answer. */
	code?: string;
	accepted: number;
	refused: number;
	unknown: number;
	/** Distinct transaction ids, without the message's index. */
	transactionIds: string[];
}

export interface DeliveryReport {
	/** One per record, by index. */
	outcomes: DeliveryOutcome[];
	requests: RequestSummary[];
	/** What a person should know: fallbacks, values left out. */
	notices: string[];
	/** Why the run ended early, if it did. */
	stoppedBy?: string;
}
