import fc from 'fast-check';
import { applyMapping, normalizeMapping } from '../../../emulator/dataprep/applyMapping.mts';
import { readBody } from '../../../lib/chatlio/body';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { parseEvent } from '../../../lib/chatlio/parse';
import type { ChatlioEvent, ChatlioEventKind } from '../../../lib/chatlio/types';
import { rawMappings, straightMappings, type DataPrepMapping } from '../../../lib/xdm/dataPrep';
import type { XdmOptions } from '../../../lib/xdm/options';
import { toXdmRecords } from '../../../lib/xdm/toXdm';
import { OPTIONS, RECEIVED_AT } from '../../harness/chatlioEvents';
import { documented } from '../../payloads';

type Texts = Readonly<Partial<Record<string, string>>>;

const KINDS = CHATLIO_EVENTS.map(({ kind }) => kind);
const LATER = '2026-11-24T07:00:00.000Z';

/** A payload with texts at paths of one or two names. */
function payloadOf(texts: Texts): Record<string, unknown> {
	const payload: Record<string, unknown> = {};
	for (const [path, text] of Object.entries(texts)) {
		const [name, inner] = path.split('.');
		if (inner) payload[name] = { ...(payload[name] as object), [inner]: text };
		else payload[name] = text;
	}
	return payload;
}

/** What n8n hands on of a posting. */
function received(kind: ChatlioEventKind, payload: object, receivedAt = RECEIVED_AT): ChatlioEvent {
	const result = readBody({ bytes: Buffer.from(JSON.stringify({ about: 'x', ...payload })) });
	if ('refusal' in result) throw new Error(result.refusal.message);
	return parseEvent(kind, result.payload, receivedAt);
}

const recordsOf = (event: ChatlioEvent, options: Partial<XdmOptions> = {}) =>
	toXdmRecords(event, { ...OPTIONS, ...options }).records;

const idsOf = (event: ChatlioEvent, options?: Partial<XdmOptions>) =>
	recordsOf(event, options).map(({ _id }) => _id as string);

const idOf = (kind: ChatlioEventKind, payload: object, options?: Partial<XdmOptions>) =>
	idsOf(received(kind, payload), options)[0];

function idByDataPrep(mappings: DataPrepMapping[], source: object): unknown {
	const rows = mappings
		.filter(({ destination }) => destination === '_id')
		.map((row) => normalizeMapping(row));
	const json = JSON.parse(JSON.stringify(source)) as Record<string, unknown>;
	return applyMapping(rows, json, { now: new Date(LATER) }).record._id;
}

/** What separators look like, and texts that look alike. */
const PIECES = ['|', '||', '"', "'", '\\', ',', '\n', '\t', ' ', '0', '1', 'a', 'é', 'e\u0301'];
const MORE = ['👍', '{', '}', ':', '@', '%7C', '\\u007c', 'null', '-', 'a@b.c', 'Please', '\u0000'];
const pieces = fc.array(fc.constantFrom(...PIECES, ...MORE), { maxLength: 8 });
const typed = fc.oneof(
	{ arbitrary: pieces.map((all) => all.join('')), weight: 6 },
	{ arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }), weight: 6 },
	{ arbitrary: fc.constant(''), weight: 2 },
	// Longer than a record may be; a payload of all fields holds one or two.
	{ arbitrary: fc.constantFrom('x'.repeat(20_000), '|'.repeat(20_000)), weight: 1 },
);

/** Every documented text of a posting that may tell it from another. */
const VISITOR_FIELDS = [
	'name',
	'email',
	'emailPretty',
	'channelId',
	'slackChannelId',
	'slackChannelName',
	'visitor.name',
	'visitor.email',
	'visitor.identUserId',
	'visitor.userAgent',
	'visitor.handle',
	'visitor.currentPage',
	'visitor.referrerURL',
	'visitor.createdAt',
	'visitor.location',
];
const FIELDS: Record<ChatlioEventKind, string[]> = {
	chatTranscript: [
		'endedAt',
		'startedAt',
		'textBody',
		'htmlBody',
		'visitorName',
		'visitorEmail',
		'replyToEmail',
		'agentName',
		'agentEmail',
		'channelId',
		'channelName',
		'slackTeamID',
		'archiveUrl',
	],
	newConversation: ['message', 'subject', ...VISITOR_FIELDS],
	offlineMessage: ['message', 'subject', ...VISITOR_FIELDS],
	unansweredMessage: ['message', 'subject', ...VISITOR_FIELDS],
	visitorFeedback: ['message', 'subject', ...VISITOR_FIELDS],
};

