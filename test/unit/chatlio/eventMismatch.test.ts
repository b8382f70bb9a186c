import { findEventMismatch } from '../../../lib/chatlio/eventMismatch';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import type { ChatlioEventKind } from '../../../lib/chatlio/chatlioEvent';
import { adobeReducedSample, documented } from '../../payloads';

const definition = (kind: ChatlioEventKind) => CHATLIO_EVENTS.find((event) => event.kind === kind)!;
const mismatch = (kind: ChatlioEventKind, payload: Record<string, unknown>) =>
	findEventMismatch(definition(kind), payload);

/** An event that was posted to the URL of another one. */
const WRONG_URL = { code: 'webhook.wrongUrl', status: 422, retry: 'afterChange' };

const VISITOR_EVENTS: ChatlioEventKind[] = [
	'newConversation',
	'unansweredMessage',
	'visitorFeedback',
];

describe('every documented payload', () => {
	test.each(CHATLIO_EVENTS)('of $kind is accepted at its own URL', ({ kind }) => {
		expect(mismatch(kind, documented[kind])).toBeUndefined();
	});

	test.each(VISITOR_EVENTS)('of any visitor event is accepted at the URL of %s', (kind) => {
		for (const same of VISITOR_EVENTS) expect(mismatch(kind, documented[same])).toBeUndefined();
		expect(mismatch(kind, adobeReducedSample)).toBeUndefined();
	});

	test.each<[ChatlioEventKind, ChatlioEventKind]>([
		['newConversation', 'chatTranscript'],
		['unansweredMessage', 'chatTranscript'],
		['visitorFeedback', 'chatTranscript'],
		['offlineMessage', 'chatTranscript'],
		['newConversation', 'offlineMessage'],
		['unansweredMessage', 'offlineMessage'],
		['visitorFeedback', 'offlineMessage'],
		['chatTranscript', 'newConversation'],
		['chatTranscript', 'offlineMessage'],
		['offlineMessage', 'newConversation'],
	])('is rejected at the URL of %s when it is one of %s', (url, payload) => {
		expect(mismatch(url, documented[payload])).toMatchObject(WRONG_URL);
	});
});

describe('the evidence', () => {
	test.each(['messages', 'textBody', 'htmlBody', 'endedAt'])('%s shows a transcript', (field) =>
		expect(mismatch('newConversation', { [field]: 'x' })).toMatchObject(WRONG_URL),
	);

	test.each(['messages', 'textBody', 'htmlBody', 'endedAt'])(
		'%s makes a payload with a visitor a transcript',
		(field) => expect(mismatch('chatTranscript', { visitor: {}, [field]: 'x' })).toBeUndefined(),
	);

	test.each(['conversationUUID', 'channelId', 'channelName', 'slackChannelId', 'slackChannelName'])(
		'%s alone shows that it is not an offline message',
		(field) => {
			expect(mismatch('offlineMessage', { [field]: 'x' })).toMatchObject(WRONG_URL);
			for (const own of ['name', 'email', 'emailPretty']) {
				expect(mismatch('offlineMessage', { [field]: 'x', [own]: 'y' })).toBeUndefined();
			}
		},
	);

	test('emailPretty proves nothing beside a conversation', () => {
		const payload = { emailPretty: 'x', conversationUUID: 'c' };
		expect(mismatch('newConversation', payload)).toBeUndefined();
	});

	test.each(['', null, undefined])('is not found in a field that is %p', (empty) => {
		expect(
			mismatch('newConversation', { message: 'Hi', endedAt: empty, emailPretty: empty }),
		).toBeUndefined();
		expect(mismatch('chatTranscript', { agentName: 'A', visitor: empty })).toBeUndefined();
		expect(mismatch('offlineMessage', { message: 'Hi', conversationUUID: empty })).toBeUndefined();
	});

	test.each(CHATLIO_EVENTS)('is not found in unknown fields, at the URL of $kind', ({ kind }) => {
		expect(mismatch(kind, { message: 'Hi', unheardOf: { a: 1 } })).toBeUndefined();
	});
});

test('the problem says what arrived where, why, and what to change in Chatlio', () => {
	expect(mismatch('visitorFeedback', { messages: [], textBody: 'a' })).toEqual({
		...WRONG_URL,
		message:
			'This URL is for the event Visitor Feedback, but the payload looks like a chat transcript: ' +
			'it has messages, textBody',
		advice: 'In Chatlio, paste this URL only beside "Visitor left feedback after a chat".',
	});
});
