import fc from 'fast-check';
import { parseEvent } from '../../lib/chatlio/parseEvent';
import type { ChatlioEvent, ChatlioEventKind } from '../../lib/chatlio/chatlioEvent';
import { DEFAULT_OPTIONS, IDENTITY_KINDS, type XdmOptions } from '../../lib/xdm/mappingOptions';
import adobeReducedSample from '../payloads/adobeReducedSample.json';
import chatTranscript from '../payloads/chatTranscript.json';
import newConversation from '../payloads/newConversation.json';
import offlineMessage from '../payloads/offlineMessage.json';
import unansweredMessage from '../payloads/unansweredMessage.json';
import visitorFeedback from '../payloads/visitorFeedback.json';
import { webUrl } from './arbitraries';

export const RECEIVED_AT = '2026-11-23T06:00:00.000Z';

export const OPTIONS: XdmOptions = { ...DEFAULT_OPTIONS, tenantKey: '_acme' };

const PAYLOADS: Array<[ChatlioEventKind, Record<string, unknown>]> = [
	['chatTranscript', chatTranscript],
	['newConversation', newConversation],
	['newConversation', adobeReducedSample],
	['offlineMessage', offlineMessage],
	['unansweredMessage', unansweredMessage],
	['visitorFeedback', visitorFeedback],
];

/** What the trigger makes of Chatlio's documented payloads. */
export const documentedEvents: ChatlioEvent[] = PAYLOADS.map(([kind, payload]) =>
	parseEvent(kind, payload, RECEIVED_AT),
);

export function documented(kind: ChatlioEventKind): ChatlioEvent {
	return documentedEvents.find(({ event }) => event === kind)!;
}

const keeping = fc.constantFrom('keep', 'leaveOut');

/** Every combination of settings. */
export const anyOptions = fc.record({
	tenantKey: fc.constant('_acme'),
	visitorNamespace: fc.constantFrom('ChatlioVisitor', ''),
	userNamespace: fc.constantFrom('', 'CRMID', 'ChatlioVisitor'),
	primary: fc.shuffledSubarray([...IDENTITY_KINDS], { minLength: 3 }),
	email: fc.constantFrom('keep', 'leaveOut', 'hash'),
	keepCase: fc.boolean(),
	ip: keeping,
	name: keeping,
	texts: keeping,
	traits: keeping,
	personalFields: keeping,
	transcripts: fc.constantFrom('oneEvent', 'perMessage', 'whole'),
}) as fc.Arbitrary<XdmOptions>;

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const longText = fc
	.tuple(
		fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
		fc.integer({ min: 1, max: 3000 }),
	)
	.map(([piece, times]) => piece.repeat(times));
const anyText = fc.oneof({ arbitrary: text, weight: 4 }, longText);
const time = fc.oneof(
	fc
		.date({ min: new Date('1999-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
		.map((date) => date.toISOString()),
	fc.constantFrom('0001-01-01T00:00:00Z', 'yesterday', ''),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });

/** Names that custom fields can have, and others. */
const customName = fc.oneof(
	fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,12}$/),
	fc.constantFrom('ownerEmail', 'nickname', 'lastIp', '__proto__', 'constructor', 'lead score'),
	text,
);

/** Events as odd as an item can be after other nodes had it: long, strange and wrongly typed values among good ones. */
export const anyEvent = fc.record({
	event: fc.constantFrom(
		'chatTranscript',
		'newConversation',
		'offlineMessage',
		'unansweredMessage',
		'visitorFeedback',
	),
	eventId: maybe(anyText),
	receivedAt: fc.constant(RECEIVED_AT),
	conversationId: maybe(fc.oneof(fc.uuid(), anyText)),
	message: maybe(anyText),
	subject: maybe(anyText),
	visitor: maybe(
		fc.record(
			{
				id: fc.oneof(fc.uuid(), anyText),
				name: anyText,
				email: fc.oneof(fc.emailAddress(), anyText),
				userId: fc.oneof(anyText, fc.integer(), fc.constantFrom('null', 'Anonymous')),
				traits: fc.oneof(fc.dictionary(anyText, fc.jsonValue()), text),
				handle: text,
				page: fc.oneof(webUrl, anyText),
				referrer: anyText,
				userAgent: anyText,
				ip: fc.oneof(fc.ipV4(), fc.ipV6(), text),
				location: fc.oneof(text, fc.constant({ city: 'Lisbon' })),
				firstSeenAt: time,
			},
			{ requiredKeys: [] },
		),
	),
	channel: maybe(fc.record({ id: text, name: anyText }, { requiredKeys: [] })),
	transcript: maybe(
		fc.record(
			{
				agent: fc.record({ name: text, email: fc.emailAddress() }, { requiredKeys: [] }),
				startedAt: time,
				endedAt: time,
				archiveUrl: text,
				text: anyText,
				messages: fc.array(
					fc.oneof(
						{
							arbitrary: fc.record(
								{
									text: anyText,
									sentAt: time,
									ts: text,
									author: text,
									authorId: text,
									fromVisitor: fc.boolean(),
								},
								{ requiredKeys: [] },
							),
							weight: 9,
						},
						fc.constantFrom(null, 'text', 7),
					),
					{ maxLength: 30 },
				),
			},
			{ requiredKeys: [] },
		),
	),
}) as fc.Arbitrary<unknown> as fc.Arbitrary<ChatlioEvent>;

/** The same events after a node has added custom fields to some of them. */
export const anyEnrichedEvent: fc.Arbitrary<ChatlioEvent> = fc
	.tuple(
		anyEvent,
		maybe(
			fc.oneof(
				fc.dictionary(customName, fc.oneof(anyText, fc.array(anyText), fc.jsonValue(), time)),
				text,
			),
		),
	)
	.map(([event, custom]) => ({ ...event, custom }) as ChatlioEvent);
