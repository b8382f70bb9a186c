import {
	chatMessageId,
	eventIdOf,
	hasIdentity,
	hasUsualParts,
	wholeEventId,
	type ChatMessageIdentity,
} from '../../chatlio/eventId';
import type { ChatlioEvent } from '../../chatlio/chatlioEvent';
import { sha256 } from './sha256';
import { isUriReference } from '../../http/uriReference';
import { isRecord, type JsonRecord } from '../../http/isRecord';
import { keyedId } from './recordIdKey';
import type { MappingContext } from './mappingContext';

/** Checked together with the length, which takes half the time of a pattern that counts the digits. */
const OURS = /^chatlio-[\da-f]+$/;
const OURS_LENGTH = 'chatlio-'.length + 64;

/** Longer IDs, which only another node can have created, would take up too much of the record. */
const MAX_CHARACTERS = 256;

/**
 * Returns the record's `_id`: the item's `eventId`, otherwise the ID that the trigger assigned, as far as the item
 * allows. With a key, nobody can derive the ID from the rest of the record. Without one, an ID that is too long,
 * contains a withheld address or is no URI reference, the format of XDM's `_id`, is hashed, so that the same event still
 * gets the same ID.
 */
export function recordId(event: ChatlioEvent, { options, clean }: MappingContext): string {
	const id = event.eventId || restoredEventId(event);
	if (options.recordIdKey !== undefined) return keyedId(id, options.recordIdKey);
	if (id.length === OURS_LENGTH && OURS.test(id)) return id;
	const isUsable = id.length <= MAX_CHARACTERS && isUriReference(id) && clean.id(id) === id;
	return isUsable ? id : `chatlio-${sha256(id)}`;
}

/** Returns the `_id` of one chat message. */
export function chatMessageRecordId(
	message: ChatMessageIdentity,
	{ options }: MappingContext,
): string {
	const id = chatMessageId(message);
	return options.recordIdKey === undefined ? id : keyedId(id, options.recordIdKey);
}

/** Returns true if the record's `_id` is surely the trigger's, with or without an `eventId` in the item. */
export function hasTriggersId(event: ChatlioEvent): boolean {
	if (event.eventId || isRecord(event.payload)) return true;
	const { transcript } = event;
	if (transcript?.endedAt && !transcript.endedAtExact) return false;
	const unreadable: readonly unknown[] = Array.isArray(event.unreadable) ? event.unreadable : [];
	return (
		hasUsualParts(event.event, partsOf(event)) && !unreadable.some((path) => ID_PATHS.has(path))
	);
}

/** Paths in the item of the parts of an event's ID; other values than text count in the ID, but are not in the item. */
const ID_PATHS: ReadonlySet<unknown> = new Set([
	'conversationId',
	'visitor',
	'visitor.id',
	'message',
	'subject',
]);

/** Returns the ID that the trigger assigned, as far as the item says its parts; otherwise, an ID of the whole item. */
function restoredEventId(event: ChatlioEvent): string {
	if (isRecord(event.payload)) return eventIdOf(event.event, event.payload);
	const parts = partsOf(event);
	if (hasIdentity(event.event, parts)) return eventIdOf(event.event, parts);
	const { receivedAt, conversationId, visitor, message, subject, transcript, channel } = event;
	// With the time, because the item may have lost what distinguishes it from another.
	return wholeEventId(event.event, {
		item: { receivedAt, conversationId, visitor, message, subject, transcript, channel },
	});
}

/** Returns the parts of an event's ID, by their names in Chatlio's payload. */
function partsOf({
	conversationId,
	visitor,
	message,
	subject,
	transcript,
}: ChatlioEvent): JsonRecord {
	return {
		conversationUUID: conversationId,
		visitor: { UUID: visitor?.id },
		message,
		subject,
		// Items from before the trigger kept the digits have only milliseconds.
		endedAt: transcript?.endedAtExact ?? transcript?.endedAt,
		messages: transcript?.messages,
	};
}
