import { constants } from 'node:os';
import { Readable } from 'node:stream';

/** Codes of all errors of the operating system that Node knows here. */
export const SYSTEM_CODES = Object.keys(constants.errno);

/** The body of a response as n8n's helpers return it: a stream. */
export const bodyOf = (text: string): Readable => Readable.from([Buffer.from(text)]);
