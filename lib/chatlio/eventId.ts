import { hash } from 'crypto';

import type { ChatlioEventKind } from './chatlioEvent';
import { dateText, readRecord } from './jsonValues';

/** Parts of an event's identity, by their paths in Chatlio's payload. `messages.length` is a number of messages. */
export interface EventIdParts {
	paths: readonly string[];
	/** The parts do not count if one of these has a value, because that value is enough to identify the event. */
	unless: readonly string[];
}

const CONVERSATION = ['conversationUUID'];

const CONVERSATION_OR_VISITOR = ['conversationUUID', 'visitor.UUID'];

const WHO: EventIdParts = { paths: CONVERSATION_OR_VISITOR, unless: [] };

/** Paths of the text that the visitor wrote. */
const WORDS = ['message', 'subject'];

/**
 * Every other text that Chatlio documents or sends.
 *
 * Traits do not count: they may be an object, and Data Prep cannot write an object the way `JSON.stringify` does. The IP
 * address does not count either. Records omit it by default, and there are so few addresses that anyone who knows the
 * other values could find it by trying them all.
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

/**
 * The same for a transcript. Its lists, `messages` and `extraData`, have no form that Data Prep could hash the same
 * way.
 */
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
 * Parts that identify an event, per kind; the kind itself is always the first part.
 *
 * The time of receipt is never a part: Adobe's Profile keeps the first record of an `_id`, so a repeated posting must
 * get the same one. Values that a user may withhold are parts only if nothing else identifies the event, because a hash
 * confirms a guess. Chatlio posts a new conversation once; reminders and feedback may occur several times in it and
 * differ by their text. A transcript that is posted again with more messages is another event.
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
 * Returns the ID of an event: the same event always gets the same ID, however often and by whichever route it arrives.
 *
 * @param payload Chatlio's payload as received: values count as sent, and missing values count as empty
 * @returns `chatlio-` and 64 hexadecimal digits (SHA-256)
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

/** Values that distinguish one chat message from every other. */
export interface ChatMessageIdentity {
	/** Chatlio's conversation UUID as received. */
	conversation?: string;
	/** ID of the transcript's event; counts only if the conversation is unknown. */
	transcriptId: string;
	/** Slack's timestamp, unique within a channel. */
	ts?: string;
	/** Position in the transcript; counts only if there is no timestamp. */
	position: number;
}

/**
 * Returns the ID of one chat message, so that a transcript that is posted again adds only its new messages.
 *
 * @returns `chatlio-` and 64 hexadecimal digits (SHA-256); never the ID of an event
 */
export function chatMessageId(message: ChatMessageIdentity): string {
	const { conversation = '', transcriptId, ts = '', position } = message;
	const chat = [conversation, conversation === '' ? transcriptId : ''];
	return identify('chatMessage', [...chat, ts, ts === '' ? String(position) : '']);
}

/** Hashes each part separately, so that a separator that somebody typed cannot move the boundary between two parts. */
function identify(kind: ChatlioEventKind | 'chatMessage', parts: readonly string[]): string {
	return `chatlio-${sha256([kind, ...parts.map(sha256)].join('|'))}`;
}

function sha256(text: string): string {
	return hash('sha256', text);
}

/** Returns the text at a path of one or two names; empty if the value is not text, a number, a boolean or a date. */
function textAt(payload: Record<string, unknown>, path: string): string {
	if (path === 'messages.length') {
		return Array.isArray(payload.messages) ? String(payload.messages.length) : '';
	}
	const [name, inner] = path.split('.');
	const value = inner ? readRecord(payload[name])[inner] : payload[name];
	const isPlain = ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
	return isPlain ? String(value) : (dateText(value) ?? '');
}
