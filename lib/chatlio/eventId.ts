import { hash } from 'crypto';

import type { ChatlioEventKind } from './types';
import { readRecord } from './values';

/** Parts of an event's identity, by their paths in Chatlio's payload. `messages.length` is a number of messages. */
export interface EventIdParts {
	paths: readonly string[];
	/** The parts do not count when one of these is there: it identifies the event well enough. */
	unless: readonly string[];
}

const CONVERSATION = ['conversationUUID'];

const CONVERSATION_OR_VISITOR = ['conversationUUID', 'visitor.UUID'];

const WHO: EventIdParts = { paths: CONVERSATION_OR_VISITOR, unless: [] };

/** What the visitor wrote. */
const WORDS = ['message', 'subject'];

/**
 * Every other text that Chatlio documents or sends. Traits do not count, because they may be an object, which Data Prep
 * cannot write as `JSON.stringify` does. Nor does the IP address, which is left out of records by default: there are so
 * few that whoever knows the rest could find it by trying all.
 */
const REST_OF_VISITOR_EVENT: EventIdParts = {
	paths: [
		'name',
		'email',
		'emailPretty',
		'channelId',
		'slackChannelId',
		'slackChannelName',
		'visitor.name',
		'visitor.email',
		'visitor.identUserId',
		'visitor.userAgent',
		'visitor.handle',
		'visitor.currentPage',
		'visitor.referrerURL',
		'visitor.createdAt',
		'visitor.location',
	],
	unless: CONVERSATION_OR_VISITOR,
};

/** The same of a transcript. Its lists, `messages` and `extraData`, have no form that Data Prep could hash alike. */
const REST_OF_TRANSCRIPT: EventIdParts = {
	paths: [
		'startedAt',
		'textBody',
		'htmlBody',
		'visitorName',
		'visitorEmail',
		'replyToEmail',
		'agentName',
		'agentEmail',
		'channelId',
		'channelName',
		'slackTeamID',
		'archiveUrl',
	],
	unless: CONVERSATION,
};

const VISITOR_EVENT = [WHO, { paths: WORDS, unless: [] }, REST_OF_VISITOR_EVENT];

/**
 * What makes two postings the same event, per kind; the kind itself always comes first.
 *
 * Never the time of receipt: Adobe's Profile keeps the first record of an `_id`, so a repeated posting must get the
 * same one. Never what a user may withhold, as far as the rest identifies the event: a hash confirms a guess. Chatlio
 * posts a new conversation once; reminders and feedback may repeat in it, and differ by their words. A transcript
 * posted again with more messages is another event.
 */
export const EVENT_ID_PARTS: Readonly<Record<ChatlioEventKind, readonly EventIdParts[]>> = {
	chatTranscript: [
		{ paths: ['conversationUUID', 'endedAt', 'messages.length'], unless: [] },
		REST_OF_TRANSCRIPT,
	],
	newConversation: [WHO, { paths: WORDS, unless: CONVERSATION }, REST_OF_VISITOR_EVENT],
	offlineMessage: VISITOR_EVENT,
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
	const paths = EVENT_ID_PARTS[kind]
		.filter(({ unless }) => unless.every((path) => textAt(payload, path) === ''))
		.flatMap((parts) => parts.paths);
	return identify(
		kind,
		paths.map((path) => textAt(payload, path)),
	);
}

/** What tells one message of a chat from every other. */
export interface ChatMessageIdentity {
	/** Chatlio's conversation UUID as received. */
	conversation?: string;
	/** Id of the transcript's event; counts when the conversation is unknown. */
	transcriptId: string;
	/** Slack's timestamp, unique within a channel. */
	ts?: string;
	/** Place in the transcript; counts when there is no timestamp. */
	position: number;
}

/**
 * The id of one message of a chat, so that a transcript posted again adds only what is new.
 *
 * @returns `chatlio-` and 64 hexadecimal digits (SHA-256); never the id of an event.
 */
export function chatMessageId(message: ChatMessageIdentity): string {
	const { conversation = '', transcriptId, ts = '', position } = message;
	const chat = [conversation, conversation === '' ? transcriptId : ''];
	return identify('chatMessage', [...chat, ts, ts === '' ? String(position) : '']);
}

/** Each part is hashed by itself, so that no separator which somebody typed moves the border between two. */
function identify(kind: ChatlioEventKind | 'chatMessage', parts: readonly string[]): string {
	return `chatlio-${sha256([kind, ...parts.map(sha256)].join('|'))}`;
}

function sha256(text: string): string {
	return hash('sha256', text);
}

/** The text at a path of one or two names; empty for what is no text, number or boolean. */
function textAt(payload: Record<string, unknown>, path: string): string {
	if (path === 'messages.length') {
		return Array.isArray(payload.messages) ? String(payload.messages.length) : '';
	}
	const [name, inner] = path.split('.');
	const value = inner ? readRecord(payload[name])[inner] : payload[name];
	return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
}
