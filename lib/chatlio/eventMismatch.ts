import type { JsonRecord } from '../http/isRecord';
import { createProblem, type Problem } from '../problem/problem';
import { CHATLIO_EVENTS, type ChatlioEventDefinition } from './events';
import type { ChatlioEventKind } from './chatlioEvent';

/** Fields that only a transcript has. */
const TRANSCRIPT_FIELDS = ['messages', 'textBody', 'htmlBody', 'endedAt'];
/** Fields that belong to a chat, so an offline message never has them. */
const CHAT_FIELDS = [
	'conversationUUID',
	'channelId',
	'channelName',
	'slackChannelId',
	'slackChannelName',
];
/** Fields that only an offline message has. */
const OFFLINE_FIELDS = ['name', 'email', 'emailPretty'];

interface Contradiction {
	/** The event that the payload looks like, worded as the end of a sentence. */
	looksLike: string;
	at: readonly ChatlioEventKind[];
	/** Returns the fields that show it; empty if none does. */
	evidence: (payload: JsonRecord) => string[];
}

const VISITOR_EVENTS: readonly ChatlioEventKind[] = [
	'newConversation',
	'unansweredMessage',
	'visitorFeedback',
];

/**
 * Evidence that a payload was posted to the wrong URL.
 *
 * Only fields that are present count as evidence: real payloads differ from Chatlio's documentation, and rejecting a
 * payload by mistake loses an event.
 */
const CONTRADICTIONS: readonly Contradiction[] = [
	{
		looksLike: 'a chat transcript',
		at: CHATLIO_EVENTS.map(({ kind }) => kind).filter((kind) => kind !== 'chatTranscript'),
		evidence: (payload) => present(payload, TRANSCRIPT_FIELDS),
	},
	{
		looksLike: 'an event of a visitor',
		at: ['chatTranscript'],
		evidence: (payload) =>
			present(payload, TRANSCRIPT_FIELDS).length > 0 ? [] : present(payload, ['visitor']),
	},
	{
		looksLike: 'an offline message',
		at: VISITOR_EVENTS,
		evidence: (payload) =>
			present(payload, ['conversationUUID']).length > 0 ? [] : present(payload, ['emailPretty']),
	},
	{
		looksLike: 'an event of a chat',
		at: ['offlineMessage'],
		evidence: (payload) =>
			present(payload, OFFLINE_FIELDS).length > 0 ? [] : present(payload, CHAT_FIELDS),
	},
];

/**
 * Returns a problem if a payload belongs to another event's URL; three of the five events look the same and never do.
 */
export function findEventMismatch(
	{ kind, title, chatlioTitle }: ChatlioEventDefinition,
	payload: JsonRecord,
): Problem | undefined {
	for (const { looksLike, at, evidence } of CONTRADICTIONS) {
		const fields = at.includes(kind) ? evidence(payload) : [];
		if (fields.length === 0) continue;
		const values = {
			event: title,
			other: looksLike,
			fields: fields.join(', '),
			place: chatlioTitle,
		};
		return createProblem('webhook.wrongUrl', values, { status: 422 });
	}
	return undefined;
}

/** Returns the fields that have a value; Chatlio sends empty strings for unknown values, so they are no evidence. */
function present(payload: JsonRecord, fields: readonly string[]): string[] {
	return fields.filter((field) => {
		const value = payload[field];
		return value !== undefined && value !== null && value !== '';
	});
}
