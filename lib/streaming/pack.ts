import { BATCH_FRAME_BYTES } from './limits';

/** What packing needs to know of a message. */
export interface Packable {
	/** UTF-8 bytes of the message's text. */
	bytes: number;
}

export interface PackLimits {
	maxMessages: number;
	/** Bytes of the request body, frame and commas included. */
	maxBytes: number;
}

/**
 * Takes messages one at a time and gives them back in groups that fit one request each, in order.
 * Filling each request before opening the next is the fewest requests any packing that keeps the
 * order can reach. The limits are asked for with each group, because a run can lower them; a message
 * that is larger than a lowered limit goes alone.
 */
export function createPacker<T extends Packable>(messages: Iterator<T>) {
	let held: T | undefined;

	return function nextGroup({ maxMessages, maxBytes }: PackLimits): T[] {
		const group: T[] = [];
		let bytes = BATCH_FRAME_BYTES;
		for (;;) {
			held ??= take(messages);
			if (!held) return group;
			const comma = group.length > 0 ? 1 : 0;
			const full = group.length >= maxMessages || bytes + comma + held.bytes > maxBytes;
			if (full && group.length > 0) return group;
			bytes += comma + held.bytes;
			group.push(held);
			held = undefined;
		}
	};
}

function take<T>(iterator: Iterator<T>): T | undefined {
	const next = iterator.next();
	return next.done ? undefined : next.value;
}
