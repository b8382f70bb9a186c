import fc from 'fast-check';
import {
	applyMapping,
	normalizeMapping,
	validateMapping,
} from '../../../emulator/dataprep/applyMapping.mts';
import type { ChatlioEvent } from '../../../lib/chatlio/chatlioEvent';
import { parseEvent } from '../../../lib/chatlio/parseEvent';
import {
	chatlioPayloadMappings,
	triggerItemMappings,
	type DataPrepMapping,
} from '../../../lib/xdm/dataPrep/chatlioMappings';
import { FIELD_TABLE } from '../../../lib/xdm/fields/fieldTable';
import type {
	FieldTable,
	FieldType,
	MessageField,
	PrivacyClass,
	Searched,
	TenantField,
} from '../../../lib/xdm/fields/xdmField';
import { compileFields } from '../../../lib/xdm/mapper/compileFields';
import { toXdmRecords } from '../../../lib/xdm/mapper/toXdmRecords';
import type { XdmOptions } from '../../../lib/xdm/mappingOptions';
import { chatlioFieldGroup, chatlioSchema } from '../../../lib/xdm/schema/chatlioSchema';
import { validateRecord } from '../../../lib/xdm/validate/validateRecord';
import type { XdmSchema } from '../../../lib/xdm/validate/xdmSchema';
import { OPTIONS, RECEIVED_AT } from '../../harness/chatlioEvents';
import { resolvedWith, validatorFor } from '../../harness/xdmSchema.mts';
import { documented } from '../../payloads';

/** Withheld values: none may be in a record, whatever the type of the field that it is sent in. */
const NAME = 'Quentin Quell';
const NUMBER = 471_100_815;
const IPV4 = '203.0.113.77';
const IPV6 = '2001:db8::77';
const SECRETS = [NAME.toLowerCase(), 'quentin%20quell', IPV4, IPV6];

/** Ways to search fields by type: only texts can have something withheld in them. */
const SEARCHED: Partial<Record<FieldType, Searched>> = {
	ipv4: 'id',
	ipv6: 'id',
	string: 'text',
	traits: 'text',
};

const WITHHOLDING: Partial<XdmOptions> = { name: 'leaveOut', ip: 'leaveOut' };
const TRANSCRIPTS = ['oneEvent', 'perMessage', 'whole'] as const;

/** How a type is tried out. */
interface Probe {
	/** Values that are read, and what the record has of them. */
	read: Array<[given: unknown, mapped: unknown]>;
	/** Values that are not of the type. */
	unreadable?: unknown[];
	/** The same value in a posting, in an item and in a record; absent if Data Prep leaves the type to the mapper. */
	same?: { posted: object; item: unknown; mapped: unknown };
	/** What the field needs besides its type. */
	more?: object;
}

const TIME = '2026-01-31T12:00:00.123Z';
const holding = (value: unknown) => ({ probe: { value } });

const MESSAGE = { text: 'Hi', isRead: false, sentAt: TIME, rating: 4 };

const messageFields: MessageField[] = [
	{ type: 'string', path: 'text', from: 'text', payload: { visitorEvent: 'text' } },
	{ type: 'boolean', path: 'isRead', from: 'isRead', payload: { visitorEvent: 'isRead' } },
	{ type: 'date-time', path: 'sentAt', from: 'sentAt', payload: { visitorEvent: 'sentAt' } },
	{ type: 'integer', path: 'rating', from: 'rating', payload: { visitorEvent: 'rating' } },
	{ type: 'ipv4', path: 'ipV4', from: 'ip', payload: { visitorEvent: 'ip' } },
	{ type: 'ipv6', path: 'ipV6', from: 'ip', payload: { visitorEvent: 'ip' } },
	{ type: 'string', path: 'hash', from: 'email', payload: { visitorEvent: 'email' }, hashed: true },
].map(
	(field) =>
		({
			...field,
			title: field.path,
			description: field.path,
			searched: SEARCHED[field.type as FieldType] ?? 'none',
		}) as MessageField,
);

