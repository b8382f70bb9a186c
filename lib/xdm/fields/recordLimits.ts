/** Limits on a record; Adobe's own limits cite their source. */

/**
 * Maximum text that is read if records are truncated, in UTF-16 code units. Applies to each text, to all messages
 * together and to all traits together. It is far more than a record can hold, and it bounds the work for text of
 * several megabytes.
 */
export const READ_TEXT_UNITS = 20_000;

/**
 * Maximum messages of one chat, and maximum traits, that are read if records are truncated: a record has room for
 * fewer.
 */
export const READ_ELEMENTS = 2_000;

/** Maximum records that one chat is split into: Adobe's limit for one request. Source: Adobe, "Streaming ingestion". */
export const SPLIT_RECORDS = 1_000;

/** Maximum total size of the records that one chat is split into, in bytes: Adobe's limit for one request. */
export const SPLIT_BYTES = 1_000_000;

/** Maximum total text of a chat that is split, in UTF-16 code units; each message counts only up to a record's size. */
export const SPLIT_TEXT_UNITS = 500_000;

/**
 * Maximum characters of an identity; Identity Service skips a record with a longer one.
 * Source: Adobe, "Guardrails for Identity Service data".
 */
export const IDENTITY_CHARACTERS = 1_024;

/** Identities that Identity Service blocks, in lowercase. Source: Adobe, "Guardrails for Identity Service data". */
export const BLOCKED_IDENTITIES: ReadonlySet<string> = new Set(['anonymous', 'invalid', 'null']);
