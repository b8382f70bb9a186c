import fc from 'fast-check';
import { applyMapping, normalizeMapping } from '../../../emulator/dataprep/applyMapping.mts';
import { readBody } from '../../../lib/chatlio/postedBody';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { parseEvent } from '../../../lib/chatlio/parseEvent';
import type { ChatlioEvent, ChatlioEventKind } from '../../../lib/chatlio/chatlioEvent';
import {
	triggerItemMappings,
	chatlioPayloadMappings,
	type DataPrepMapping,
} from '../../../lib/xdm/dataPrep/chatlioMappings';
import type { XdmOptions } from '../../../lib/xdm/mappingOptions';
import { toXdmRecords } from '../../../lib/xdm/mapper/toXdmRecords';
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

/** Returns the trigger's item for a posting. */
function received(kind: ChatlioEventKind, payload: object, receivedAt = RECEIVED_AT): ChatlioEvent {
	const result = readBody({ bytes: Buffer.from(JSON.stringify(payload)) });
	if ('problem' in result) throw new Error(result.problem.message);
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

/** Separators, and texts that look like them. */
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

/** Documented texts of a posting that may distinguish it from another. */
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

/** Fields that distinguish events of the same conversation or visitor. */
const WORDS: Record<ChatlioEventKind, string[]> = {
	chatTranscript: ['endedAt'],
	newConversation: [],
	offlineMessage: ['message', 'subject'],
	unansweredMessage: ['message', 'subject'],
	visitorFeedback: ['message', 'subject'],
};

/** Returns true if the event has the parts that identify it. */
const isIdentified = (kind: ChatlioEventKind, texts: Texts) =>
	Boolean(texts.conversationUUID || (kind !== 'chatTranscript' && texts['visitor.UUID']));

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

/** A text split at two different places, so that some characters move from one field to the other. */
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
	// Nobody types half of a character, and UTF-8 has none.
	.filter(
		([one, other]) =>
			one[0] !== other[0] && [...one, ...other].every((text) => text.isWellFormed()),
	);

describe('Collisions: different events have different _ids; the same event has the same _id on each route', () => {
	describe('different events', () => {
		it('a@b.c|Please and call me are not a@b.c and Please|call me', () => {
			const one = { visitor: { email: 'a@b.c|Please' }, email: 'a@b.c|Please', message: 'call me' };
			const other = { visitor: { email: 'a@b.c' }, email: 'a@b.c', message: 'Please|call me' };
			for (const kind of KINDS.filter((each) => each !== 'chatTranscript'))
				expect(idOf(kind, one)).not.toBe(idOf(kind, other));
		});

		it.each(KINDS)(
			'have different IDs if characters move from one field to another: %s',
			(kind) => {
				fc.assert(
					fc.property(twoOf(FIELDS[kind]), cuts, ([from, to], [one, other]) => {
						expect(idOf(kind, payloadOf({ [from]: one[0], [to]: one[1] }))).not.toBe(
							idOf(kind, payloadOf({ [from]: other[0], [to]: other[1] })),
						);
					}),
				);
			},
		);

		it.each(KINDS)(
			'of a conversation or a visitor have different IDs if characters move into the message: %s',
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
			'have different IDs if any field differs and neither the conversation nor the visitor is known: %s',
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

		it.each(KINDS)(
			'of a conversation or a visitor have different IDs if the message differs: %s',
			(kind) => {
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
			},
		);

		it('of two visitors who leave the same offline message, without a visitor ID, have different IDs', () => {
			const { message } = documented.offlineMessage;
			expect(idOf('offlineMessage', { name: 'Ana', message })).not.toBe(
				idOf('offlineMessage', { name: 'Bob', message }),
			);
		});

		it('do not get the ID of someone else’s message by copying the address and the message', () => {
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

		it('a chat message never has the ID of another message or of an event', () => {
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
		it.each(KINDS)('has the same _id on each route, however often it is posted: %s', (kind) => {
			const messages = fc.option(fc.array(fc.constant({ text: 'Hi' }), { maxLength: 3 }), {
				nil: undefined,
			});
			fc.assert(
				fc.property(anyTexts(kind), messages, (texts, list) => {
					const payload = { ...payloadOf(texts), ...(list && { messages: list }) };
					const event = received(kind, payload);
					const again = received(kind, reversed(payload), LATER);
					const ids = {
						mapper: idsOf(event)[0],
						again: idsOf(again)[0],
						fromPayload: idsOf({ ...event, eventId: '', payload })[0],
						raw: idByDataPrep(triggerItemMappings('acme'), again),
						// Data Prep cannot write a whole payload as text.
						...(isIdentified(kind, texts) && {
							direct: idByDataPrep(chatlioPayloadMappings('acme', kind), payload),
						}),
					};
					const { eventId } = event;
					const same = Object.keys(ids).map((route) => [route, eventId]);
					expect(ids).toEqual(Object.fromEntries(same));
				}),
			);
		});

		it('keeps the _id of every chat message if a longer transcript arrives', () => {
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
			'of a conversation or a visitor has the same _id if the item lost its event ID: %s',
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

	describe('a withheld value', () => {
		const addresses = ['email', 'emailPretty', 'visitor.email', 'visitorEmail', 'replyToEmail'];

		it.each(KINDS)(
			'such as an address is not part of the _id of a known conversation or visitor: %s',
			(kind) => {
				const who = kind === 'chatTranscript' ? 'conversationUUID' : 'visitor.UUID';
				fc.assert(
					fc.property(anyTexts(kind), typed, (texts, address) => {
						const known = { ...texts, [who]: texts[who] || 'known' };
						const other = {
							...known,
							...Object.fromEntries(addresses.map((path) => [path, address])),
						};
						const options = { email: 'leaveOut' } as const;
						expect(idOf(kind, payloadOf(other), options)).toBe(
							idOf(kind, payloadOf(known), options),
						);
					}),
				);
			},
		);

		it.each(KINDS)(
			'such as an IP address is not part of the _id of a known conversation or visitor: %s',
			(kind) => {
				const who = kind === 'chatTranscript' ? 'conversationUUID' : 'visitor.UUID';
				fc.assert(
					fc.property(anyTexts(kind), fc.ipV4(), (texts, ip) => {
						const known = { ...texts, [who]: texts[who] || 'known' };
						expect(idOf(kind, payloadOf({ ...known, 'visitor.IPAddress': ip }))).toBe(
							idOf(kind, payloadOf(known)),
						);
					}),
				);
			},
		);

		it('such as the message of a new conversation is not part of its _id', () => {
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

		it('guessing every field does not reveal the _id without that key', () => {
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

		it('the plain ID is nowhere in the record', () => {
			fc.assert(
				fc.property(anyEvent, anyKey, (event, recordIdKey) => {
					const json = JSON.stringify(recordsOf(event, { ...perMessage, recordIdKey }));
					for (const id of [event.eventId, ...idsOf(event, perMessage)])
						expect(json).not.toContain(id);
				}),
			);
		});

		it('the same event has the same _id however often it is posted, and others have different ones', () => {
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
