import { eventIdOf } from '../../../lib/chatlio/eventId';
import type { ChatlioEvent } from '../../../lib/chatlio/chatlioEvent';
import { sha256 } from '../../../lib/xdm/mapper/sha256';
import type { XdmOptions } from '../../../lib/xdm/mappingOptions';
import { toXdmRecords } from '../../../lib/xdm/mapper/toXdmRecords';
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

test('keeps the IP address only if the option says so, and only if it is one address', () => {
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
	test('become a map of strings, with nested values as JSON text', () => {
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

	test('have unique names without dots', () => {
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

	test('that are not an object are left out and reported', () => {
		expect(visitorOf({ traits: 'plan: pro' })).toBeUndefined();
		expect(map({ visitor: { traits: 'plan: pro' } }).notes).toContainEqual({
			kind: 'unreadable',
			fields: ['visitor.traits'],
		});
	});
});

test('drops empty and null values, and writes numbers and booleans as text in text fields', () => {
	expect(
		visitorOf({ name: '', handle: null, userId: 4711, location: true, email: undefined }),
	).toEqual({
		userId: '4711',
		location: 'true',
	});
});

test('leaves out values of the wrong type, and reports their fields', () => {
	const { records, notes } = map({
		eventId: 'e',
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

test('leaves out numbers beyond 2^53, which have lost digits, and reports their fields', () => {
	const traits = {
		big: 2 ** 53,
		nested: { list: [2 ** 60, 1], big: 2 ** 60, text: '1'.repeat(20) },
	};
	const { records, notes } = map({ eventId: 'e', visitor: { id: 'v', location: 2 ** 53, traits } });
	expect(records[0]._acme).toMatchObject({
		chatlio: {
			visitor: {
				id: 'v',
				traits: { nested: '{"list":[null,1],"text":"11111111111111111111"}' },
			},
		},
	});
	expect(JSON.stringify(records)).not.toMatch(/9007199254740992|"location"|"big"/);
	expect(notes).toEqual([{ kind: 'unreadable', fields: ['visitor.traits', 'visitor.location'] }]);
});

test('reads Date objects, which other nodes may have put into an item, as their ISO text', () => {
	const date = new Date('2026-01-31T12:00:00.123Z');
	const { records, notes } = map({
		eventId: 'e',
		receivedAt: new Date(RECEIVED_AT),
		visitor: { id: 'v', firstSeenAt: date, location: date, traits: { since: date } },
	});
	expect(records[0]).toMatchObject({ timestamp: RECEIVED_AT });
	const text = '2026-01-31T12:00:00.123Z';
	expect(records[0]._acme).toMatchObject({
		chatlio: { visitor: { firstSeenAt: text, location: text, traits: { since: text } } },
	});
	expect(notes).toEqual([]);
});

test('reads no position of a message from the item: the mapper counts it itself', () => {
	expect(chatlioOf({ chatMessage: { position: { note: 'Ana' } } })).not.toHaveProperty(
		'chatMessage',
	);
});

test('never leaves null or empty text in a record', () => {
	for (const event of documentedEvents) {
		const json = JSON.stringify(toXdmRecords(event, OPTIONS).records);
		expect(json).not.toMatch(/null|""|\{\}|\[\]/);
	}
});

describe('the record ID', () => {
	const idOf = (event: object) => map(event).records[0]._id;

	test('is the item’s event ID', () => {
		for (const event of documentedEvents) expect(idOf(event)).toBe(event.eventId);
		expect(idOf({ eventId: 'order-7' })).toBe('order-7');
		// XDM takes URI references only.
		expect(idOf({ eventId: 'order 7' })).toMatch(/^chatlio-[\da-f]{64}$/);
	});

	test('is what the trigger would have created if the item lost its event ID', () => {
		for (const event of documentedEvents) {
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

	test('differs for items that lost their event ID and have neither a conversation nor a visitor', () => {
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

	test('does not depend on the IP address of a known visitor', () => {
		const item = { event: 'offlineMessage', eventId: undefined, message: 'Hi' };
		expect(idOf({ ...item, visitor: { id: 'v', ip: '192.0.2.1' } })).toBe(
			idOf({ ...item, visitor: { id: 'v', ip: '192.0.2.2' } }),
		);
	});

	test('is hashed if it is too long or contains a withheld value', () => {
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
		['else the time of receipt', { endedAt: '', messages: [{ sentAt: 'soon' }] }, RECEIVED_AT],
		['the time of receipt if the end is later', { endedAt: '2030-01-01T00:00:00Z' }, RECEIVED_AT],
		['the time of receipt without a transcript', undefined, RECEIVED_AT],
	])('is %s', (_, transcript, time) => {
		expect(timeOf(transcript)).toBe(time);
	});

	test('of a visitor event is the time of receipt, with milliseconds and Z', () => {
		const received = map({ receivedAt: '2026-02-28T10:00:00+01:00' }).records[0];
		expect(received.timestamp).toBe('2026-02-28T09:00:00.000Z');
	});
});

test('replaces lone surrogates, which other nodes may have created', () => {
	const visitor = { email: 'a\ud800@b.c', traits: { 'plan\udc00': 'pro\ud83d' } };
	const { records } = map({ eventId: 'x\ud800', message: '\ud83dHi', visitor });
	expect(JSON.stringify(records)).not.toMatch(/\\ud[89a-f]/);
	expect(JSON.stringify(records)).toContain('"plan\ufffd":"pro\ufffd"');
});

test('reports an IP address that is not text as unreadable, even if its methods are overwritten', () => {
	const visitor = { ip: { toString: null, valueOf: 1 } };
	expect(map({ visitor }, { ip: 'keep' }).notes).toContainEqual({
		kind: 'unreadable',
		fields: ['visitor.ip'],
	});
});

test('maps the same event with the same settings to the same record', () => {
	for (const event of documentedEvents) {
		expect(toXdmRecords(event, OPTIONS)).toEqual(toXdmRecords(structuredClone(event), OPTIONS));
	}
});

test('maps an item without changing it', () => {
	for (const event of documentedEvents) {
		const before = structuredClone(event);
		toXdmRecords(event, { ...OPTIONS, transcripts: 'perMessage', name: 'leaveOut' });
		expect(event).toEqual(before);
	}
});
