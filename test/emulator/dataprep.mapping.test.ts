import {
	applyMapping,
	normalizeMapping,
	validateMapping,
	type Mapping,
} from '../../emulator/dataprep/applyMapping.mts';
import type { JsonObject } from '../../emulator/json.mts';

const now = new Date('2021-10-26T10:10:24Z');

const text = { type: 'string' };

/** A target as the registry resolves it. */
const targetSchema: JsonObject = {
	type: 'object',
	properties: {
		_id: text,
		timestamp: { type: 'string', format: 'date-time' },
		eventType: text,
		birthDate: { type: 'string', format: 'date' },
		person: {
			type: 'object',
			properties: { name: { type: 'object', properties: { firstName: text, lastName: text } } },
		},
		identityMap: {
			type: 'object',
			additionalProperties: {
				type: 'array',
				items: { type: 'object', properties: { id: text, primary: { type: 'boolean' } } },
			},
		},
		_acme: {
			type: 'object',
			properties: {
				count: { type: 'integer' },
				score: { type: 'number' },
				flag: { type: 'boolean' },
				tags: { type: 'array', items: text },
				numbers: { type: 'array', items: { type: 'integer' } },
				anyArray: { type: 'array' },
				traits: { type: 'object', additionalProperties: text },
				free: { type: 'object' },
				chat: {
					type: 'object',
					properties: {
						visitorId: text,
						messages: {
							type: 'array',
							items: { type: 'object', properties: { text, sentAt: text } },
						},
					},
				},
			},
		},
	},
};

const attribute = (source: string, destination: string): Mapping => ({
	sourceType: 'ATTRIBUTE',
	source,
	destination,
});

const expression = (source: string, destination: string): Mapping => ({
	...attribute(source, destination),
	sourceType: 'EXPRESSION',
});

const constant = (source: string, destination: string): Mapping => ({
	...attribute(source, destination),
	sourceType: 'STATIC',
});

const map = (mappings: Mapping[], source: JsonObject) =>
	applyMapping(mappings, source, { targetSchema, now });

const recordOf = (mappings: Mapping[], source: JsonObject) => map(mappings, source).record;

const exceptionsOf = (mappings: Mapping[], source: JsonObject) =>
	map(mappings, source).warnings.map(({ exception }) => exception);

describe("Adobe's examples", () => {
	it('the preview: numbers become texts where the target is text', () => {
		const mappings = [
			attribute('id', '_id'),
			attribute('firstName', 'person.name.firstName'),
			attribute('lastName', 'person.name.lastName'),
		];
		expect(map(mappings, { id: 1234, firstName: 'Jim', lastName: 'Seltzer' })).toEqual({
			record: { _id: '1234', person: { name: { firstName: 'Jim', lastName: 'Seltzer' } } },
			warnings: [],
		});
	});

	it('an attribute, an expression and a static value', () => {
		const mappings = [
			attribute('visitor.UUID', '_acme.chat.visitorId'),
			expression('date(ts,"yyyy-MM-dd HH:mm:ss")', 'timestamp'),
			constant('chat.message', 'eventType'),
		];
		const source = { visitor: { UUID: '2d3f' }, ts: '2025-01-31 12:00:00' };
		expect(recordOf(mappings, source)).toEqual({
			_acme: { chat: { visitorId: '2d3f' } },
			timestamp: '2025-01-31T12:00:00Z',
			eventType: 'chat.message',
		});
	});

	it('what cannot be computed leaves its target empty and a warning; the rest continues', () => {
		const mappings = [
			expression('date(ts,"yyyy")', 'timestamp'),
			constant('chat.message', 'eventType'),
		];
		expect(map(mappings, { ts: 'soon' })).toEqual({
			record: { eventType: 'chat.message' },
			warnings: [
				{
					source: 'date(ts,"yyyy")',
					destination: 'timestamp',
					sourceType: 'EXPRESSION',
					exception: '"soon" is no date in the format yyyy',
				},
			],
		});
	});

	it('a source that is not there leaves its target empty without a warning', () => {
		const mappings = [attribute('visitor.email', '_id'), expression('nullify()', 'eventType')];
		expect(map(mappings, { eventType: 'x' })).toEqual({ record: {}, warnings: [] });
	});
});

