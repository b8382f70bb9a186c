import fc from 'fast-check';

import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { eventIdOf } from '../../../lib/chatlio/eventId';
import { parseEvent } from '../../../lib/chatlio/parseEvent';
import { sanitize } from '../../../lib/chatlio/sanitize';
import type { ChatlioEventKind } from '../../../lib/chatlio/chatlioEvent';
import { adobeReducedSample, documented } from '../../payloads';

const receivedAt = '2026-11-23T10:00:00.000Z';
const parse = (kind: ChatlioEventKind, payload: Record<string, unknown>) =>
	parseEvent(kind, payload, receivedAt);

describe('the documented payloads', () => {
	test('a new conversation', () => {
		expect(parse('newConversation', documented.newConversation)).toEqual({
			event: 'newConversation',
			eventId: eventIdOf('newConversation', documented.newConversation),
			receivedAt,
			conversationId: 'e3d1800d-2d9e-4966-4500-9ff986cfa197',
			visitor: {
				id: '2d3f4260-2235-903b-0a82-a23d326cc257',
				handle: 'united-states-27',
				page: 'http://yoursite.com/signup',
				userAgent: documented.newConversation.visitor.userAgent,
				ip: '175.24.144.21',
				location: 'Los Angeles, California, United States',
				firstSeenAt: '2016-02-07T19:02:17.839Z',
			},
			message: 'Hi, I am having trouble signing up',
			channel: { id: 'C1NABCDEF', slackId: 'C1XPVTNKR', slackName: 'live-chat' },
		});
	});

	test('an unanswered message from a visitor the site knows', () => {
		expect(parse('unansweredMessage', documented.unansweredMessage)).toMatchObject({
			message: 'Is anybody there? My card was charged twice',
			visitor: {
				name: 'Ana Silva',
				email: 'ana.silva@example.com',
				userId: 'customer-4711',
				traits: { plan: 'pro', seats: 12 },
				traitTexts: { plan: 'pro', seats: '12' },
				referrer: 'https://www.example.org/search?q=billing',
			},
		});
	});

	test('feedback from a visitor', () => {
		expect(parse('visitorFeedback', documented.visitorFeedback)).toMatchObject({
			event: 'visitorFeedback',
			message: 'Quick and friendly, thank you!',
			visitor: { firstSeenAt: '2016-02-20T21:45:10.500Z' },
		});
	});

	test('an offline message', () => {
		const event = parse('offlineMessage', documented.offlineMessage);
		expect(event).toMatchObject({
			message: 'I just want to say I love your service!',
			visitor: {
				name: 'Bob Smith',
				email: 'bob@example.com',
				userId: 'user1234',
				traits: { 'custom stuff': 'things' },
				traitTexts: { 'custom stuff': 'things' },
			},
		});
		expect(event).not.toHaveProperty('conversationId');
		expect(event).not.toHaveProperty('channel');
		expect(event).not.toHaveProperty('subject');
	});

	test('a transcript', () => {
		expect(parse('chatTranscript', documented.chatTranscript)).toEqual({
			event: 'chatTranscript',
			eventId: eventIdOf('chatTranscript', documented.chatTranscript),
			receivedAt,
			conversationId: 'e3d1800d-2d9e-4966-4500-9ff986cfa197',
			visitor: {
				name: 'costa-mesa-california-us-133',
				email: 'visitor@example.com',
				traits: { current_page: 'http://yoursite.com/pricing' },
				traitTexts: { current_page: 'http://yoursite.com/pricing' },
			},
			transcript: {
				agent: { name: 'Some One', email: 'agent@example.com' },
				startedAt: '2015-07-19T12:38:15.560Z',
				endedAt: '2018-05-19T16:14:32.000Z',
				endedAtExact: '2018-05-19T18:14:32.000026941+02:00',
				text: documented.chatTranscript.textBody,
				archiveUrl: 'https://yourcompany.slack.com/archives/cl-tiger128',
				messages: [
					{
						text: 'Hi! I love your webhooks!',
						sentAt: '2016-07-28T17:03:29.000Z',
						ts: '1469725409.000005',
						author: 'costa-mesa-california-us',
						fromVisitor: true,
					},
					{
						text: 'Great, thanks for letting us know!',
						sentAt: '2016-07-28T17:03:47.000Z',
						ts: '1469725427.000007',
						author: 'Some O.',
						authorId: 'U0N2GKA2G',
						fromVisitor: false,
					},
				],
			},
			channel: { id: 'C03FVS2UR', name: 'costa-mesa-california-us-133' },
		});
	});

	test("Adobe's reduced sample, which has no conversation", () => {
		expect(parse('newConversation', adobeReducedSample)).toEqual({
			event: 'newConversation',
			eventId: eventIdOf('newConversation', adobeReducedSample),
			receivedAt,
			visitor: { id: '2d3f4260-2235-903b-0a82-a23d326cc257', email: 'test@example.com' },
			message: 'Hi',
			channel: { id: 'C04J7M7LCMQ', slackId: 'C04JVR71WKS', slackName: 'aep' },
		});
	});
});

