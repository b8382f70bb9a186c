import { eventIdOf } from '../chatlio/eventId';
import type { ChatlioEvent } from '../chatlio/types';
import { sha256 } from './hash';
import { isRecord } from './recognize';
import type { Scrub } from './scrub';

const OURS = /^chatlio-[\da-f]{64}$/;

/** Longer ids, which only another node can have made, would take the room of the event. */
const MAX_CHARACTERS = 256;

/**
 * The record's `_id`: the item's `eventId`, else the id the trigger would have given it. An id that is too long or
 * holds what is withheld is hashed, which keeps it the same for the same event.
 */
export function recordId(event: ChatlioEvent, scrub: Scrub): string {
	const id = event.eventId || eventIdOf(event.event, payloadOf(event));
	if (OURS.test(id)) return id;
	return id.length <= MAX_CHARACTERS && scrub(id) === id ? id : `chatlio-${sha256(id)}`;
}

/** What Chatlio posted, as far as the identity of the event goes. */
function payloadOf(event: ChatlioEvent): Record<string, unknown> {
	if (isRecord(event.payload)) return event.payload;
	const { conversationId, visitor, message, transcript } = event;
	return {
		conversationUUID: conversationId,
		visitor: { UUID: visitor?.id, email: visitor?.email },
		email: visitor?.email,
		message,
		endedAt: transcript?.endedAt,
		messages: transcript?.messages,
	};
}