/** Fields that tell events of a conversation or a visitor apart. */
const WORDS: Record<ChatlioEventKind, string[]> = {
	chatTranscript: ['endedAt'],
	newConversation: [],
	offlineMessage: ['message', 'subject'],
	unansweredMessage: ['message', 'subject'],
	visitorFeedback: ['message', 'subject'],
};

const without = (texts: Texts, ...paths: string[]): Texts =>
	Object.fromEntries(Object.entries(texts).filter(([path]) => !paths.includes(path)));

const anyTexts = (kind: ChatlioEventKind): fc.Arbitrary<Texts> =>
	fc.record(
		Object.fromEntries(
			['conversationUUID', 'visitor.UUID', ...FIELDS[kind]].map((path) => [path, typed]),
		),
		{ requiredKeys: [] },
	);

const twoOf = (paths: string[]) => fc.shuffledSubarray(paths, { minLength: 2, maxLength: 2 });

/** A text cut in two at two places: what moves is part of one field or of its neighbor. */
const cuts = fc
	.tuple(
		fc.array(fc.constantFrom(...PIECES, ...MORE), { minLength: 2, maxLength: 8 }),
		fc.nat(),
		fc.nat(),
	)
	.map(([pieces, first, second]) => {
		const text = pieces.join('');
		return [first, second].map((at) => {
			const place = at % (text.length + 1);
			return [text.slice(0, place), text.slice(place)] as const;
		});
	})
	// A visitor types no half of a character, and UTF-8 has none.
	.filter(
		([one, other]) =>
			one[0] !== other[0] && [...one, ...other].every((text) => text.isWellFormed()),
	);

