import { isRecord, type JsonRecord } from '../http/isRecord';
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

/** Every field that Chatlio documents or sends, of any event. */
const FIELDS = [
	...TRANSCRIPT_FIELDS,
	...CHAT_FIELDS,
	...OFFLINE_FIELDS,
	'agentEmail',
	'agentName',
	'archiveUrl',
	'extraData',
	'message',
	'replyToEmail',
	'slackTeamID',
	'startedAt',
	'subject',
	'visitorEmail',
	'visitorName',
	'visitorTraits',
];

const VISITOR_FIELDS = [
	'IPAddress',
	'UUID',
	'createdAt',
	'currentPage',
	'email',
	'handle',
	'identTraits',
	'identUserId',
	'location',
	'name',
	'referrerURL',
	'userAgent',
];

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
 * Returns a problem if a payload has nothing of an event, or belongs to another event's URL; three of the five events look the same and never do.
 */
export function findEventMismatch(
	{ kind, title, chatlioTitle }: ChatlioEventDefinition,
	payload: JsonRecord,
): Problem | undefined {
	if (isEmpty(payload)) {
		return createProblem('webhook.notAnEvent', { place: chatlioTitle }, { status: 422 });
	}
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

/** Returns true if no known field says anything, so that the event would be empty. */
function isEmpty(payload: JsonRecord): boolean {
	const says = (name: string) =>
		present(payload, [name]).length > 0 && !isEmptyObject(payload[name]);
	const visitor = isRecord(payload.visitor) ? payload.visitor : {};
	return !FIELDS.some(says) && present(visitor, VISITOR_FIELDS).length === 0;
}

const isEmptyObject = (value: unknown) =>
	typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Returns the fields that have a value; Chatlio sends empty strings for unknown values, so they are no evidence. */
function present(payload: JsonRecord, fields: readonly string[]): string[] {
	return fields.filter((field) => {
		const value = payload[field];
		return value !== undefined && value !== null && value !== '';
	});
}
