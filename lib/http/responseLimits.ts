/*
 * Longest responses that are read, in bytes after decompression: a few hundred kilobytes of gzip can expand to as many
 * megabytes, and n8n's own helpers read without a limit. The body is in memory twice: first as text, then parsed.
 */

/** 1,000 results, one per message of the largest request, at 4 kB each: Adobe's own are about 100 bytes. */
export const INLET_RESPONSE_BYTES = 4_000_000;

/** A page of 300 complete schemas, the longest response of Adobe's platform. */
export const PLATFORM_RESPONSE_BYTES = 32_000_000;

/** One file of records that Adobe did not store. */
export const FILE_RESPONSE_BYTES = 64_000_000;

/** Every current conversation of an account, with visitor data. */
export const CHATLIO_RESPONSE_BYTES = 32_000_000;

/** An access token, or the names of an organization's sandboxes. */
export const SIGN_IN_RESPONSE_BYTES = 1_000_000;

/** Formats bytes as megabytes, e.g. `4 MB`. */
export const inMegabytes = (bytes: number) => `${bytes / 1_000_000} MB`;
