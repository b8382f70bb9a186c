import type { Envelope } from './envelope';
import { BATCH_CLOSING, BATCH_FRAME_BYTES, BATCH_OPENING } from './limits';

/** A record as JSON text, written once however often it is sent. */
export interface WrittenRecord {
	text: string;
	/** UTF-8 bytes of the text and of the envelope around it. */
	bytes: number;
}

/** The body of a request with one message. */
export function singleBody({ text }: WrittenRecord, { prefix, suffix }: Envelope): Buffer {
	return Buffer.from(prefix + text + suffix);
}

/**
 * The body of a batch request. Written straight into the bytes that are sent: joined as a text first, it would be
 * copied twice more.
 */
export function batchBody(records: readonly WrittenRecord[], envelope: Envelope): Buffer {
	const { prefix, suffix } = envelope;
	const size = records.reduce((sum, { bytes }) => sum + bytes, BATCH_FRAME_BYTES);
	const body = Buffer.allocUnsafe(size + records.length - 1);
	let end = body.write(BATCH_OPENING + prefix);
	for (const [index, { text }] of records.entries()) {
		if (index > 0) end += body.write(`${suffix},${prefix}`, end);
		end += body.write(text, end);
	}
	end += body.write(suffix + BATCH_CLOSING, end);
	return body.subarray(0, end);
}