describe('Collisions: different events have different _ids; the same event has the same _id each way', () => {
	describe('different events', () => {
		it('a@b.c|Please and call me are not a@b.c and Please|call me', () => {
			const one = { visitor: { email: 'a@b.c|Please' }, email: 'a@b.c|Please', message: 'call me' };
			const other = { visitor: { email: 'a@b.c' }, email: 'a@b.c', message: 'Please|call me' };
			for (const kind of KINDS.filter((each) => each !== 'chatTranscript'))
				expect(idOf(kind, one)).not.toBe(idOf(kind, other));
		});

		it.each(KINDS)('differ when characters move from one field into another: %s', (kind) => {
			fc.assert(
				fc.property(twoOf(FIELDS[kind]), cuts, ([from, to], [one, other]) => {
					expect(idOf(kind, payloadOf({ [from]: one[0], [to]: one[1] }))).not.toBe(
						idOf(kind, payloadOf({ [from]: other[0], [to]: other[1] })),
					);
				}),
			);
		});

		it.each(KINDS)(
			'of a conversation or a visitor differ when characters move into what was written: %s',
			(kind) => {
				const visitor = kind === 'chatTranscript' ? [] : ['visitor.UUID'];
				const paths = ['conversationUUID', ...visitor, ...WORDS[kind]];
				fc.assert(
					fc.property(twoOf(paths), cuts, ([from, to], [one, other]) => {
						expect(idOf(kind, payloadOf({ [from]: one[0], [to]: one[1] }))).not.toBe(
							idOf(kind, payloadOf({ [from]: other[0], [to]: other[1] })),
						);
					}),
				);
			},
		);

		it.each(KINDS)(
			'differ in any one field, when neither conversation nor visitor is known: %s',
			(kind) => {
				fc.assert(
					fc.property(
						anyTexts(kind),
						fc.constantFrom(...FIELDS[kind]),
						typed,
						(texts, path, text) => {
							const one = without(texts, 'conversationUUID', 'visitor.UUID');
							fc.pre((one[path] ?? '') !== text);
							expect(idOf(kind, payloadOf({ ...one, [path]: text }))).not.toBe(
								idOf(kind, payloadOf(one)),
							);
						},
					),
				);
			},
		);

		it.each(KINDS)('of a conversation or visitor differ in what was written: %s', (kind) => {
			fc.assert(
				fc.property(
					anyTexts(kind),
					fc.constantFrom('conversationUUID', ...WORDS[kind]),
					typed,
					(texts, path, text) => {
						const one = { ...texts, conversationUUID: texts.conversationUUID || 'c' };
						fc.pre((one[path as keyof typeof one] ?? '') !== text);
						expect(idOf(kind, payloadOf({ ...one, [path]: text }))).not.toBe(
							idOf(kind, payloadOf(one)),
						);
					},
				),
			);
		});

		it('two strangers who write the same offline, without a visitor ID, do not share one', () => {
			const { message } = documented.offlineMessage;
			expect(idOf('offlineMessage', { name: 'Ana', message })).not.toBe(
				idOf('offlineMessage', { name: 'Bob', message }),
			);
		});

		it('whoever types a victim’s address and words first does not take the victim’s', () => {
			const victim = documented.offlineMessage;
			const typedByOther = { name: victim.name, email: victim.email, message: victim.message };
			const { UUID, ...visitor } = victim.visitor;
			expect(UUID).not.toBe('');
			const others = [
				typedByOther,
				{ ...victim, visitor },
				{ ...victim, visitor: { ...visitor, createdAt: '2016-02-07T11:02:17.839767-08:00' } },
				{ ...victim, visitor: { ...victim.visitor, UUID: 'another browser' } },
			];
			const ids = [victim, ...others].map((payload) => idOf('offlineMessage', payload));
			expect(new Set(ids).size).toBe(ids.length);
		});

		it('a chat message never has the id of another message or of an event', () => {
			fc.assert(
				fc.property(
					fc.array(fc.record({ ts: typed, text: fc.constant('Hi') }), { maxLength: 6 }),
					typed,
					cuts,
					(messages, endedAt, [one, other]) => {
						const chat = (conversationUUID: string, ts: string) =>
							received('chatTranscript', {
								conversationUUID,
								endedAt,
								messages: [{ ts, text: 'Hi' }, ...messages],
							});
						const perMessage = { transcripts: 'perMessage' } as const;
						const ids = [one, other].flatMap(([conversation, ts]) =>
							idsOf(chat(conversation, ts), perMessage),
						);
						expect(new Set(ids).size).toBe(ids.length);
					},
				),
			);
		});
	});

	describe('the same event', () => {
		it.each(KINDS)('has the same _id each way, however often it is posted: %s', (kind) => {
			const messages = fc.option(fc.array(fc.constant({ text: 'Hi' }), { maxLength: 3 }), {
				nil: undefined,
			});
			fc.assert(
				fc.property(anyTexts(kind), messages, (texts, list) => {
					const payload = { ...payloadOf(texts), ...(list && { messages: list }) };
					const event = received(kind, payload);
					const again = received(kind, reversed(payload), LATER);
					const ways = {
						mapper: idsOf(event)[0],
						again: idsOf(again)[0],
						fromPayload: idsOf({ ...event, eventId: '', payload })[0],
						raw: idByDataPrep(rawMappings('acme'), again),
						direct: idByDataPrep(straightMappings('acme', kind), payload),
					};
					const { eventId } = event;
					const same = Object.keys(ways).map((way) => [way, eventId]);
					expect(ways).toEqual(Object.fromEntries(same));
				}),
			);
		});

		it('keeps the _id of every chat message when its transcript comes again, longer', () => {
			fc.assert(
				fc.property(fc.array(fc.record({ ts: typed, text: typed }), { minLength: 1 }), (all) => {
					const ids = (messages: object[]) =>
						idsOf(received('chatTranscript', { conversationUUID: 'c', messages }), {
							transcripts: 'perMessage',
						}).slice(0, messages.length);
					expect(ids(all)).toEqual(expect.arrayContaining(ids(all.slice(0, -1))));
				}),
			);
		});

		it.each(KINDS.filter((kind) => kind !== 'chatTranscript'))(
			'of a conversation or visitor has the same _id from an item that lost its own: %s',
			(kind) => {
				fc.assert(
					fc.property(anyTexts(kind), (texts) => {
						const known = { ...texts, 'visitor.UUID': texts['visitor.UUID'] || 'v' };
						const event = received(kind, payloadOf(known));
						expect(idsOf({ ...event, eventId: '' })).toEqual([event.eventId]);
					}),
				);
			},
		);
	});

	describe('what is withheld', () => {
		const addresses = ['email', 'emailPretty', 'visitor.email', 'visitorEmail', 'replyToEmail'];

		it.each(KINDS)('an address is in no _id of a known conversation or visitor: %s', (kind) => {
			const who = kind === 'chatTranscript' ? 'conversationUUID' : 'visitor.UUID';
			fc.assert(
				fc.property(anyTexts(kind), typed, (texts, address) => {
					const known = { ...texts, [who]: texts[who] || 'known' };
					const other = {
						...known,
						...Object.fromEntries(addresses.map((path) => [path, address])),
					};
					const options = { email: 'leaveOut' } as const;
					expect(idOf(kind, payloadOf(other), options)).toBe(idOf(kind, payloadOf(known), options));
				}),
			);
		});

		it.each(KINDS)('an IP address is in no _id: %s', (kind) => {
			fc.assert(
				fc.property(anyTexts(kind), fc.ipV4(), (texts, ip) => {
					expect(idOf(kind, payloadOf({ ...texts, 'visitor.IPAddress': ip }))).toBe(
						idOf(kind, payloadOf(texts)),
					);
				}),
			);
		});

		it('a new conversation’s words are not in its _id', () => {
			const { newConversation } = documented;
			const other = { ...newConversation, message: 'something else' };
			expect(idOf('newConversation', other)).toBe(idOf('newConversation', newConversation));
		});
	});

	describe('with a key', () => {
		const anyKey = fc.stringMatching(/^[!-~]{32,80}$/);
		const anyEvent = fc
			.tuple(fc.constantFrom(...KINDS), fc.array(fc.record({ ts: typed, text: typed })))
			.chain(([kind, messages]) =>
				anyTexts(kind).map((texts) =>
					received(kind, { ...payloadOf(texts), ...(kind === 'chatTranscript' && { messages }) }),
				),
			);
		const perMessage = { transcripts: 'perMessage' } as const;

		it('a right guess of every field does not give the _id without that key', () => {
			fc.assert(
				fc.property(anyEvent, anyKey, anyKey, (event, recordIdKey, guess) => {
					fc.pre(recordIdKey !== guess);
					const keyed = idsOf(event, { ...perMessage, recordIdKey });
					const known = [
						event.eventId,
						...idsOf(event, perMessage),
						...idsOf(event, { ...perMessage, recordIdKey: guess }),
					];
					expect(keyed.filter((id) => known.includes(id))).toEqual([]);
					expect(keyed.every((id) => /^chatlio-[0-9a-f]{64}$/.test(id))).toBe(true);
				}),
			);
		});

		it('the plain id is nowhere in the record', () => {
			fc.assert(
				fc.property(anyEvent, anyKey, (event, recordIdKey) => {
					const json = JSON.stringify(recordsOf(event, { ...perMessage, recordIdKey }));
					for (const id of [event.eventId, ...idsOf(event, perMessage)])
						expect(json).not.toContain(id);
				}),
			);
		});

		it('the same event has the same _id however often it is posted, and others have others', () => {
			fc.assert(
				fc.property(anyEvent, anyKey, (event, recordIdKey) => {
					const options = { ...perMessage, recordIdKey };
					const again = { ...event, receivedAt: LATER };
					expect(idsOf(again, options)).toEqual(idsOf(event, options));
					expect(new Set(idsOf(event, options)).size).toBe(idsOf(event, perMessage).length);
				}),
			);
		});
	});
});

function reversed(payload: object): object {
	return Object.fromEntries(Object.entries(payload).reverse());
}
