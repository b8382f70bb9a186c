import { createHash } from 'crypto';

import type { ChatlioEventKind } from './types';
import { readRecord, readText } from './values';

/** Where a part of the identity stands in Chatlio's payload. */
export type EventIdPart =
	| 'conversationUUID'
	| 'email'
	| 'endedAt'
	| 'message'
	| 'messages.length'
	| 'visitor.UUID'
	| 'visitor.email';

const VISITOR_EVENT: readonly EventIdPart[] = [
	'conversationUUID',
	'visitor.UUID',
	'visitor.email',
	'message',
];

/**
 * What makes two postings the same event, per kind; the kind itself always comes first.
 *
 * Never the time of receipt: Adobe's Profile keeps the first record of an `_id`, so a repeated posting must get the
 * same one. A transcript posted again with more messages is another event. Data Prep can compute the same value with
 * `sha256(concat("newConversation","|",coalesce(conversationUUID,""),"|",…),"UTF-8")`.
 */
export const EVENT_ID_PARTS: Readonly<Record<ChatlioEventKind, readonly EventIdPart[]>> = {
	chatTranscript: ['conversationUUID', 'endedAt', 'messages.length'],
	newConversation: VISITOR_EVENT,
	offlineMessage: ['conversationUUID', 'visitor.UUID', 'email', 'message'],
	unansweredMessage: VISITOR_EVENT,
	visitorFeedback: VISITOR_EVENT,
};

/**
 * The id of an event: the same for the same event however often and whichever way it arrives.
 *
 * @param payload Chatlio's payload as received: values count as they were sent, missing ones as empty.
 * @returns `chatlio-` and 64 hexadecimal digits (SHA-256).
 */
export function eventIdOf(kind: ChatlioEventKind, payload: Record<string, unknown>): string {
	return identify([kind, ...EVENT_ID_PARTS[kind].map((part) => partOf(payload, part))]);
}

/**
 * The id of one message of a chat, so that a transcript posted again adds only what is new.
 *
 * @param conversation Chatlio's conversation UUID as received; unknown counts as empty.
 * @param tsOrPosition Slack's timestamp, unique within a channel; else the message's position in the transcript.
 * @returns `chatlio-` and 64 hexadecimal digits (SHA-256).
 */
export function chatMessageId(
	conversation: string | undefined,
	tsOrPosition: string | number,
): string {
	return identify([conversation ?? '', String(tsOrPosition)]);
}

function identify(parts: string[]): string {
	return `chatlio-${createHash('sha256').update(parts.join('|'), 'utf8').digest('hex')}`;
}

function partOf(payload: Record<string, unknown>, part: EventIdPart): string {
	if (part === 'messages.length') {
		return Array.isArray(payload.messages) ? String(payload.messages.length) : '';
	}
	const [name, inner] = part.split('.');
	return readText(inner ? readRecord(payload[name])[inner] : payload[name]) ?? '';
}
