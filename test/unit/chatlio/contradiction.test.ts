import { refuseContradiction } from '../../../lib/chatlio/contradiction';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import type { ChatlioEventKind } from '../../../lib/chatlio/types';
import { adobeReducedSample, documented } from '../../payloads';

const definition = (kind: ChatlioEventKind) => CHATLIO_EVENTS.find((event) => event.kind === kind)!;
const refusal = (kind: ChatlioEventKind, payload: Record<string, unknown>) =>
	refuseContradiction(definition(kind), payload);

const VISITOR_EVENTS: ChatlioEventKind[] = [
	'newConversation',
	'unansweredMessage',
	'visitorFeedback',
];

describe('every documented payload', () => {
	test.each(CHATLIO_EVENTS)('of $kind is accepted at its own URL', ({ kind }) => {
		expect(refusal(kind, documented[kind])).toBeUndefined();
	});

	test.each(VISITOR_EVENTS)('of a visitor is accepted at the URL of %s', (kind) => {
		for (const same of VISITOR_EVENTS) expect(refusal(kind, documented[same])).toBeUndefined();
		expect(refusal(kind, adobeReducedSample)).toBeUndefined();
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
	])('is refused at the URL of %s when it is one of %s', (url, payload) => {
		expect(refusal(url, documented[payload])?.status).toBe(422);
	});
});

describe('the evidence', () => {
	test.each(['messages', 'textBody', 'htmlBody', 'endedAt'])('%s shows a transcript', (field) =>
		expect(refusal('newConversation', { [field]: 'x' })?.status).toBe(422),
	);

	test.each(['messages', 'textBody', 'htmlBody', 'endedAt'])(
		'%s makes a payload with a visitor a transcript',
		(field) => expect(refusal('chatTranscript', { visitor: {}, [field]: 'x' })).toBeUndefined(),
	);

	test.each(['conversationUUID', 'channelId', 'channelName', 'slackChannelId', 'slackChannelName'])(
		'%s alone shows that it is no offline message',
		(field) => {
			expect(refusal('offlineMessage', { [field]: 'x' })?.status).toBe(422);
			for (const own of ['name', 'email', 'emailPretty']) {
				expect(refusal('offlineMessage', { [field]: 'x', [own]: 'y' })).toBeUndefined();
			}
		},
	);

	test('a conversation excuses emailPretty', () => {
		const payload = { emailPretty: 'x', conversationUUID: 'c' };
		expect(refusal('newConversation', payload)).toBeUndefined();
	});

	test.each(['', null, undefined])('is none when the field is %p', (empty) => {
		expect(refusal('newConversation', { endedAt: empty, emailPretty: empty })).toBeUndefined();
		expect(refusal('chatTranscript', { visitor: empty })).toBeUndefined();
		expect(refusal('offlineMessage', { conversationUUID: empty })).toBeUndefined();
	});

	test.each(CHATLIO_EVENTS)('is none in fields nobody knows, at the URL of $kind', ({ kind }) => {
		expect(refusal(kind, { message: 'Hi', unheardOf: { a: 1 } })).toBeUndefined();
	});
});

test('the sentence says what came where, why, and what to change in Chatlio', () => {
	expect(refusal('visitorFeedback', { messages: [], textBody: 'a' })?.message).toBe(
		'This URL is for the event Visitor Feedback, but the payload looks like a chat transcript: ' +
			'it has messages, textBody. In Chatlio, paste this URL only beside "Visitor left feedback after a chat"',
	);
});
