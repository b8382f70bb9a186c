import type { Message } from './ledger';

/** Messages of one request. */
export interface Parcel {
	messages: Message[];
	/** Time before which it is not sent, in ms since 1970. */
	readyAt: number;
	/** Set for a half of a batch that was lost: its size may be the reason. */
	suspicion?: SizeSuspicion;
}

/** Both halves of a batch that was lost. If both arrive, larger requests are not sent any more. */
export interface SizeSuspicion {
	halvesLeft: number;
	/** UTF-8 bytes of the larger half. */
	bytes: number;
}

/** Takes the first parcel that is ready out of the queue, or else the one that is ready first. */
export function takeParcel(queue: Parcel[], now: number): Parcel | undefined {
	let best = 0;
	for (let index = 0; index < queue.length; index += 1) {
		const { readyAt } = queue[index];
		if (readyAt <= now) return queue.splice(index, 1)[0];
		if (readyAt < queue[best].readyAt) best = index;
	}
	return queue.splice(best, 1)[0];
}

/**
 * Returns two parcels with half of the messages each. In other company, messages begin to count their failures again:
 * the last one was the first.
 * @param lostBytes UTF-8 bytes of the request if it got no answer
 */
export function halveParcel(
	messages: Message[],
	readyAt: number,
	lostBytes?: number,
): [Parcel, Parcel] {
	for (const message of messages) {
		message.transientFailures = Math.min(message.transientFailures, 1);
	}
	const middle = Math.ceil(messages.length / 2);
	const suspicion =
		lostBytes === undefined ? undefined : { halvesLeft: 2, bytes: Math.ceil(lostBytes / 2) };
	const half = (from: number, to?: number): Parcel => ({
		messages: messages.slice(from, to),
		readyAt,
		...(suspicion && { suspicion }),
	});
	return [half(0, middle), half(middle)];
}
