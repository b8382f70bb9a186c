/** Adobe's limits, each with its source. */

/**
 * Bytes of one request body, including everything around the records. Adobe says "1 MB" without defining it; the
 * smaller meaning is safe. Source: Adobe, "Send multiple messages in a single HTTP request" (413 if larger).
 */
export const REQUEST_BYTES = 1_000_000;

/** Messages in one batch. Adobe publishes no number; its example has 200. This limit keeps responses readable. */
export const BATCH_MESSAGES = 1_000;

/** Requests with synchronous validation. Source: Adobe, "Streaming ingestion overview". */
export const SYNC_REQUESTS = { amount: 60, perMs: 60_000 } as const;

/** Requests, each of which may be a batch. Source: Adobe, "Streaming ingestion overview". */
export const REQUESTS = { amount: 1_000, perMs: 1_000 } as const;

/** Single messages, in any number of requests. Source: Adobe, "Streaming ingestion overview". */
export const MESSAGES = { amount: 10_000, perMs: 1_000 } as const;

export const BATCH_OPENING = '{"messages":[';
export const BATCH_CLOSING = ']}';

/** Bytes that a batch adds around its messages, without the commas between them. */
export const BATCH_FRAME_BYTES = BATCH_OPENING.length + BATCH_CLOSING.length;
