import fc from 'fast-check';
import {
	applyMapping,
	normalizeMapping,
	validateMapping,
} from '../../emulator/dataprep/applyMapping.mts';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import { parseEvent } from '../../lib/chatlio/parseEvent';
import type { ChatlioEventKind } from '../../lib/chatlio/chatlioEvent';
import {
	triggerItemMappings,
	chatlioPayloadMappings,
	type DataPrepMapping,
} from '../../lib/xdm/dataPrep/chatlioMappings';
import { CUSTOM_FIELD_TYPES } from '../../lib/xdm/fields/customFields';
import { DEFAULT_OPTIONS } from '../../lib/xdm/mappingOptions';
import { tenantKey } from '../../lib/xdm/fields/tenantKey';
import { toXdmRecords } from '../../lib/xdm/mapper/toXdmRecords';
import { chatlioFieldGroup, chatlioSchema } from '../../lib/xdm/schema/chatlioSchema';
import { resolvedWith, validatorFor } from '../harness/xdmSchema.mts';
import { documented } from '../payloads';

const TENANT = 'acme';
const NOW = '2026-03-01T10:20:30.456Z';
const FIELD_GROUP = 'https://ns.adobe.com/acme/mixins/chatlio';
const parts = [
	chatlioSchema(FIELD_GROUP, 'Chatlio'),
	FIELD_GROUP,
	chatlioFieldGroup(TENANT),
] as const;
const schema = resolvedWith(...parts);
const violations = validatorFor(...parts);
const kinds = CHATLIO_EVENTS.map(({ kind }) => kind);

/** Writes times in one form, because Data Prep leaves out zero milliseconds. */
function withMoments(value: unknown): unknown {
	return JSON.parse(
		JSON.stringify(value).replace(
			/"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)"/g,
			(_, time: string) => `"${new Date(time).toISOString()}"`,
		),
	);
}

function map(mappings: DataPrepMapping[], source: object) {
	const rows = mappings.map((row) => normalizeMapping(row));
	const { record, warnings } = applyMapping(rows, JSON.parse(JSON.stringify(source)), {
		targetSchema: schema,
		now: new Date(NOW),
	});
	return { record: withMoments(record), warnings };
}

/** Returns true if the payload names what identifies the event. */
function isIdentified(kind: ChatlioEventKind, payload: object): boolean {
	const { conversationUUID, visitor } = payload as {
		conversationUUID?: string;
		visitor?: { UUID?: string };
	};
	return Boolean(conversationUUID || (kind !== 'chatTranscript' && visitor?.UUID));
}

/** Maps an event with the default options and the whole transcript. */
function mapped(kind: ChatlioEventKind, payload: object) {
	const event = parseEvent(kind, payload as Record<string, unknown>, NOW);
	const options = {
		...DEFAULT_OPTIONS,
		transcripts: 'whole' as const,
		tenantKey: tenantKey(TENANT)!,
	};
	const [record] = toXdmRecords(event, options).records;
	return withMoments(record) as Record<string, unknown>;
}

const raw = (kind: ChatlioEventKind, payload: object) =>
	map(triggerItemMappings(TENANT), parseEvent(kind, payload as Record<string, unknown>, NOW));

const direct = (kind: ChatlioEventKind, payload: object) =>
	map(chatlioPayloadMappings(TENANT, kind), payload);

describe('the three routes', () => {
	it.each(kinds)('create the same record from the documented payload: %s', (kind) => {
		const expected = mapped(kind, documented[kind]);
		expect(raw(kind, documented[kind]).record).toEqual(expected);
		expect(direct(kind, documented[kind]).record).toEqual(expected);
	});

	it.each(kinds)('create a valid record without a warning: %s', (kind) => {
		for (const route of [raw, direct]) {
			const { record, warnings } = route(kind, documented[kind]);
			expect(warnings).toEqual([]);
			expect(violations(record)).toEqual([]);
		}
	});
});

