import { eventIdOf } from '../../../lib/chatlio/eventId';
import type { ChatlioEvent } from '../../../lib/chatlio/types';
import { sha256 } from '../../../lib/xdm/hash';
import type { XdmOptions } from '../../../lib/xdm/options';
import { toXdmRecords } from '../../../lib/xdm/toXdm';
import { documented, documentedEvents, OPTIONS, RECEIVED_AT } from '../../harness/chatlioEvents';

const map = (event: object, options: Partial<XdmOptions> = {}) =>
	toXdmRecords({ event: 'newConversation', receivedAt: RECEIVED_AT, ...event } as ChatlioEvent, {
		...OPTIONS,
		...options,
	});

const chatlioOf = (event: object, options: Partial<XdmOptions> = {}) =>
	(map(event, options).records[0]._acme as { chatlio: Record<string, unknown> }).chatlio;

const visitorOf = (visitor: object, options: Partial<XdmOptions> = {}) =>
	chatlioOf({ visitor }, options).visitor;

test('maps a documented visitor event to Adobe’s standard fields and Chatlio’s own', () => {
	expect(toXdmRecords(documented('unansweredMessage'), { ...OPTIONS, ip: 'keep' })).toEqual({
		notes: [],
		records: [
			{
				_id: documented('unansweredMessage').eventId,
				timestamp: RECEIVED_AT,
				eventType: 'chatlio.unansweredMessage',
				producedBy: 'system',
				identityMap: {
					ChatlioVisitor: [
						{
							id: '7c1b6a0e-54d2-4f0b-8f3a-3f6f2a9d1e44',
							authenticatedState: 'ambiguous',
							primary: true,
						},
					],
					Email: [{ id: 'ana.silva@example.com', authenticatedState: 'ambiguous', primary: false }],
				},
				web: {
					webPageDetails: { URL: 'http://yoursite.com/billing' },
					webReferrer: { URL: 'https://www.example.org/search?q=billing' },
				},
				environment: {
					browserDetails: { userAgent: expect.stringContaining('Chrome/126') },
					ipV6: '2001:db8:85a3::8a2e:370:7334',
				},
				_acme: {
					chatlio: {
						conversationId: '5b0c9f6e-1f6b-4c1d-9a51-64b7f0e2a8d3',
						message: 'Is anybody there? My card was charged twice',
						receivedAt: RECEIVED_AT,
						visitor: {
							id: '7c1b6a0e-54d2-4f0b-8f3a-3f6f2a9d1e44',
							name: 'Ana Silva',
							handle: 'portugal-3',
							email: 'ana.silva@example.com',
							userId: 'customer-4711',
							traits: { plan: 'pro', seats: '12' },
							location: 'Lisbon, Portugal',
							firstSeenAt: '2016-03-01T08:30:00.123Z',
						},
						channel: { id: 'C1NABCDEF', slackId: 'C1XPVTNKR', slackName: 'live-chat' },
					},
				},
			},
		],
	});
});

test('maps a documented transcript with its agent and its messages', () => {
	const [record] = toXdmRecords(documented('chatTranscript'), OPTIONS).records;
	expect(record).toMatchObject({
		eventType: 'chatlio.chatTranscript',
		producedBy: 'self',
		_acme: {
			chatlio: {
				agent: { name: 'Some One', email: 'agent@example.com' },
				transcript: {
					startedAt: '2015-07-19T12:38:15.560Z',
					endedAt: '2018-05-19T16:14:32.000Z',
					archiveUrl: 'https://yourcompany.slack.com/archives/cl-tiger128',
					messageCount: 2,
					messages: [
						{
							text: 'Hi! I love your webhooks!',
							author: 'costa-mesa-california-us',
							fromVisitor: true,
						},
						{
							ts: '1469725427.000007',
							author: 'Some O.',
							authorId: 'U0N2GKA2G',
							fromVisitor: false,
						},
					],
				},
			},
		},
	});
});

