/*
 * The longest answers that are read, in bytes after decompression: a few hundred kilobytes of gzip can become as many
 * megabytes, and n8n's own helpers read without a limit. What is read is held in memory, first as text, then parsed.
 */

/** 1,000 results, the most messages in a request, of 4 kB: Adobe's own take about 100 bytes each. */
export const INLET_ANSWER_BYTES = 4_000_000;

/** A page of 300 whole schemas, the longest answer of Adobe's platform. */
export const PLATFORM_ANSWER_BYTES = 32_000_000;

/** One file of records that Adobe did not store. */
export const FILE_ANSWER_BYTES = 64_000_000;

/** Every conversation under way of an account, with visitor data. */
export const CHATLIO_ANSWER_BYTES = 32_000_000;

/** An access token, or the names of an organization's sandboxes. */
export const SIGN_IN_ANSWER_BYTES = 1_000_000;

/** `4 MB` */
export const inMegabytes = (bytes: number) => `${bytes / 1_000_000} MB`;