describe('traits of any type', () => {
	const traits = {
		plan: 'pro',
		seats: 12,
		vip: true,
		'first.seen': 'Lisbon',
		address: { city: 'Lisbon', floors: [1, 2] },
		nothing: null,
		empty: '',
	};

	it.each<[ChatlioEventKind, object]>([
		['newConversation', { visitor: { UUID: 'u', identTraits: JSON.stringify(traits) } }],
		['chatTranscript', { visitorTraits: traits }],
	])(
		'are texts in the trigger’s item, so that Adobe has to convert nothing: %s',
		(kind, payload) => {
			const { record, warnings } = raw(kind, payload);
			expect(record).toEqual(mapped(kind, payload));
			expect(warnings).toEqual([]);
			expect(record).toMatchObject({
				_acme: {
					chatlio: {
						visitor: {
							traits: {
								plan: 'pro',
								seats: '12',
								vip: 'true',
								first_seen: 'Lisbon',
								address: '{"city":"Lisbon","floors":[1,2]}',
							},
						},
					},
				},
			});
		},
	);

	it('come from the traits in an item that has no texts yet', () => {
		const item = parseEvent('newConversation', { visitor: { identTraits: '{"plan":"pro"}' } }, NOW);
		delete item.visitor!.traitTexts;
		expect(map(triggerItemMappings(TENANT), item).record).toMatchObject({
			_acme: { chatlio: { visitor: { traits: { plan: 'pro' } } } },
		});
	});
});

/**
 * Returns true if the mapper would read no IP address in a text. It withholds one by default, which Data Prep cannot.
 * Some characters stand for colons: "০⩴" is "0::=" in compatibility form, and "0::" an address.
 */
