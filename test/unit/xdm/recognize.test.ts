import { recognize } from '../../../lib/xdm/recognize';
import { documented, documentedEvents } from '../../harness/chatlioEvents';

const item = documented('chatTranscript') as unknown as Record<string, unknown>;

const unrecognized = (value: unknown) => {
	const recognized = recognize(value);
	return 'unrecognized' in recognized ? recognized.unrecognized : undefined;
};

test('lets through every event as the trigger hands it out', () => {
	for (const event of documentedEvents) expect(recognize(event)).toEqual({ event });
});

test('lets through unknown fields, and empty ones where the trigger has none', () => {
	const event = { ...item, eventId: '', visitor: null, channel: '', more: 1 };
	expect(recognize(event)).toEqual({ event });
});

test.each([
	['event', 'is missing', {}],
	['event', 'is missing', 'text'],
	['event', 'is missing', null],
	['event', 'is a list', { ...item, event: ['newConversation'] }],
	['event', 'is another text, not one of chatTranscript', { ...item, event: 'order' }],
	['receivedAt', 'is missing', { ...item, receivedAt: undefined }],
	['receivedAt', 'is another text, not a time', { ...item, receivedAt: 'yesterday' }],
	['receivedAt', 'is a number, not a time', { ...item, receivedAt: 1700000000 }],
	['eventId', 'is a number, not a text', { ...item, eventId: 7 }],
	['visitor', 'is another text, not an object', { ...item, visitor: 'Bob' }],
	['channel', 'is a list, not an object', { ...item, channel: [] }],
	['transcript', 'is a boolean, not an object', { ...item, transcript: true }],
	['transcript.messages', 'is an object, not a list', { ...item, transcript: { messages: {} } }],
])('names %s, which %s', (field, reason, value) => {
	expect(unrecognized(value)).toEqual({ field, reason: expect.stringContaining(reason) });
});
