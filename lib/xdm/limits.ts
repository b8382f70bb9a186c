/** Adobe's limits on a record, each with the page it comes from. */

/** Bytes of one event that Profile keeps, as UTF-8 JSON; "10 KB" read the smaller way. Source: Adobe, "Guardrails for Real-Time Customer Profile data". */
export const PROFILE_EVENT_BYTES = 10_000;

/**
 * Longest text that is read where records are cut, in UTF-16 code units: far more than any record keeps, so that the
 * work for a text of megabytes is that for its beginning. The same for all messages, and for all traits.
 */
export const READ_TEXT_UNITS = 20_000;

/** Most messages of one chat, and most traits, that are read where records are cut: a record has room for fewer. */
export const READ_ELEMENTS = 2_000;

/** Most records that one chat is split into: as many as Adobe takes in one request. Source: Adobe, "Streaming ingestion". */
export const SPLIT_RECORDS = 1_000;

/** Most bytes of the records that one chat is split into: as many as Adobe takes in one request. */
export const SPLIT_BYTES = 1_000_000;

/** Most of the messages of a chat that is split, in UTF-16 code units; each counts as far as a record keeps it. */
export const SPLIT_TEXT_UNITS = 500_000;

/** Characters of an identity; above, Identity Service skips the record. Source: Adobe, "Guardrails for Identity Service data". */
export const IDENTITY_CHARACTERS = 1_024;

/** Identities that Identity Service blocks, in lower case. Source: Adobe, "Guardrails for Identity Service data". */
export const BLOCKED_IDENTITIES: ReadonlySet<string> = new Set(['anonymous', 'invalid', 'null']);
