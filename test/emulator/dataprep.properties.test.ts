import fc from 'fast-check';
import {
	applyMapping,
	normalizeMapping,
	validateMapping,
} from '../../emulator/dataprep/applyMapping.mts';
import { evaluate } from '../../emulator/dataprep/evaluate.mts';
import { functions } from '../../emulator/dataprep/functions.mts';
import { RESERVED } from '../../emulator/dataprep/grammar.mts';
import { NotComputable } from '../../emulator/dataprep/notComputable.mts';
import { remember } from '../../emulator/dataprep/remember.mts';
import { isObject, type JsonObject } from '../../emulator/json.mts';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import { eventIdOf } from '../../lib/chatlio/eventId';
import { chatlioPayloadMappings } from '../../lib/xdm/dataPrep/chatlioMappings';
import { anyCharacter } from '../harness/arbitraries';

const now = new Date('2021-10-26T10:10:24Z');

const compute = (expression: string, source: JsonObject = {}) =>
	evaluate(expression, source, { now });

const quoted = (text: string) =>
	JSON.stringify(text).replaceAll('\\b', '\\u0008').replaceAll('\\f', '\\u000c');

/** A record as JSON.parse gives it. */
const records = fc
	.dictionary(fc.string(), fc.jsonValue())
	.map((record) => JSON.parse(JSON.stringify(record)) as JsonObject);

/** The result, or undefined for a sentence. Everything else that is thrown is a defect. */
function orSentence(action: () => unknown): unknown {
	try {
		return action();
	} catch (cause) {
		expect(cause).toBeInstanceOf(NotComputable);
		expect((cause as NotComputable).message.length).toBeGreaterThan(10);
		return undefined;
	}
}

/** Texts that look like expressions, most of them not quite. */
const almostExpressions = fc
	.array(
		fc.oneof(
			fc.constantFrom(...Object.keys(functions).map((name) => `${name}(`)),
			fc.constantFrom(...RESERVED),
			fc.constantFrom(...'.,()[]{}:+-*/%!~<>"\''.split(''), '&&', '||', '==', '[*]', '${', '\\.'),
			fc.constantFrom('a', 'b', '__proto__', 'constructor', '"x"', "'y'", '0', '1', '2.5', ' '),
			fc.string({ maxLength: 3 }),
		),
		{ maxLength: 12 },
	)
	.map((parts) => parts.join(''));