/** Each type of the table: a new one does not compile until it is here. */
const PROBES: Record<FieldType, Probe> = {
	boolean: {
		read: [
			[true, true],
			[false, false],
		],
		unreadable: ['true', 1, 0, {}, [true], ' '],
		same: { posted: holding(false), item: false, mapped: false },
	},
	count: { read: [] },
	'date-time': {
		read: [
			[TIME, TIME],
			['2026-01-31T14:00:00.123456+02:00', TIME],
			[new Date(TIME), TIME],
		],
		unreadable: ['31 January 2026', '1999-01-31T12:00:00Z', 1_769_860_800_000, {}, [TIME], ' '],
		same: { posted: holding('2026-01-31T14:00:00.123456+02:00'), item: TIME, mapped: TIME },
	},
	elementCount: {
		read: [
			[[], 0],
			[[1, [2, 3], NAME], 3],
		],
		unreadable: [2, 'ab', { length: 2 }, true],
		same: { posted: holding([{}, {}]), item: [{}, {}], mapped: 2 },
	},
	identityMap: { read: [] },
	integer: {
		read: [
			[0, 0],
			[-7, -7],
			[Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
			[Number.MIN_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
		],
		unreadable: [
			'7',
			1.5,
			2 ** 53,
			-(2 ** 53),
			1e300,
			NaN,
			Infinity,
			true,
			{ valueOf: 7 },
			[7],
			' ',
		],
		same: { posted: holding(-7), item: -7, mapped: -7 },
	},
	ipv4: {
		read: [
			[' 198.51.100.1 ', '198.51.100.1'],
			['198.51.100.1:51234', '198.51.100.1'],
		],
		unreadable: ['198.51.100.1, 198.51.100.2', '198.51.100.256', 7, {}, ' '],
	},
	ipv6: {
		read: [
			['2001:db8::1', '2001:db8::1'],
			['[2001:db8::1]:443', '2001:db8::1'],
			['fe80::1%eth0', 'fe80::1'],
		],
		unreadable: ['2001:db8::/32', '[::1', 7, {}, ' '],
	},
	messageList: {
		read: [
			[[{ text: `I am ${NAME}`, rating: 4 }], [{ text: 'I am [withheld]', rating: 4 }]],
			[
				[{ text: ['x'], isRead: true, sentAt: TIME, ip: '198.51.100.1', other: 1 }, 'x'],
				[{ isRead: true, sentAt: TIME, ipV4: '198.51.100.1' }],
			],
		],
		unreadable: ['x', { length: 1, 0: { text: 'x' } }, 7, ['x'], [[{ text: 'x' }]]],
		same: {
			posted: holding([{ ...MESSAGE, email: 'ana@example.com' }]),
			item: [{ ...MESSAGE, email: 'ana@example.com' }],
			mapped: [MESSAGE],
		},
		more: { fields: messageFields },
	},
	string: {
		read: [
			['Hi', 'Hi'],
			[`I am ${NAME}.`, 'I am [withheld].'],
			[7.5, '7.5'],
			[true, 'true'],
			[new Date(TIME), TIME],
		],
		unreadable: [2 ** 53, 1e300, NaN, { text: 'x' }, ['x']],
		same: { posted: holding('Hi'), item: 'Hi', mapped: 'Hi' },
	},
	traits: {
		read: [
			[
				{ a: 1, 'b.c': [NAME, { d: 2 ** 60 }], e: '', f: 2 ** 60, g: new Date(TIME), [NAME]: 1 },
				{ a: '1', b_c: '["[withheld]",{}]', g: TIME },
			],
		],
		unreadable: ['plan: pro', ['a'], 7, true, new Date(TIME)],
		same: {
			posted: holding('{"plan":"pro","seats":12}'),
			item: { plan: 'pro', seats: 12 },
			mapped: { plan: 'pro', seats: '12' },
		},
	},
	writtenByVisitor: {
		read: [
			[true, true],
			[false, false],
		],
		unreadable: ['true', 1, 0, {}, [true], ' '],
		same: { posted: { probe: { authorId: 'U1' } }, item: false, mapped: false },
		more: { payload: { visitorEvent: ['probe.value', 'probe.authorId'] } },
	},
};

const TYPES = Object.keys(PROBES) as FieldType[];

/** What can be in any field after other nodes had the item, or in what a stranger posts. */
const HOSTILE: unknown[] = [
	...[NAME, `Ask ${NAME.toUpperCase()}.`, '/?q=quentin%20quell', NUMBER, String(NUMBER)],
	...[IPV4, ` ${IPV4}`, IPV6, `${IPV4}, ${IPV6}`],
	...[{ note: NAME }, { length: NAME }, { length: 2, 0: NAME }, { toString: NAME, toJSON: 1 }],
	...[
		[NAME],
		[[[NAME]]],
		[{ text: NAME, rating: NUMBER }],
		[{ rating: { note: NAME } }],
		[[], [{}]],
	],
	...[{ [NAME]: NAME, number: NUMBER }, { nested: { list: [NUMBER, { a: IPV4 }] } }],
	...[2 ** 53, -(2 ** 53), 1e300, 1.5, NaN, Infinity, [2 ** 53], { a: 2 ** 53, b: [1e300] }],
	...['', ' ', '\ud800', 'x'.repeat(30_000), `${'y '.repeat(20_000)}${NAME}`, '9007199254740993'],
	...[null, undefined, true, 0, -0, {}, [], [null], [undefined, 7]],
	...[JSON.parse(`{"__proto__":{"note":"${NAME}"},"constructor":"${NAME}"}`), () => NAME],
	...[new Date(0), JSON.parse(`${'['.repeat(500)}"${NAME}"${']'.repeat(500)}`)],
	Array.from({ length: 400 }, (_, at) => ({ text: `${at} ${'z'.repeat(60)}`, rating: at })),
];

/** The field table with one more field of a type, read from `probe.value`. */
function tableWith(type: FieldType, privacy?: PrivacyClass): FieldTable {
	const field = {
		type,
		path: 'probe.value',
		title: 'Probe',
		description: 'A field of each type',
		from: 'probe.value',
		payload: { visitorEvent: 'probe.value' },
		searched: SEARCHED[type] ?? 'none',
		...PROBES[type].more,
		...(privacy && { privacy }),
	} as unknown as TenantField;
	// The schema has no type for a second identity map: Adobe's own field is the only one.
	if (type === 'identityMap') return { ...FIELD_TABLE, standard: [...FIELD_TABLE.standard, field] };
	return { ...FIELD_TABLE, chatlio: [...FIELD_TABLE.chatlio, field] };
}

const GROUP = 'https://ns.adobe.com/acme/mixins/chatlio';

interface Tried {
	/** Maps an event with this value in the field. */
	map: (value: unknown, options?: Partial<XdmOptions>) => ReturnType<typeof toXdmRecords>;
	schema: XdmSchema;
	/** How a record differs from the schema, to our own validation and to the emulator's. */
	violations: (record: unknown) => unknown[];
	/** Maps as a dataflow does. */
	dataPrep: (rows: DataPrepMapping[], source: object) => object;
	itemRows: DataPrepMapping[];
	payloadRows: DataPrepMapping[];
}

function tryOut(type: FieldType, privacy?: PrivacyClass): Tried {
	const table = tableWith(type, privacy);
	const parts = [chatlioSchema(GROUP, 'Chatlio'), GROUP, chatlioFieldGroup('acme', table.chatlio)];
	const [schema, validate] = [
		resolvedWith(...(parts as Parameters<typeof resolvedWith>)),
		validatorFor(...(parts as Parameters<typeof validatorFor>)),
	];
	const fields = compileFields(table);
	return {
		schema: schema as XdmSchema,
		map: (value, options = {}) =>
			toXdmRecords(eventWith(value), { ...OPTIONS, ...WITHHOLDING, ...options }, fields),
		violations: (record) => [
			...validateRecord(schema as XdmSchema, record).violations,
			...validate(record),
		],
		dataPrep: (rows, source) =>
			applyMapping(
				rows.map((row) => normalizeMapping(row)),
				JSON.parse(JSON.stringify(source)) as Record<string, unknown>,
				{ targetSchema: schema, now: new Date(RECEIVED_AT) },
			).record,
		itemRows: triggerItemMappings('acme', undefined, table),
		payloadRows: chatlioPayloadMappings('acme', 'newConversation', undefined, table),
	};
}

function eventWith(value: unknown): ChatlioEvent {
	const { messages } = documented.chatTranscript;
	const event = parseEvent(
		'chatTranscript',
		{ ...documented.chatTranscript, messages },
		RECEIVED_AT,
	);
	const visitor = { ...event.visitor, name: NAME, handle: 'lisbon-77', ip: `${IPV4}, ${IPV6}` };
	return { ...event, visitor, probe: { value } } as ChatlioEvent;
}

/** What a record has in the field; undefined if it is not there. */
const valueIn = (record: object) =>
	(record as { _acme?: { chatlio?: { probe?: { value?: unknown } } } })._acme?.chatlio?.probe
		?.value;

/** A record as text, without the hash that is its ID. */
const textOf = (record: object) => JSON.stringify({ ...record, _id: '' }).toLowerCase();

const hasSecret = (value: unknown) => {
	const text = `${JSON.stringify(value) ?? ''} ${String(typeof value === 'object' ? '' : value)}`;
	return SECRETS.some((secret) => text.toLowerCase().includes(secret));
};

const isEmpty = (value: unknown) =>
	value === undefined || value === null || value === '' || value === ' ';

const rowsFor = (rows: DataPrepMapping[]) =>
	rows.filter(({ destination }) => destination.startsWith('_acme.chatlio.probe.value'));

describe('a field of each type that is added to the table is read, validated, scrubbed and mapped', () => {
	const tried = new Map(TYPES.map((type) => [type, tryOut(type)]));

	describe.each(TYPES)('%s', (type) => {
		const { map, violations, dataPrep, itemRows, payloadRows, schema } = tried.get(type)!;
		const { read, unreadable = [], same } = PROBES[type];

		it('is read as its type says', () => {
			for (const [given, mapped] of read) {
				for (const transcripts of TRANSCRIPTS) {
					const record = map(given, { transcripts, ip: 'keep' }).records.at(-1)!;
					expect([given, valueIn(record)]).toEqual([given, mapped]);
					expect(violations(record)).toEqual([]);
				}
			}
		});

		it('is left out and reported if the value is not of its type', () => {
			for (const value of unreadable) {
				const { records, notes } = map(value);
				expect([value, valueIn(records[0])]).toEqual([value, undefined]);
				const [reported] = notes.filter((note) => note.kind === 'unreadable');
				expect([value, reported?.fields]).toEqual([value, ['probe.value']]);
			}
		});

		it('lets nothing into the record that its schema does not allow, nor what is withheld', () => {
			for (const value of HOSTILE) {
				for (const transcripts of TRANSCRIPTS) {
					for (const record of map(value, { transcripts }).records) {
						expect([value, violations(record)]).toEqual([value, []]);
						const text = textOf(record);
						expect([value, SECRETS.filter((secret) => text.includes(secret))]).toEqual([value, []]);
						if (transcripts !== 'whole') expect(Buffer.byteLength(text)).toBeLessThan(10_000);
					}
				}
			}
		});

		it('does the same for any value', () => {
			const part = fc.oneof(fc.constantFrom(...HOSTILE), fc.anything({ maxDepth: 2 }));
			const value = fc.oneof(
				part,
				fc.array(part, { maxLength: 3 }),
				fc.dictionary(fc.string(), part),
			);
			fc.assert(
				fc.property(value, (given) => {
					const json = JSON.parse(JSON.stringify([given])) as unknown[];
					for (const record of map(json[0]).records) {
						expect(violations(record)).toEqual([]);
						const text = textOf(record);
						expect(SECRETS.filter((secret) => text.includes(secret))).toEqual([]);
					}
				}),
			);
		});

		it('is never left out without a report, unless the value is empty, withheld or computed', () => {
			for (const value of HOSTILE) {
				const { records, notes } = map(value, { transcripts: 'whole' });
				const reported = notes.some((note) => note.kind === 'unreadable');
				if (type === 'count' || type === 'identityMap') {
					expect([value, valueIn(records[0]), reported]).toEqual([value, undefined, false]);
				} else if (valueIn(records[0]) === undefined && !isEmpty(value) && !hasSecret(value)) {
					const isReadable = isNothing(value) || isOtherAddress(type, value);
					expect([value, reported || isReadable]).toEqual([value, true]);
				}
			}
		});

		it('is left out as a whole if its privacy class is withheld', () => {
			const { map: mapPrivately } = tryOut(type, 'name');
			for (const [given] of read) {
				expect(valueIn(mapPrivately(given).records[0])).toBeUndefined();
				expect(valueIn(mapPrivately(given, { name: 'keep', ip: 'keep' }).records[0])).toBeDefined();
			}
		});

		it('is mapped by Data Prep to the same value, or left to the mapper', () => {
			const [ofItem, ofPayload] = [rowsFor(itemRows), rowsFor(payloadRows)];
			for (const row of [...ofItem, ...ofPayload])
				expect([row.source, validateMapping(row, schema)]).toEqual([row.source, undefined]);
			if (!same) return expect([...ofItem, ...ofPayload]).toEqual([]);
			const { posted, item, mapped } = same;
			expect(valueIn(dataPrep(payloadRows, posted))).toEqual(mapped);
			expect(valueIn(dataPrep(itemRows, holding(item)))).toEqual(mapped);
			expect(valueIn(map(item).records[0])).toEqual(mapped);
			// A posting without a flag and without an author ID is from the visitor.
			const unknown = type === 'writtenByVisitor' ? true : undefined;
			expect(valueIn(dataPrep(payloadRows, { probe: {} }))).toBe(unknown);
			expect(valueIn(dataPrep(itemRows, { probe: {} }))).toBeUndefined();
		});

		it('becomes nothing in Data Prep that its schema does not allow', () => {
			for (const value of HOSTILE) {
				for (const rows of [itemRows, payloadRows]) {
					const mapped = valueIn(dataPrep(rows, holding(value)));
					if (mapped === undefined) continue;
					const record = { _id: '1', timestamp: TIME, _acme: { chatlio: holding(mapped) } };
					expect([value, violations(record)]).toEqual([value, []]);
				}
			}
		});
	});
});

/** A container with nothing in it. */
const isNothing = (value: unknown) => ['[]', '{}'].includes(JSON.stringify(value));

/** An address of the other version is left to that version's field. */
const isOtherAddress = (type: FieldType, value: unknown) =>
	(type === 'ipv4' && value === IPV6) || (type === 'ipv6' && value === IPV4);
