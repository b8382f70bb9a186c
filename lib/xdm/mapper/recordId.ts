import { chatMessageId, eventIdOf, type ChatMessageIdentity } from '../../chatlio/eventId';
import type { ChatlioEvent } from '../../chatlio/chatlioEvent';
import { sha256 } from './sha256';
import { isUriReference } from '../../http/uriReference';
import { isRecord } from '../../http/isRecord';
import { keyedId } from './recordIdKey';
import type { MappingContext } from './readValues';

const OURS = /^chatlio-[\da-f]{64}$/;

/** Longer IDs, which only another node can have created, would take up too much of the record. */
const MAX_CHARACTERS = 256;

/**
 * Returns the record's `_id`: the item's `eventId`, otherwise the ID that the trigger would have assigned, as far as the
 * item allows. With a key, nobody can derive the ID from the rest of the record. Without one, an ID that is too long,
 * contains a withheld value or is no URI reference, the format of XDM's `_id`, is hashed, so that the same event still
 * gets the same ID.
 */
export function recordId(event: ChatlioEvent, { options, scrub }: MappingContext): string {
	const id = event.eventId || eventIdOf(event.event, payloadOf(event));
	if (options.recordIdKey !== undefined) return keyedId(id, options.recordIdKey);
	if (OURS.test(id)) return id;
	const isUsable = id.length <= MAX_CHARACTERS && isUriReference(id) && scrub(id) === id;
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

/**
 * Reconstructs Chatlio's payload from the item. The item's times have fewer digits, and it has only one of several names
 * and addresses, so the trigger's own ID results only if these do not count.
 */
function payloadOf(event: ChatlioEvent): Record<string, unknown> {
	if (isRecord(event.payload)) return event.payload;
	const { conversationId, visitor, message, subject, channel, transcript } = event;
	return {
		conversationUUID: conversationId,
		message,
		subject,
		visitor: {
			UUID: visitor?.id,
			name: visitor?.name,
			email: visitor?.email,
			identUserId: visitor?.userId,
			userAgent: visitor?.userAgent,
			handle: visitor?.handle,
			currentPage: visitor?.page,
			referrerURL: visitor?.referrer,
			createdAt: visitor?.firstSeenAt,
			location: visitor?.location,
		},
		visitorName: visitor?.name,
		visitorEmail: visitor?.email,
		channelId: channel?.id,
		channelName: channel?.name,
		slackChannelId: channel?.slackId,
		slackChannelName: channel?.slackName,
		slackTeamID: channel?.slackTeamId,
		startedAt: transcript?.startedAt,
		endedAt: transcript?.endedAt,
		messages: transcript?.messages,
		textBody: transcript?.text,
		archiveUrl: transcript?.archiveUrl,
		agentName: transcript?.agent?.name,
		agentEmail: transcript?.agent?.email,
	};
}
