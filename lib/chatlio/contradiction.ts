import type { Refusal } from './body';
import { CHATLIO_EVENTS, type ChatlioEventDefinition } from './events';
import type { ChatlioEventKind } from './types';
import type { JsonRecord } from './values';

/** Fields only a transcript has. */
const TRANSCRIPT_FIELDS = ['messages', 'textBody', 'htmlBody', 'endedAt'];
/** Fields that only come with a chat, hence never with an offline message. */
const CHAT_FIELDS = [
	'conversationUUID',
	'channelId',
	'channelName',
	'slackChannelId',
	'slackChannelName',
];
/** Fields an offline message has of its own. */
const OFFLINE_FIELDS = ['name', 'email', 'emailPretty'];

interface Contradiction {
	/** The event the payload looks like, as a sentence ends. */
	looksLike: string;
	at: readonly ChatlioEventKind[];
	/** The fields that show it. Empty: nothing does. */
	evidence: (payload: JsonRecord) => string[];
}

const VISITOR_EVENTS: readonly ChatlioEventKind[] = [
	'newConversation',
	'unansweredMessage',
	'visitorFeedback',
];

/**
 * What shows that a payload came to the wrong URL.
 *
 * Only positive evidence counts: the payloads differ in the field from what Chatlio documents, and a wrong refusal
 * loses an event.
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

/** Refuses a payload that shows it came to another event's URL; three of the five look the same and never do. */
export function refuseContradiction(
	{ kind, title, chatlioTitle }: ChatlioEventDefinition,
	payload: JsonRecord,
): Refusal | undefined {
	for (const { looksLike, at, evidence } of CONTRADICTIONS) {
		const fields = at.includes(kind) ? evidence(payload) : [];
		if (fields.length > 0) {
			const message =
				`This URL is for the event ${title}, but the payload looks like ${looksLike}: ` +
				`it has ${fields.join(', ')}. In Chatlio, paste this URL only beside "${chatlioTitle}"`;
			return { status: 422, message };
		}
	}
	return undefined;
}

/** Chatlio sends empty strings for what it does not know: they show nothing. */
function present(payload: JsonRecord, fields: readonly string[]): string[] {
	return fields.filter((field) => {
		const value = payload[field];
		return value !== undefined && value !== null && value !== '';
	});
}
