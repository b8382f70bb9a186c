import { BATCH_FRAME_BYTES } from './inletLimits';

/** Facts about a message that packing needs. */
export interface Packable {
	/** UTF-8 bytes of the message's text. */
	bytes: number;
}

export interface PackLimits {
	maxMessages: number;
	/** Bytes of the request body, including frame and commas. */
	maxBytes: number;
}

/**
 * Packs messages, in order, into groups that fit one request each. Filling each request before the next one gives the
 * fewest requests possible in this order. The limits are passed with each call, because a run can lower them; a message
 * larger than a lowered limit is sent alone.
 */
export function createMessagePacker<T extends Packable>(messages: Iterator<T>) {
	let pending: T | undefined;

	return function nextGroup({ maxMessages, maxBytes }: PackLimits): T[] {
		const group: T[] = [];
		let bytes = BATCH_FRAME_BYTES;
		for (;;) {
			pending ??= nextValue(messages);
			if (!pending) return group;
			const comma = group.length > 0 ? 1 : 0;
			const isFull = group.length >= maxMessages || bytes + comma + pending.bytes > maxBytes;
			if (isFull && group.length > 0) return group;
			bytes += comma + pending.bytes;
			group.push(pending);
			pending = undefined;
		}
	};
}

function nextValue<T>(iterator: Iterator<T>): T | undefined {
	const result = iterator.next();
	return result.done ? undefined : result.value;
}
