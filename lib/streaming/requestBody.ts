import type { BodyBuffers } from './bodyBuffers';
import type { Envelope } from './envelope';
import { BATCH_CLOSING, BATCH_FRAME_BYTES, BATCH_OPENING } from './inletLimits';

/** A record as JSON text, serialized once however often it is sent. */
export interface WrittenRecord {
	/** Empty while a batch with the record is on its way: then, only the batch's body has it. */
	text: string;
	/** UTF-8 bytes of the text and of the envelope around it. */
	bytes: number;
}

/** Returns the body of a request with one message. */
export function singleBody({ text }: WrittenRecord, { prefix, suffix }: Envelope): Buffer {
	return Buffer.from(prefix + text + suffix);
}

/**
 * Returns the body of a batch request. The parts are written directly into the buffer that is sent: joining them as
 * text first would copy them twice more.
 */
export function batchBody(
	records: readonly WrittenRecord[],
	envelope: Envelope,
	buffers: BodyBuffers,
): Buffer {
	const { prefix, suffix } = envelope;
	const size = records.reduce((sum, { bytes }) => sum + bytes, BATCH_FRAME_BYTES);
	const body = buffers.take(size + records.length - 1);
	let end = body.write(BATCH_OPENING + prefix);
	for (const [index, { text }] of records.entries()) {
		if (index > 0) end += body.write(`${suffix},${prefix}`, end);
		end += body.write(text, end);
	}
	end += body.write(suffix + BATCH_CLOSING, end);
	return body.subarray(0, end);
}

/**
 * Lets go of texts that are in a batch's body: kept while the request runs, they would outlive V8's quick collections
 * and pile up.
 */
export function dropTexts(records: readonly WrittenRecord[]): void {
	for (const record of records) record.text = '';
}

/** Reads dropped texts back from their batch's body. */
export function restoreTexts(
	records: readonly WrittenRecord[],
	body: Buffer,
	envelope: Envelope,
): void {
	let start = BATCH_OPENING.length + Buffer.byteLength(envelope.prefix);
	for (const record of records) {
		const end = start + record.bytes - envelope.bytes;
		record.text = body.toString('utf8', start, end);
		start = end + envelope.bytes + 1;
	}
}