const hasNoAddress = (value: string) => !value.normalize('NFKC').includes('::');
/** What Chatlio may send: text, an empty text, or no field. */
const text = fc.option(
	fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constant('')).filter(hasNoAddress),
	{ nil: undefined },
);
const time = fc.option(
	fc.oneof(
		fc.constantFrom(
			'2018-05-19T18:14:32.000026941+02:00',
			'2016-02-20T16:45:10.5-05:00',
			'2016-02-20T16:45:10Z',
			'0001-01-01T00:00:00Z',
			'2099-01-01T00:00:00Z',
			'',
		),
		fc
			.date({ min: new Date('2001-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
			.map((date) => date.toISOString()),
	),
	{ nil: undefined },
);
const email = fc.oneof(
	fc.emailAddress(),
	fc.constantFrom(
		' ana@example.com ',
		'nobody',
		'a b@example.com',
		'"a"@example.com',
		'<a@b.c>',
		'Bob <Bob@Example.com>',
		'mailto:bob@example.com?subject=Hi',
		'bob@example.com;',
		'(bob@example.com)',
		'a@b.c, d@e.f',
		'BOB@EXAMPLE.COM',
		'',
		undefined,
	),
);
/** Names that do not mark their value as an address. */
const traitName = fc.stringMatching(/^t[a-z]{1,8}$/);
const visitor = fc.record({
	email,
	UUID: fc.oneof(text, fc.uuid()),
	name: text,
	identUserId: text,
	identTraits: fc.oneof(
		fc.constantFrom('', 'null', 'likes tea', undefined),
		fc
			.dictionary(traitName, fc.oneof(fc.integer(), fc.stringMatching(/^\w+$/)))
			.map((traits) => JSON.stringify(traits)),
	),
	userAgent: text,
	handle: text,
	currentPage: text,
	referrerURL: text,
	createdAt: time,
	location: text,
});
const visitorEvent = fc.record({
	visitor: fc.option(visitor, { nil: undefined }),
	message: text,
	conversationUUID: text,
	channelId: text,
	slackChannelName: text,
	slackChannelId: text,
});
const emailPretty = fc.constantFrom(
	'"Bob Smith" <bob@example.com>',
	'a@b.c',
	'nobody',
	'',
	undefined,
);
const offlineMessage = fc.record({
	name: text,
	email,
	emailPretty,
	message: text,
	subject: text,
	visitor,
});
const chatTranscript = fc.record({
	agentEmail: text,
	agentName: text,
	archiveUrl: text,
	channelId: text,
	channelName: text,
	conversationUUID: text,
	startedAt: time,
	endedAt: time,
	textBody: text,
	messages: fc.option(
		fc.array(
			fc.record({
				text,
				ts: text,
				sentAt: time,
				userId: text,
				username: text,
				isVisitorMsg: fc.boolean(),
			}),
			{ maxLength: 4 },
		),
		{ nil: undefined },
	),
	visitorEmail: email,
	replyToEmail: email,
	visitorName: text,
	visitorTraits: fc.option(fc.dictionary(traitName, fc.stringMatching(/^\w+$/), { minKeys: 1 }), {
		nil: undefined,
	}),
});
const arbitraries: Record<ChatlioEventKind, fc.Arbitrary<object>> = {
	chatTranscript,
	offlineMessage,
	newConversation: visitorEvent,
	unansweredMessage: visitorEvent,
	visitorFeedback: visitorEvent,
};

describe('the three routes, for anything that Chatlio may send', () => {
	it.each(kinds)('create the same record: %s', (kind) => {
		fc.assert(
			fc.property(arbitraries[kind], (generated) => {
				const payload = JSON.parse(JSON.stringify(generated)) as object;
				const expected = mapped(kind, payload);
				expect(raw(kind, payload).record).toEqual(expected);
				const { record } = direct(kind, payload);
				// Data Prep cannot write a whole payload as text: without its parts, an event has another ID there.
				const _id = isIdentified(kind, payload) ? expected._id : expect.any(String);
				expect(record).toEqual({ ...expected, _id });
			}),
			{ numRuns: 150 },
		);
	});
});

describe('the mapping sets', () => {
	/** Functions and methods that the expressions use; each is documented for what it gets here. */
	const USED = [
		...['coalesce', 'concat', 'contains_key', 'date', 'decode', 'equals', 'equalsIgnoreCase'],
		...[
			'extract_regex',
			'first',
			'iif',
			'join',
			'json_to_object',
			'last',
			'left',
			'lower',
			'matches_regex',
			'min',
			'now',
		],
		...['nullify', 'right', 'sha256', 'size_of', 'to_array', 'to_object', 'trim', 'upper'],
		'zone_date_to_utc',
	];
	const custom = CUSTOM_FIELD_TYPES.map((type) => ({ name: type, type, isPersonal: false }));
	const everyRow = [
		...triggerItemMappings(TENANT, DEFAULT_OPTIONS, undefined, custom),
		...kinds.flatMap((kind) => chatlioPayloadMappings(TENANT, kind)),
	].filter(({ sourceType }) => sourceType === 'EXPRESSION');
	const withoutTexts = (source: string) => source.replaceAll(/"[^"]*"|'[^']*'/g, '""');

	it('use no other functions than these', () => {
		const used = everyRow.flatMap(({ source }) =>
			[...withoutTexts(source).matchAll(/(\w+)\(/g)].map(([, name]) => name),
		);
		expect([...new Set(used)].sort()).toEqual(USED.sort());
	});

	it('compare texts with methods, because no operator is documented for them', () => {
		for (const { source } of everyRow) expect(withoutTexts(source)).not.toMatch(/[!=]=/);
	});

	it('measure only arrays, because no other size is documented', () => {
		for (const { source } of everyRow)
			for (const [, measured] of withoutTexts(source).matchAll(/size_of\(([^)]*)\)/g))
				expect(measured).toMatch(/^(transcript\.)?messages$/);
	});

	it('have expressions that Data Prep takes: at most 4,096 characters', () => {
		for (const { source } of everyRow) expect(source.length).toBeLessThanOrEqual(4096);
	});

	it.each([
		['raw', triggerItemMappings(TENANT)] as const,
		...kinds.map((kind) => [kind, chatlioPayloadMappings(TENANT, kind)] as const),
	])('are accepted by Data Prep, with each row for a field of the schema: %s', (_, mappings) => {
		for (const row of mappings)
			expect([row.source, validateMapping(row, schema)]).toEqual([row.source, undefined]);
		const destinations = mappings.map(({ destination }) => destination);
		expect(new Set(destinations).size).toBe(destinations.length);
	});
});