describe('without a target schema', () => {
	it('values stay what they are, dates as ISO texts', () => {
		const mappings = [attribute('a', 'x.y'), expression('now()', 't')];
		expect(applyMapping(mappings, { a: { b: [1, null], c: null } }, { now })).toEqual({
			record: { x: { y: { b: [1] } }, t: '2021-10-26T10:10:24Z' },
			warnings: [],
		});
	});
});

describe('a target in a map', () => {
	const rows = [
		attribute('traits', '_acme.traits'),
		attribute('traits.plan', '_acme.traits.plan'),
		attribute('ids', 'identityMap.Email'),
	];
	const values = { traits: { plan: 'pro' }, ids: [{ id: 'a@example.com', primary: true }] };
	const identityMap = { Email: values.ids };

	it('is filled if maps are supported', () => {
		const { record, warnings } = map(rows, values);
		expect([record, warnings]).toEqual([{ _acme: { traits: { plan: 'pro' } }, identityMap }, []]);
	});

	it('stays empty with a warning if they are not; an identity map is filled', () => {
		const { record, warnings } = applyMapping(rows, values, {
			targetSchema,
			now: new Date(),
			mapTargets: 'unsupported',
		});
		expect(record).toEqual({ identityMap });
		expect(warnings).toEqual([
			expect.objectContaining({
				destination: '_acme.traits',
				exception: 'Maps are not supported as targets',
			}),
			expect.objectContaining({ destination: '_acme.traits.plan' }),
		]);
	});
});

describe('conversion to the target field', () => {
	it.each<[unknown, string, unknown]>([
		[7, '_id', '7'],
		[true, '_id', 'true'],
		['', '_id', ''],
		['12', '_acme.count', 12],
		[12, '_acme.count', 12],
		['1.5', '_acme.score', 1.5],
		['YES', '_acme.flag', true],
		['Off', '_acme.flag', false],
		[true, '_acme.flag', true],
		['2020-12-31 11:24:35-0800', 'timestamp', '2020-12-31T11:24:35-08:00'],
		['12/31/2020', 'birthDate', '2020-12-31'],
		[['a', 1, null], '_acme.tags', ['a', '1']],
		[['1', 2], '_acme.numbers', [1, 2]],
		[[{ a: 1 }], '_acme.anyArray', [{ a: 1 }]],
		[{ plan: 'pro', seats: 3, none: null }, '_acme.traits', { plan: 'pro', seats: '3' }],
		[{ a: { b: [1] } }, '_acme.free', { a: { b: [1] } }],
		[{}, '_acme.traits', undefined],
	])('%j goes to %s as %j', (value, destination, expected) => {
		const { record, warnings } = map([attribute('value', destination)], { value });
		const found = destination
			.split('.')
			.reduce<unknown>((inner, key) => (inner as JsonObject | undefined)?.[key], record);
		expect(found).toEqual(expected);
		expect(warnings).toEqual([]);
	});

	it.each<[unknown, string, string]>([
		['many', '_acme.count', 'A number is needed, found "many"'],
		['', '_acme.count', 'A number is needed, found ""'],
		[1.5, '_acme.count', 'A whole number is needed, found 1.5'],
		['maybe', '_acme.flag', 'True or false is needed, found "maybe"'],
		[1, '_acme.flag', 'True or false is needed, found 1'],
		[{ a: 1 }, '_id', 'A text is needed, found an object'],
		[['a'], '_id', 'A text is needed, found an array'],
		['a', '_acme.tags', 'An array is needed, found "a"'],
		['a', 'person', 'An object is needed, found "a"'],
		['tomorrow', 'timestamp', '"tomorrow" is in none of the date formats'],
		[1738324800000, 'timestamp', '"1738324800000" is in none of the date formats'],
		// Chatlio's six digits of a second need date() with their own format.
		['2016-02-07T11:02:17.839766-08:00', 'timestamp', 'is in none of the date formats'],
	])('%j cannot go to %s: %s', (value, destination, sentence) => {
		const { record, warnings } = map([attribute('value', destination)], { value });
		expect(record).toEqual({});
		expect(warnings).toHaveLength(1);
		expect(warnings[0].exception).toContain(sentence);
	});

	it('a computed date goes to a date field in its form', () => {
		expect(recordOf([expression('now()', 'birthDate')], {})).toEqual({ birthDate: '2021-10-26' });
	});

	it('a static value is converted like any other', () => {
		expect(recordOf([constant('5', '_acme.count')], {})).toEqual({ _acme: { count: 5 } });
	});

	it('a destination the schema does not have takes the value as it is', () => {
		expect(recordOf([attribute('a', '_acme.none.x')], { a: 1 })).toEqual({
			_acme: { none: { x: 1 } },
		});
	});
});