/** Expressions that can be read, whatever they then give. */
const { expression: expressions } = fc.letrec<{ expression: string }>((tie) => ({
	expression: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.constantFrom(
			'a',
			'a.b',
			'a[0]',
			'a[*].b',
			'null',
			'true',
			'0',
			'-1.5',
			'"x"',
			'""',
			'"2020-01-01"',
		),
		fc
			.tuple(
				tie('expression'),
				fc.constantFrom('+', '-', '*', '/', '==', '<', '>=', 'and', 'or', 'mod'),
				tie('expression'),
			)
			.map(([left, operator, right]) => `(${left} ${operator} ${right})`),
		fc
			.tuple(fc.constantFrom('!', '-', '~'), tie('expression'))
			.map(([sign, value]) => `${sign}${value}`),
		fc
			.tuple(
				fc.constantFrom(...Object.keys(functions)),
				fc.array(tie('expression'), { maxLength: 3 }),
			)
			.map(([name, args]) => `${name}(${args.join(', ')})`),
		fc.array(tie('expression'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
		tie('expression').map((value) => `(${value}).get(0)`),
	),
}));

const hasNull = (value: unknown): boolean =>
	value === null || (typeof value === 'object' && Object.values(value as object).some(hasNull));

describe('any text', () => {
	it('is computed or answered with a sentence', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.string({ unit: anyCharacter })), (text) => {
				orSentence(() => compute(text));
			}),
			{ numRuns: 500 },
		);
	});

	it('that looks like an expression is computed or answered with a sentence', () => {
		fc.assert(
			fc.property(almostExpressions, records, (text, source) => {
				orSentence(() => compute(text, source));
			}),
			{ numRuns: 2_000 },
		);
	});

	it('as a literal is that text', () => {
		fc.assert(
			fc.property(fc.string({ unit: anyCharacter }), (text) => {
				expect(compute(quoted(text))).toBe(text);
			}),
		);
	});

	it('as a destination is read or answered with a sentence', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), almostExpressions), (destination) => {
				const mapping = { sourceType: 'STATIC' as const, source: 'x', destination };
				const { record, warnings } = applyMapping([mapping], {}, { now });
				const isRefused = validateMapping(mapping) !== undefined;
				if (!isRefused) expect(warnings).toEqual([]);
				expect(Object.keys(record)).toHaveLength(isRefused ? 0 : 1);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('any expression', () => {
	it('gives JSON or a sentence over any record, and leaves the record as it was', () => {
		const sources = fc.record({
			a: fc.oneof(fc.jsonValue(), fc.array(fc.record({ b: fc.jsonValue() }))),
		});
		fc.assert(
			fc.property(expressions, sources, (expression, record) => {
				const source = JSON.parse(JSON.stringify(record)) as JsonObject;
				const before = JSON.stringify(source);
				const value = orSentence(() => compute(expression, source));
				if (value !== undefined) expect(JSON.parse(JSON.stringify(value))).toEqual(value);
				expect(JSON.stringify(source)).toBe(before);
			}),
			{ numRuns: 3_000 },
		);
	});
});

describe('a path', () => {
	it('gives what a plain look at the record gives, whatever the names are', () => {
		// A dot after a backslash is a dot: such a name cannot be written.
		const names = fc.string({ minLength: 1 }).filter((name) => !/[{}]|\\\./.test(name));
		fc.assert(
			fc.property(fc.array(names, { minLength: 1, maxLength: 5 }), fc.string(), (path, value) => {
				fc.pre(path.every((name) => !['__proto__', 'constructor', 'prototype'].includes(name)));
				const source = [...path]
					.reverse()
					.reduce<unknown>((inner, name) => ({ [name]: inner }), value);
				for (const dot of ['.', '\\.']) {
					const expression = path.map((name) => `\${${name.replaceAll('.', dot)}}`).join('.');
					expect(compute(expression, source as JsonObject)).toBe(value);
				}
			}),
		);
	});

	it('over an array gives one value for each element', () => {
		fc.assert(
			fc.property(fc.array(fc.record({ x: fc.integer() })), (list) => {
				expect(compute('list[*].x', { list })).toEqual(list.map(({ x }) => x));
			}),
		);
	});
});

describe('operators', () => {
	it('compute like arithmetic, the tighter ones first', () => {
		const numbers = fc.integer({ min: -1e6, max: 1e6 });
		fc.assert(
			fc.property(numbers, numbers, numbers, (a, b, c) => {
				const source = { a, b, c };
				expect(compute('a + b * c - a', source)).toBe(a + b * c - a);
				expect(compute('a < b == (b > a)', source)).toBe(true);
				expect(compute('!(a == b) == (a != b)', source)).toBe(true);
			}),
		);
	});
});

describe('dates', () => {
	it('written in a format and read in it are the same moment', () => {
		const moments = fc.date({
			min: new Date('0100-01-01'),
			max: new Date('9999-12-30'),
			noInvalidDate: true,
		});
		const zones = fc.constantFrom('Z', '+05:30', '-08:00', 'Asia/Tokyo', 'Asia/Kolkata');
		const formats = fc.constantFrom(
			"yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
			'EEEE, d MMMM yyyy hh:mm:ss.SSS a Z',
			'D/yyyy kk-mm-ss SSS z',
		);
		fc.assert(
			fc.property(moments, zones, formats, (moment, zone, format) => {
				const year = moment.getUTCFullYear();
				fc.pre(year >= 1970 || zone === 'Z'); // Zones had odd seconds before they were agreed on.
				const source = { t: moment.toISOString(), f: format, zone };
				const shown = 'zone_date_to_zone(date(t, "yyyy-MM-dd\'T\'HH:mm:ss.SSSX"), zone)';
				expect(compute(`date(format(${shown}, f), f) == ${shown}`, source)).toBe(true);
			}),
		);
	});
});

describe('the event id', () => {
	it.each(CHATLIO_EVENTS.map(({ kind }) => kind))(
		'of an event with its parts is the one the package computes: %s',
		(kind) => {
			const { source } = chatlioPayloadMappings('acme', kind).find(
				({ destination }) => destination === '_id',
			)!;
			const texts = fc.option(fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer()), {
				nil: undefined,
			});
			const payloads = fc.record({
				email: texts,
				message: texts,
				endedAt: texts,
				messages: fc.option(fc.array(fc.constant({})), { nil: undefined }),
				visitor: fc.option(fc.record({ UUID: texts, email: texts }), { nil: undefined }),
			});
			fc.assert(
				fc.property(payloads, texts, (payload, known) => {
					// Without its parts, the package hashes the whole payload, which no function can.
					const conversationUUID = known === undefined || known === '' ? 'c' : known;
					const sent = JSON.parse(JSON.stringify({ ...payload, conversationUUID })) as JsonObject;
					expect(compute(source, sent)).toBe(eventIdOf(kind, sent));
				}),
			);
		},
	);
});

describe('a mapping set', () => {
	const mappings = [
		{ source: 'visitor.UUID', destination: '_acme.chat.visitorId' },
		{ source: 'visitor', destination: '_acme.visitor' },
		{ source: 'messages[*].text', destination: '_acme.chat.messages[*].text' },
		{ source: 'now()', destination: 'timestamp', sourceType: 'EXPRESSION' },
		{ source: 'upper(visitor.email)', destination: 'id.Email[0].id', sourceType: 'EXPRESSION' },
		{ source: 'chat', destination: 'eventType', sourceType: 'STATIC' },
	].map(normalizeMapping);

	it('makes a record without nulls of anything, and says why of what is missing', () => {
		const sources = fc.record({
			visitor: fc.oneof(fc.jsonValue(), fc.record({ UUID: fc.jsonValue(), email: fc.jsonValue() })),
			messages: fc.oneof(fc.jsonValue(), fc.array(fc.record({ text: fc.jsonValue() }))),
		});
		fc.assert(
			fc.property(sources, (any) => {
				const source = JSON.parse(JSON.stringify(any)) as JsonObject;
				const { record, warnings } = applyMapping(mappings, source, { now });
				expect(record).toMatchObject({ timestamp: '2021-10-26T10:10:24Z', eventType: 'chat' });
				expect(hasNull(record)).toBe(false);
				expect(isObject(record) && warnings.every(({ exception }) => exception !== '')).toBe(true);
				expect(applyMapping(mappings, source, { now })).toEqual({ record, warnings });
			}),
		);
	});
});

describe('what is remembered', () => {
	it('is computed once, until there is more than is kept', () => {
		const asked: string[] = [];
		const lengthOf = remember((text) => asked.push(text) && text.length, 2);
		expect(['a', 'bb', 'a', 'bb', 'ccc', 'a'].map(lengthOf)).toEqual([1, 2, 1, 2, 3, 1]);
		expect(asked).toEqual(['a', 'bb', 'ccc', 'a']);
	});
});