test('keeps the IP address only if asked for, and only if it is one address', () => {
	expect(map({ visitor: { ip: '203.0.113.7' } }).records[0]).not.toHaveProperty('environment');
	const environmentOf = (ip: unknown) =>
		map({ visitor: { ip } }, { ip: 'keep' }).records[0].environment;
	expect(environmentOf(' 203.0.113.7 ')).toEqual({ ipV4: '203.0.113.7' });
	expect(environmentOf('2001:db8::7')).toEqual({ ipV6: '2001:db8::7' });
	for (const ip of ['203.0.113.7, 198.51.100.1', 'unknown', 7]) {
		expect(environmentOf(ip)).toBeUndefined();
		expect(map({ visitor: { ip } }, { ip: 'keep' }).notes).toContainEqual({
			kind: 'unreadable',
			fields: ['visitor.ip'],
		});
	}
});

describe('traits', () => {
	test('become a map of strings, nested values as JSON text', () => {
		expect(
			visitorOf({
				traits: {
					a: 'text',
					b: 1.5,
					c: false,
					d: [1, { e: 2 }],
					f: { g: '' },
					h: null,
					i: '',
					j: undefined,
				},
			}),
		).toEqual({ traits: { a: 'text', b: '1.5', c: 'false', d: '[1,{"e":2}]', f: '{"g":""}' } });
	});

	test('have names without dots, each its own', () => {
		const traits = JSON.parse(
			'{"a.b":1,"a_b":2,"a_b_2":3,"a.b_2":4,"":5,"__proto__":6,"constructor":7}',
		);
		expect(visitorOf({ traits })).toEqual({
			traits: {
				a_b: '1',
				a_b_2: '2',
				a_b_2_2: '3',
				a_b_2_3: '4',
				_: '5',
				__proto___2: '6',
				constructor: '7',
			},
		});
	});

	test('that are no object are left out and named', () => {
		expect(visitorOf({ traits: 'plan: pro' })).toBeUndefined();
		expect(map({ visitor: { traits: 'plan: pro' } }).notes).toContainEqual({
			kind: 'unreadable',
			fields: ['visitor.traits'],
		});
	});
});

test('drops what is empty or null, and writes numbers and booleans as text where XDM has text', () => {
	expect(
		visitorOf({ name: '', handle: null, userId: 4711, location: true, email: undefined }),
	).toEqual({
		userId: '4711',
		location: 'true',
	});
});

test('leaves out values that have no meaning for their field, and names them', () => {
	const { records, notes } = map({
		message: { text: 'no' },
		visitor: { id: 'v', firstSeenAt: 'yesterday' },
		transcript: { messages: [{ fromVisitor: 'yes' }, 7] },
	});
	expect(notes).toEqual([
		{
			kind: 'unreadable',
			fields: [
				'message',
				'visitor.firstSeenAt',
				'transcript.messages.fromVisitor',
				'transcript.messages',
			],
		},
	]);
	expect(records[0]._acme).toMatchObject({ chatlio: { visitor: { id: 'v' } } });
});

test('never leaves null or an empty text in a record', () => {
	for (const event of documentedEvents) {
		const json = JSON.stringify(toXdmRecords(event, OPTIONS).records);
		expect(json).not.toMatch(/null|""|\{\}|\[\]/);
	}
});