describe('copying whole objects and arrays', () => {
	it('copies children with equal names and leaves the others behind', () => {
		const source = { who: { firstName: 'Jim', lastName: 5, age: 40 } };
		expect(recordOf([attribute('who', 'person.name')], source)).toEqual({
			person: { name: { firstName: 'Jim', lastName: '5' } },
		});
	});

	it('leaves the target empty when no child has an equal name', () => {
		expect(map([attribute('who', 'person.name')], { who: { age: 40 } })).toEqual({
			record: {},
			warnings: [],
		});
	});

	it('leaves out a child that cannot be converted, with a warning that names it', () => {
		const source = { all: [{ text: 'Hi' }, { text: { no: 'text' } }, { text: 'Ho', extra: 1 }] };
		expect(map([attribute('all', '_acme.chat.messages')], source)).toMatchObject({
			record: { _acme: { chat: { messages: [{ text: 'Hi' }, { text: 'Ho' }] } } },
			warnings: [{ exception: '[1]: text: A text is needed, found an object' }],
		});
	});

	it('later mappings add to a copied object and replace its fields', () => {
		const mappings = [
			attribute('who', 'person.name'),
			constant('Bob', 'person.name.firstName'),
			attribute('other', 'person.name'),
		];
		const source = { who: { firstName: 'Jim' }, other: { lastName: 'Smith' } };
		expect(recordOf(mappings, source)).toEqual({
			person: { name: { firstName: 'Bob', lastName: 'Smith' } },
		});
	});

	it('never writes to the source', () => {
		const source = { who: { firstName: 'Jim' } };
		recordOf([attribute('who', 'person.name'), constant('Bob', 'person.name.firstName')], source);
		expect(source).toEqual({ who: { firstName: 'Jim' } });
	});

	it('drops keys that reach into JavaScript', () => {
		const source = JSON.parse(
			'{"a":{"__proto__":{"polluted":1},"constructor":{"x":1},"b":{"prototype":1,"c":2}}}',
		) as JsonObject;
		const { record } = applyMapping([attribute('a', 'x')], source, { now });
		expect(JSON.stringify(record)).toBe('{"x":{"b":{"c":2}}}');
		expect(recordOf([attribute('a', '_acme.free')], source)).toEqual({
			_acme: { free: { b: { c: 2 } } },
		});
		expect(({} as JsonObject).polluted).toBeUndefined();
	});

	it('does not fall over an object nested without end', () => {
		const depth = 20_000;
		const source = JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`) as JsonObject;
		const mappings = [attribute('a', '_acme.free'), constant('x', 'eventType')];
		expect(map(mappings, source)).toMatchObject({
			record: { eventType: 'x' },
			warnings: [{ exception: 'The value is too large to be computed' }],
		});
	});
});

describe('iteration', () => {
	const source = {
		messages: [
			{ text: 'Hi', user: 'v', parts: [{ n: 1 }, { n: 2 }] },
			{ user: 'a', parts: [] },
			{ text: 'Bye', parts: [{ n: 3 }] },
		],
		names: ['x', 'y'],
	};

	const free = (mappings: Mapping[]) => applyMapping(mappings, source, { now }).record;

	it('each element of the source goes to its own element, gaps included', () => {
		const mappings = [
			attribute('messages[*].text', 'out[*].body'),
			attribute('messages[*].user', 'out[*].who'),
		];
		expect(free(mappings)).toEqual({
			out: [{ body: 'Hi', who: 'v' }, { who: 'a' }, { body: 'Bye' }],
		});
	});

	it('an element of which nothing is left is left out', () => {
		expect(free([attribute('messages[*].user', 'out[*]')])).toEqual({ out: ['v', 'a'] });
	});

	it('an expression is computed for each element', () => {
		expect(free([expression('concat(upper(messages[*].text), "!")', 'out[*].body')])).toEqual({
			out: [{ body: 'HI!' }, { body: '!' }, { body: 'BYE!' }],
		});
	});

	it('two arrays are walked together, as far as the longer goes', () => {
		expect(free([expression('concat(names[*], messages[*].text)', 'out[*]')])).toEqual({
			out: ['xHi', 'y', 'Bye'],
		});
	});

	it('arrays in arrays keep their shape', () => {
		expect(free([attribute('messages[*].parts[*].n', 'out[*].list[*].value')])).toEqual({
			out: [{ list: [{ value: 1 }, { value: 2 }] }, { list: [{ value: 3 }] }],
		});
	});

	it('what is iterated more often than its destination arrives as an array', () => {
		expect(free([attribute('messages[*].user', 'users')])).toEqual({ users: ['v', 'a'] });
		expect(free([attribute('messages[*].parts[*].n', 'out[*]')])).toEqual({
			out: [[1, 2], [], [3]],
		});
	});

	it('what is no array is not iterated', () => {
		expect(free([attribute('messages[0].text[*].x', 'out[*]')])).toEqual({});
	});

	it('elements are converted to the target, one warning for each that cannot be', () => {
		const bad = { numbers: ['1', 'two', '3', {}] };
		expect(map([attribute('numbers[*]', '_acme.numbers[*]')], bad)).toMatchObject({
			record: { _acme: { numbers: [1, 3] } },
			warnings: [
				{ exception: 'A number is needed, found "two"' },
				{ exception: 'A number is needed, found an object' },
			],
		});
	});
});

describe('destinations', () => {
	it('an index makes its array', () => {
		const mappings = [
			attribute('email', 'identityMap.Email[0].id'),
			expression('true', 'identityMap.Email[0].primary'),
			attribute('id', 'identityMap.${Visitor.ID}[0].id'),
			attribute('id', 'identityMap.a\\.b[0].id'),
		];
		expect(recordOf(mappings, { email: 'a@b.c', id: 5 })).toEqual({
			identityMap: {
				Email: [{ id: 'a@b.c', primary: true }],
				'Visitor.ID': [{ id: '5' }],
				'a.b': [{ id: '5' }],
			},
		});
	});

	it('an index after a gap closes up', () => {
		expect(recordOf([constant('x', '_acme.tags[3]')], {})).toEqual({ _acme: { tags: ['x'] } });
	});

	it.each([
		[[constant('x', 'a'), constant('y', 'a.b')], 'a already holds another kind of value'],
		[[constant('x', 'a[0]'), constant('y', 'a.b')], 'a already holds another kind of value'],
		[[constant('x', 'a.b'), constant('y', 'a[0].c')], 'a already holds another kind of value'],
		[[constant('x', 'a[0].b'), constant('y', 'a[0].b.c')], 'a.0.b already holds another kind'],
	])('%j: the second gives a warning', (mappings, sentence) => {
		const { record, warnings } = map(mappings, {});
		expect(warnings).toHaveLength(1);
		expect(warnings[0].exception).toContain(sentence);
		expect(JSON.stringify(record)).toContain('"x"');
	});

	it.each([
		['', 'The mapping has no destination'],
		['.a', 'The destination .a cannot be read at position 0'],
		['a.', 'The destination a. cannot be read at position 1'],
		['a..b', 'The destination a..b cannot be read at position 1'],
		['[0]', 'The destination [0] cannot be read at position 0'],
		['a[x]', 'The destination a[x] cannot be read at position 1'],
		['a[0]b', 'The destination a[0]b cannot be read at position 4'],
		['a{b', 'The destination a{b cannot be read at position 1'],
		['a[10000]', 'The index 10000 is above 9999'],
		['__proto__.x', 'A field may not be called __proto__'],
		['a.constructor', 'A field may not be called constructor'],
		['a.${prototype}', 'A field may not be called prototype'],
		['a.b'.repeat(60).replaceAll('ba', 'b.a'), 'The destination has more than 100 steps'],
	])('"%s": %s', (destination, sentence) => {
		expect(exceptionsOf([constant('x', destination)], {})).toEqual([sentence]);
		expect(validateMapping(constant('x', destination))).toBe(sentence);
	});
});

describe('normalizing', () => {
	it('keeps the modern form', () => {
		const mapping = {
			sourceType: 'EXPRESSION',
			source: 'now()',
			destination: 'timestamp',
			name: 'when',
			description: 'Time of arrival',
		};
		expect(normalizeMapping({ ...mapping, version: 0, id: 'x' })).toEqual(mapping);
	});

	it('reads the legacy form', () => {
		const legacy = {
			destinationXdmPath: 'person.name.firstName',
			sourceAttribute: 'firstName',
			identity: false,
			version: 0,
		};
		expect(normalizeMapping(legacy)).toEqual(attribute('firstName', 'person.name.firstName'));
	});

	it.each([
		['text/x.schema-path', 'ATTRIBUTE'],
		['text/x.aep-xl', 'EXPRESSION'],
		['STATIC', 'STATIC'],
	])('reads the source type %s', (sourceType, expected) => {
		expect(normalizeMapping({ sourceType, source: 'a', destination: 'b' }).sourceType).toBe(
			expected,
		);
	});

	it.each<[unknown, string]>([
		[null, 'A mapping is an object with source and destination'],
		[[], 'A mapping is an object with source and destination'],
		[{ source: 'a' }, 'A mapping needs the text destination'],
		[{ destination: 'a', source: 5 }, 'A mapping needs the text source'],
		[{ source: 'a', destination: 'b', sourceType: 'X' }, 'The sourceType of a mapping is one of'],
		[{ source: 'a', destination: 'b', sourceType: 1 }, 'The sourceType of a mapping is one of'],
		[
			{ source: 'a', destination: 'b', sourceType: 'constructor' },
			'The sourceType of a mapping is one of',
		],
	])('%j: %s', (raw, sentence) => {
		expect(() => normalizeMapping(raw)).toThrow(
			expect.objectContaining({ statusCode: 400, message: expect.stringContaining(sentence) }),
		);
	});
});

describe('validating', () => {
	it.each([
		attribute('visitor.UUID', '_acme.chat.visitorId'),
		attribute('messages[*].text', '_acme.chat.messages[*].text'),
		attribute('list[0]', '_id'),
		expression('concat("a", upper(b))', '_id'),
		expression('ua_os_name(agent)', '_id'),
		constant('', 'eventType'),
		constant('not ( an expression', 'eventType'),
		attribute('email', 'identityMap.Email[0].id'),
	])('accepts %j', (mapping) => {
		expect(validateMapping(mapping, targetSchema)).toBeUndefined();
	});

	it.each<[Mapping, string]>([
		[attribute('', '_id'), 'The expression ends where a name is needed'],
		[attribute('lower(a)', '_id'), 'The attribute lower(a) is no path: use EXPRESSION'],
		[attribute('a.get("b")', '_id'), 'The attribute a.get("b") is no path: use EXPRESSION'],
		[attribute('"a".b', '_id'), 'The attribute "a".b is no path: use EXPRESSION'],
		[expression('nosuch(a)', '_id'), 'Data Prep has no function nosuch()'],
		[expression('lower(upper())', '_id'), 'upper() takes 1 argument, not 0'],
		[expression('{"a": [nosuch(1)]}', '_id'), 'Data Prep has no function nosuch()'],
		[expression('a[nosuch(1)].get(1)', '_id'), 'Data Prep has no function nosuch()'],
		[expression('!a.get(nosuch(1))', '_id'), 'Data Prep has no function nosuch()'],
		[expression('(1 + a)', 'x[*].y'), 'The destination x[*].y iterates more often than its source'],
		[constant('a', 'x[*]'), 'The destination x[*] iterates more often than its source'],
		[attribute('a', '_acme.none'), 'The target schema has no field _acme.none'],
		[attribute('a', '_id.none'), 'The target schema has no field _id.none'],
		[attribute('a', '_id[0]'), 'The target schema has no field _id[0]'],
		[attribute('a', '_acme.tags[0].x'), 'The target schema has no field _acme.tags[0].x'],
	])('%j: %s', (mapping, sentence) => {
		expect(validateMapping(mapping, targetSchema)).toBe(sentence);
	});

	it('what validating refuses gives a warning when it is applied all the same', () => {
		expect(exceptionsOf([attribute('lower(a)', '_id')], {})).toEqual([
			'The attribute lower(a) is no path: use EXPRESSION',
		]);
	});

	it('without a schema any destination will do', () => {
		expect(validateMapping(attribute('a', 'anything.goes'))).toBeUndefined();
	});
});
