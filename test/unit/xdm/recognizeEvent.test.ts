import fc from 'fast-check';
import { recognizeEvent } from '../../../lib/xdm/mapper/recognizeEvent';
import { toXdmRecords } from '../../../lib/xdm/mapper/toXdmRecords';
import { anyOptions, documented, documentedEvents, RECEIVED_AT } from '../../harness/chatlioEvents';

const item = documented('chatTranscript') as unknown as Record<string, unknown>;

const problemOf = (value: unknown) => {
	const recognized = recognizeEvent(value);
	return 'problem' in recognized ? recognized.problem : undefined;
};

test('lets through every event as the trigger creates it', () => {
	for (const event of documentedEvents) expect(recognizeEvent(event)).toEqual({ event });
});

test('lets through unknown fields, and empty values where the trigger leaves a field out', () => {
	const event = { ...item, eventId: '', visitor: null, channel: '', more: 1 };
	expect(recognizeEvent(event)).toEqual({ event });
});

test.each([
	['event', 'is missing', {}],
	['event', 'is missing', 'text'],
	['event', 'is missing', null],
	['event', 'is a list', { ...item, event: ['newConversation'] }],
	['event', 'is other text, not one of chatTranscript', { ...item, event: 'order' }],
	['receivedAt', 'is missing', { ...item, receivedAt: undefined }],
	['receivedAt', 'is other text, not a time', { ...item, receivedAt: 'yesterday' }],
	['receivedAt', 'is a number, not a time', { ...item, receivedAt: 1700000000 }],
	['eventId', 'is a number, not text', { ...item, eventId: 7 }],
	['visitor', 'is other text, not an object', { ...item, visitor: 'Bob' }],
	['channel', 'is a list, not an object', { ...item, channel: [] }],
	['transcript', 'is a boolean, not an object', { ...item, transcript: true }],
	['transcript.messages', 'is an object, not a list', { ...item, transcript: { messages: {} } }],
])('rejects an item that is not an event: %s %s', (field, reason, value) => {
	const problem = problemOf(value);
	expect(problem).toMatchObject({ code: 'event.unrecognized', retry: 'never', field });
	expect(problem?.message).toContain(`This is not a Chatlio event: "${field}" ${reason}`);
});

test('maps whatever it lets through, and gives every record its own ID', () => {
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
			const recognized = recognizeEvent(JSON.parse(JSON.stringify(value)));
			if ('problem' in recognized) return;
			const ids = toXdmRecords(recognized.event, options).records.map(({ _id }) => _id);
			expect(new Set(ids).size).toBe(ids.length);
		}),
		{ numRuns: 300 },
	);
});
