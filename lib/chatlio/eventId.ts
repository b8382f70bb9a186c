import { hash } from 'crypto';

import type { ChatlioEventKind } from './chatlioEvent';
import type { JsonRecord } from '../http/isRecord';
import { canonicalJson } from './canonicalJson';
import { plainText, readRecord } from './jsonValues';

/** Parts of an event's identity, by their paths in Chatlio's payload. `messages.length` is a number of messages. */
export interface EventIdParts {
	paths: readonly string[];
	/** The parts do not count if one of these has a value, because that value is enough to identify the event. */
	unless: readonly string[];
}

/** The ways to identify an event of one kind. */
export interface EventIdentity {
	/** The parts identify the event only if one of these has a value; otherwise, the whole payload does. */
	needed: readonly string[];
	parts: readonly EventIdParts[];
	/** Parts that Chatlio always sends: if one is absent from an item, another node may have dropped it. */
	usual: readonly string[];
}

const CONVERSATION = ['conversationUUID'];

const CONVERSATION_OR_VISITOR = ['conversationUUID', 'visitor.UUID'];

const WHO: EventIdParts = { paths: CONVERSATION_OR_VISITOR, unless: [] };

/** Paths of the text that the visitor wrote. */
const WORDS = ['message', 'subject'];

const VISITOR_EVENT: EventIdentity = {
	needed: CONVERSATION_OR_VISITOR,
	parts: [WHO, { paths: WORDS, unless: [] }],
	usual: [...CONVERSATION_OR_VISITOR, 'message'],
};

const TRANSCRIPT = ['conversationUUID', 'endedAt', 'messages.length'];

/**
 * Parts that identify an event, per kind; the kind itself is always the first part.
 *
 * The time of receipt is never a part: Adobe's Profile keeps the first record of an `_id`, so a repeated posting must
 * get the same one. Values that a user may withhold are parts only if nothing else identifies the event, because a hash
 * confirms a guess. Chatlio posts a new conversation once; reminders and feedback may occur several times in it and
 * differ by their text. A transcript that is posted again with more messages is another event.
 */
export const EVENT_IDENTITY: Readonly<Record<ChatlioEventKind, EventIdentity>> = {
	chatTranscript: {
		needed: CONVERSATION,
		parts: [{ paths: TRANSCRIPT, unless: [] }],
		usual: TRANSCRIPT,
	},
	newConversation: {
		needed: CONVERSATION_OR_VISITOR,
		parts: [WHO, { paths: WORDS, unless: CONVERSATION }],
		usual: CONVERSATION_OR_VISITOR,
	},
	// It has no conversation.
	offlineMessage: { ...VISITOR_EVENT, usual: ['visitor.UUID', 'message'] },
	unansweredMessage: VISITOR_EVENT,
	visitorFeedback: VISITOR_EVENT,
};

/**
 * Returns the ID of an event: the same event always gets the same ID, however often and by whichever route it arrives.
 * An event without its identifying parts gets an ID of its whole payload, so that two people never share one.
 *
 * @param payload Chatlio's payload as received: values count as sent, and missing values count as empty
 * @returns `chatlio-` and 64 hexadecimal digits (SHA-256)
 */
export function eventIdOf(kind: ChatlioEventKind, payload: JsonRecord): string {
	if (!hasIdentity(kind, payload)) return wholeEventId(kind, payload);
	const paths = EVENT_IDENTITY[kind].parts
		.filter(({ unless }) => unless.every((path) => textAt(payload, path) === ''))
		.flatMap((parts) => parts.paths);
	return identify(
		kind,
		paths.map((path) => textAt(payload, path)),
	);
}

/** Returns true if the payload has a part that is enough to identify an event of this kind. */
export function hasIdentity(kind: ChatlioEventKind, payload: JsonRecord): boolean {
	return EVENT_IDENTITY[kind].needed.some((path) => textAt(payload, path) !== '');
}

/** Returns true if the payload has all the parts that Chatlio always sends with an event of this kind. */
export function hasUsualParts(kind: ChatlioEventKind, payload: JsonRecord): boolean {
	return EVENT_IDENTITY[kind].usual.every((path) => textAt(payload, path) !== '');
}

/** Returns an ID that only an event with exactly the same values has. */
export function wholeEventId(kind: ChatlioEventKind, values: JsonRecord): string {
	return identify(kind, [canonicalJson(values)]);
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
function textAt(payload: JsonRecord, path: string): string {
	if (path === 'messages.length') {
		return Array.isArray(payload.messages) ? String(payload.messages.length) : '';
	}
	const [name, inner] = path.split('.');
	const value = inner ? readRecord(payload[name])[inner] : payload[name];
	return plainText(value) ?? '';
}
