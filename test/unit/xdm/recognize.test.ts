import fc from 'fast-check';
import { recognize } from '../../../lib/xdm/recognize';
import { toXdmRecords } from '../../../lib/xdm/toXdm';
import { anyOptions, documented, documentedEvents, RECEIVED_AT } from '../../harness/chatlioEvents';

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

test('maps whatever it lets through, and gives every record an identifier of its own', () => {
	const inner = fc.dictionary(
		fc.constantFrom(
			'id',
			'name',
			'email',
			'userId',
			'traits',
			'ip',
			'agent',
			'messages',
			'text',
			'endedAt',
		),
		fc.oneof(
			fc.anything(),
			fc.array(fc.dictionary(fc.constantFrom('ts', 'text', 'author'), fc.anything())),
		),
	);
	const outer = fc.record({
		event: fc.constant('chatTranscript'),
		receivedAt: fc.constant(RECEIVED_AT),
		conversationId: fc.anything(),
		message: fc.anything(),
		payload: fc.anything(),
		visitor: fc.oneof(inner, fc.constantFrom(null, '')),
		transcript: fc.oneof(inner, fc.constantFrom(null, '')),
		channel: inner,
	});
	fc.assert(
		fc.property(outer, anyOptions, (value, options) => {
			const recognized = recognize(JSON.parse(JSON.stringify(value)));
			if ('unrecognized' in recognized) return;
			const ids = toXdmRecords(recognized.event, options).records.map(({ _id }) => _id);
			expect(new Set(ids).size).toBe(ids.length);
		}),
		{ numRuns: 300 },
	);
});
