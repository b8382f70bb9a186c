import { chatMessageId, eventIdOf, type ChatMessageIdentity } from '../chatlio/eventId';
import type { ChatlioEvent } from '../chatlio/types';
import { sha256 } from './hash';
import { isRecord } from './recognize';
import { keyedId } from './recordIdKey';
import type { Reading } from './values';

const OURS = /^chatlio-[\da-f]{64}$/;

/** Longer ids, which only another node can have made, would take the room of the event. */
const MAX_CHARACTERS = 256;

/**
 * The record's `_id`: the item's `eventId`, else the id the trigger would have given it, as far as the item tells. With
 * a key, nothing else in the record tells that id. Without one, an id that is too long or holds what is withheld is
 * hashed, which keeps it the same for the same event.
 */
export function recordId(event: ChatlioEvent, { options, scrub }: Reading): string {
	const id = event.eventId || eventIdOf(event.event, payloadOf(event));
	if (options.recordIdKey !== undefined) return keyedId(id, options.recordIdKey);
	if (OURS.test(id)) return id;
	return id.length <= MAX_CHARACTERS && scrub(id) === id ? id : `chatlio-${sha256(id)}`;
}

/** The `_id` of one message of a chat. */
export function chatMessageRecordId(message: ChatMessageIdentity, { options }: Reading): string {
	const id = chatMessageId(message);
	return options.recordIdKey === undefined ? id : keyedId(id, options.recordIdKey);
}

/**
 * What Chatlio posted, as far as the item has it. Times have lost digits, and of several names and addresses the item
 * has one: the trigger's own id comes out only where these do not count.
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