describe('traits', () => {
	const traitsOf = (identTraits: unknown) =>
		parse('newConversation', { visitor: { UUID: 'u', identTraits } }).visitor?.traits;

	test.each<[string, unknown, unknown]>([
		['an object', { plan: 'pro' }, { plan: 'pro' }],
		['JSON text', '{"plan":"pro","tags":["a"]}', { plan: 'pro', tags: ['a'] }],
		['other text', 'plan=pro', { text: 'plan=pro' }],
		['a JSON list as text', '["pro"]', { text: '["pro"]' }],
		['a JSON string as text', '"pro"', { text: '"pro"' }],
		['JSON text with dangerous keys', '{"a":1,"__proto__":{"b":2}}', { a: 1 }],
		['empty text', '', undefined],
		['white space', ' ', undefined],
		['null as text', 'null', undefined],
		['an empty object', {}, undefined],
		['an empty object as text', '{}', undefined],
		['null', null, undefined],
		['a list', ['pro'], { text: '["pro"]' }],
		['an empty list', [], undefined],
		['a number', 3, undefined],
	])('are read from %s', (_, value, expected) => {
		expect(traitsOf(value)).toEqual(expected);
	});

	test.each<[string, unknown, unknown]>([
		['numbers and booleans', { seats: 12, vip: true }, { seats: '12', vip: 'true' }],
		[
			'nested values',
			{ plan: { name: 'pro' }, tags: ['a'] },
			{ plan: '{"name":"pro"}', tags: '["a"]' },
		],
		['names with dots', { 'a.b': 'x', a_b: 'y' }, { a_b: 'x', a_b_2: 'y' }],
		['unknown values', { plan: '', seats: null }, undefined],
		['a number that has lost digits', { id: 2 ** 60, plan: 'pro' }, { plan: 'pro' }],
		['JSON text', '{"seats":12}', { seats: '12' }],
		['other text', 'likes tea', { text: 'likes tea' }],
		['no traits', '', undefined],
	])('are texts, too: %s', (_, identTraits, expected) => {
		const { visitor } = parse('newConversation', { visitor: { UUID: 'u', identTraits } });
		expect(visitor?.traitTexts).toEqual(expected);
	});

	test('are read from JSON text in a transcript, too', () => {
		const payload = { ...documented.chatTranscript, visitorTraits: '{"plan":"pro"}' };
		expect(parse('chatTranscript', payload).visitor?.traits).toEqual({ plan: 'pro' });
		const none = { ...documented.chatTranscript, visitorTraits: '' };
		expect(parse('chatTranscript', none).visitor).not.toHaveProperty('traits');
	});
});

