/** Adobe's limits, each with the page it comes from. */

/**
 * Bytes of one request body, everything around the records included. Adobe says "1 MB" without
 * saying which; the smaller reading is safe. Source: Adobe, "Send multiple messages in a single
 * HTTP request" (413 above).
 */
export const REQUEST_BYTES = 1_000_000;

/** Messages in one batch. Adobe publishes no number; its example has 200, this keeps replies readable. */
export const BATCH_MESSAGES = 1_000;

/** Bytes of one event's XDM entity that Profile keeps. Source: Adobe, "Guardrails for Real-Time Customer Profile data". */
export const PROFILE_EVENT_BYTES = 10_000;

/** Requests with synchronous validation. Source: Adobe, "Streaming ingestion overview". */
export const SYNC_REQUESTS = { amount: 60, perMs: 60_000 } as const;

/** Requests, each of which may be a batch. Source: Adobe, "Streaming ingestion overview". */
export const REQUESTS = { amount: 1_000, perMs: 1_000 } as const;

/** Single messages, in whatever requests. Source: Adobe, "Streaming ingestion overview". */
export const MESSAGES = { amount: 10_000, perMs: 1_000 } as const;

/** Violations Adobe names per message before it stops. Source: Adobe, "Streaming ingestion validation". */
export const NAMED_VIOLATIONS = 5;

/** How long after a change a dataflow may swallow data. Source: Adobe, "Create a streaming connection using the HTTP API". */
export const NEW_DATAFLOW_MS = 300_000;

/** The media type of a schema reference. Source: Adobe, "Stream time-series data". */
export const DEFAULT_SCHEMA_CONTENT_TYPE = 'application/vnd.adobe.xed-full+json;version=1';

export const BATCH_OPENING = '{"messages":[';
export const BATCH_CLOSING = ']}';

/** Bytes that a batch adds around its messages, the commas between them not counted. */
export const BATCH_FRAME_BYTES = BATCH_OPENING.length + BATCH_CLOSING.length;