describe('the identifier', () => {
	const idOf = (event: object) => map(event).records[0]._id;

	test('is the item’s event ID', () => {
		for (const event of documentedEvents) expect(idOf(event)).toBe(event.eventId);
		expect(idOf({ eventId: 'order 7' })).toBe('order 7');
	});

	test('is what the trigger would have given it when the item lost its own', () => {
		for (const event of documentedEvents) {
			if (event.event === 'chatTranscript') continue;
			expect(idOf({ ...event, eventId: undefined })).toBe(event.eventId);
		}
		const payload = {
			conversationUUID: 'c',
			endedAt: '2018-05-19T18:14:32.000026941+02:00',
			messages: [{}],
		};
		expect(idOf({ event: 'chatTranscript', payload })).toBe(eventIdOf('chatTranscript', payload));
		expect(
			idOf({
				event: 'chatTranscript',
				conversationId: 'c',
				transcript: { endedAt: 'e', messages: [1, 2] },
			}),
		).toBe(eventIdOf('chatTranscript', { conversationUUID: 'c', endedAt: 'e', messages: [1, 2] }));
	});

	test('tells items apart that lost theirs and name neither conversation nor visitor', () => {
		const items: object[] = [
			{ event: 'offlineMessage', message: 'Hi' },
			{ event: 'offlineMessage', message: 'Hi', visitor: { email: 'ana@example.com' } },
			{ event: 'offlineMessage', message: 'Hi', visitor: { name: 'ana@example.com' } },
			{ event: 'offlineMessage', message: 'Hi', visitor: { page: 'ana@example.com' } },
			{ event: 'chatTranscript', transcript: { text: 'Hi' } },
			{ event: 'chatTranscript', transcript: { text: 'Hi' }, channel: { name: 'lisbon' } },
		];
		const ids = items.map((item) => idOf({ ...item, eventId: undefined }));
		expect(new Set(ids).size).toBe(items.length);
	});

	test('depends on no IP address', () => {
		const item = { event: 'offlineMessage', eventId: undefined, message: 'Hi' };
		expect(idOf({ ...item, visitor: { ip: '192.0.2.1' } })).toBe(
			idOf({ ...item, visitor: { ip: '192.0.2.2' } }),
		);
	});

	test('is hashed when it is too long or holds what is withheld', () => {
		const long = 'x'.repeat(257);
		expect(idOf({ eventId: long })).toBe(`chatlio-${sha256(long)}`);
		expect(idOf({ eventId: 'from 203.0.113.7', visitor: { ip: '203.0.113.7' } })).toBe(
			`chatlio-${sha256('from 203.0.113.7')}`,
		);
	});
});

describe('the timestamp', () => {
	const timeOf = (transcript?: object) =>
		map({ event: 'chatTranscript', transcript }).records[0].timestamp;

	test.each([
		[
			'the end of the chat',
			{ endedAt: '2020-05-19T18:14:32.000026941+02:00' },
			'2020-05-19T16:14:32.000Z',
		],
		[
			'else its last message',
			{
				endedAt: '0001-01-01T00:00:00Z',
				messages: [{ sentAt: '2019-01-01T00:00:00.000Z' }, { sentAt: '2019-01-30T00:00:00.000Z' }],
			},
			'2019-01-30T00:00:00.000Z',
		],
		['else when it was received', { endedAt: '', messages: [{ sentAt: 'soon' }] }, RECEIVED_AT],
		[
			'when it was received if the rest lies after it',
			{ endedAt: '2030-01-01T00:00:00Z' },
			RECEIVED_AT,
		],
		['when it was received without a transcript', undefined, RECEIVED_AT],
	])('is %s', (_, transcript, time) => {
		expect(timeOf(transcript)).toBe(time);
	});

	test('of a visitor event is when it was received, with milliseconds and Z', () => {
		const received = map({ receivedAt: '2026-02-28T10:00:00+01:00' }).records[0];
		expect(received.timestamp).toBe('2026-02-28T09:00:00.000Z');
	});
});

test('writes halves of characters, which other nodes may have made, as UTF-8 can carry them', () => {
	const visitor = { email: 'a\ud800@b.c', traits: { 'plan\udc00': 'pro\ud83d' } };
	const { records } = map({ eventId: 'x\ud800', message: '\ud83dHi', visitor });
	expect(JSON.stringify(records)).not.toMatch(/\\ud[89a-f]/);
	expect(JSON.stringify(records)).toContain('"plan\ufffd":"pro\ufffd"');
});

test('takes an IP address that is no text for unreadable, whatever methods it brings along', () => {
	const visitor = { ip: { toString: null, valueOf: 1 } };
	expect(map({ visitor }, { ip: 'keep' }).notes).toContainEqual({
		kind: 'unreadable',
		fields: ['visitor.ip'],
	});
});

test('the same event and settings give the same record', () => {
	for (const event of documentedEvents) {
		expect(toXdmRecords(event, OPTIONS)).toEqual(toXdmRecords(structuredClone(event), OPTIONS));
	}
});

test('maps an item without touching it', () => {
	for (const event of documentedEvents) {
		const before = structuredClone(event);
		toXdmRecords(event, { ...OPTIONS, transcripts: 'perMessage', name: 'leaveOut' });
		expect(event).toEqual(before);
	}
});