describe('variants seen in practice', () => {
	test('a transcript’s visitorEmail takes precedence over replyToEmail', () => {
		const payload = { visitorEmail: 'a@example.com', replyToEmail: 'b@example.com', endedAt: 'x' };
		expect(parse('chatTranscript', payload).visitor).toEqual({ email: 'a@example.com' });
	});

	test('a transcript’s visitor object supplies what its own fields leave out', () => {
		const payload = {
			visitorName: 'Ana',
			visitorEmail: '',
			visitor: { UUID: 'u', name: 'portugal-3', email: 'ana@example.com' },
			endedAt: 'x',
		};
		expect(parse('chatTranscript', payload).visitor).toEqual({
			id: 'u',
			name: 'Ana',
			email: 'ana@example.com',
		});
	});

	test('the user ID shows who wrote a message without isVisitorMsg', () => {
		const messages = [
			{ text: 'a', userId: '' },
			{ text: 'b' },
			{ text: 'c', userId: 'U1' },
			{ text: 'd', userId: 'U1', isVisitorMsg: true },
			{ text: 'e', userId: '', isVisitorMsg: false },
			{ text: 'f', userId: 'U1', isVisitorMsg: 'yes' },
		];
		const { transcript } = parse('chatTranscript', { messages });
		expect(transcript?.messages?.map(({ fromVisitor }) => fromVisitor)).toEqual([
			true,
			true,
			false,
			true,
			false,
			false,
		]);
	});

	test('an offline message can have a subject, and can lack its visitor', () => {
		const payload = { name: 'Bob', email: 'bob@example.com', subject: 'Hi', message: 'Hello' };
		expect(parse('offlineMessage', payload)).toMatchObject({
			subject: 'Hi',
			message: 'Hello',
			visitor: { name: 'Bob', email: 'bob@example.com' },
		});
	});

	test('the Slack team is read if there is one', () => {
		const payload = { ...documented.chatTranscript, slackTeamID: 'T1' };
		expect(parse('chatTranscript', payload).channel).toMatchObject({ slackTeamId: 'T1' });
	});

	test('a numeric user ID becomes text', () => {
		const payload = { visitor: { identUserId: 4711 } };
		expect(parse('newConversation', payload).visitor).toEqual({ userId: '4711' });
	});

	test('a number beyond 2^53 is absent, because it has lost digits, and named', () => {
		const payload = JSON.parse('{"visitor":{"identUserId":9007199254740993,"name":"Ana"}}');
		expect(parse('newConversation', payload)).toMatchObject({
			visitor: { name: 'Ana' },
			unreadable: ['visitor.userId'],
		});
	});

	test("Go's zero time counts as unknown", () => {
		const zero = '0001-01-01T00:00:00Z';
		const payload = { endedAt: zero, startedAt: zero, textBody: 'a', messages: [{ sentAt: zero }] };
		expect(parse('chatTranscript', payload)).not.toHaveProperty('unreadable');
		expect(parse('chatTranscript', payload).transcript).toEqual({
			endedAtExact: zero,
			text: 'a',
			messages: [{ fromVisitor: true }],
		});
	});
});

test('fields that do not have their documented type are absent, and named', () => {
	const odd = { visitor: 'nobody', message: {}, conversationUUID: [1], channelId: true };
	expect(Object.keys(parse('newConversation', odd)).sort()).toEqual([
		'event',
		'eventId',
		'receivedAt',
		'unreadable',
	]);
	expect(parse('newConversation', odd).unreadable).toEqual([
		'conversationId',
		'visitor',
		'message',
		'channel.id',
	]);
	const oddTranscript = { messages: ['a', null, 3, {}], textBody: 5, agentName: false };
	expect(parse('chatTranscript', oddTranscript).transcript).toEqual({
		text: '5',
		messages: Array(4).fill({ fromVisitor: true }),
	});
	const none = parse('chatTranscript', { messages: 'none' });
	expect(none).not.toHaveProperty('transcript');
	expect(none.unreadable).toEqual(['transcript.messages']);
});

const FIELDS = Object.keys(
	Object.assign({}, ...Object.values(documented), documented.newConversation.visitor),
);
const hostile = fc.dictionary(
	fc.constantFrom(...FIELDS),
	fc.oneof(
		fc.jsonValue({ maxDepth: 3 }),
		fc.constant(''),
		fc.dictionary(fc.constantFrom(...FIELDS), fc.jsonValue({ maxDepth: 2 })),
	) as fc.Arbitrary<unknown>,
);

test('no posting makes it throw or leaves an empty value in the event', () => {
	fc.assert(
		fc.property(fc.constantFrom(...CHATLIO_EVENTS), hostile, ({ kind }, payload) => {
			const event = parse(kind, sanitize(payload));
			expect(event).toMatchObject({ event: kind, receivedAt });
			const { visitor, ...rest } = event;
			const { traits, ...known } = visitor ?? {};
			expect(traits).not.toEqual({});
			for (const leaf of leaves([rest, known])) {
				expect(['string', 'boolean']).toContain(typeof leaf);
				expect(leaf).not.toBe('');
			}
		}),
	);
});

function leaves(value: unknown): unknown[] {
	return typeof value === 'object' && value !== null
		? Object.values(value).flatMap(leaves)
		: [value];
}
