import { isForProfile, profileViolations } from '../../../lib/xdm/validate/profileRules';
import type { XdmSchema } from '../../../lib/xdm/validate/xdmSchema';
import { validateRecord } from '../../../lib/xdm/validate/validateRecord';

/** The rules that a value breaks as the field `f` of a record. */
const broken = (schema: XdmSchema, value: unknown) =>
	validateRecord({ properties: { f: schema } }, { f: value }).violations.map(({ rule }) => rule);

describe('a value', () => {
	it.each([
		['string', 5, 'expected type: String, found: Long'],
		['string', 1.5, 'expected type: String, found: Double'],
		['integer', '5', 'expected type: Integer, found: String'],
		['integer', 1.5, 'expected type: Integer, found: Double'],
		['number', true, 'expected type: Number, found: Boolean'],
		['boolean', null, 'expected type: Boolean, found: Null'],
		['array', {}, 'expected type: JSONArray, found: JSONObject'],
		['object', [], 'expected type: JSONObject, found: JSONArray'],
	])('of the type %s is not %j', (type, value, rule) => {
		expect(broken({ type }, value)).toEqual([rule]);
	});

	it.each<[XdmSchema, unknown, string]>([
		[{ type: 'string', enum: ['a', 'b'] }, 'c', 'c is not a valid enum value'],
		[
			{ type: 'string', pattern: '^[A-Z]{2}$' },
			'usa',
			'string [usa] does not match pattern ^[A-Z]{2}$',
		],
		[{ type: 'string', minLength: 2 }, 'é', 'expected minLength: 2, actual: 1'],
		[{ type: 'string', maxLength: 1 }, '🙂🙂', 'expected maxLength: 1, actual: 2'],
		[{ type: 'string', format: 'email' }, 'a', '[a] is not a valid email address'],
		[{ type: 'number', minimum: 1 }, 0, '0 is not greater or equal to 1'],
		[{ type: 'number', maximum: 1 }, 2, '2 is not less or equal to 1'],
		[{ type: 'number', exclusiveMinimum: 1 }, 1, '1 is not greater than 1'],
		[{ type: 'number', exclusiveMaximum: 1 }, 1, '1 is not less than 1'],
		[{ type: 'integer' }, 3e9, '3000000000 is not less or equal to 2147483648'],
		[{ type: 'integer', 'meta:xdmType': 'byte' }, -200, '-200 is not greater or equal to -128'],
		[{ type: 'array', minItems: 1 }, [], 'expected minimum item count: 1, found: 0'],
		[{ type: 'array', maxItems: 1 }, [1, 2], 'expected maximum item count: 1, found: 2'],
	])('breaks the rule of %j', (schema, value, rule) => {
		expect(broken(schema, value)).toEqual([rule]);
	});

	it.each<[XdmSchema, unknown]>([
		[{ type: 'integer', 'meta:xdmType': 'long' }, 3e9],
		[{ type: 'integer', maximum: 1e12 }, 3e9],
		[{ type: 'integer', 'meta:xdmType': 'huge' }, 5],
		[{ type: 'string', pattern: '(' }, 'what no pattern says'],
		[{ type: 'string', format: 'unheard-of' }, 'x'],
		[{ type: 'string', enum: ['a'] }, 'a'],
		[{ type: 'unheard-of' }, 5],
		[{}, null],
		[{ type: 'array' }, [1, 'a', null]],
		[{ type: 'object' }, { any: 'key' }],
		[{ type: 'object', additionalProperties: { type: 'string' } }, { any: 'text' }],
	])('fits %j', (schema, value) => {
		expect(broken(schema, value)).toEqual([]);
	});

	it.each([
		['hostname', 'www.example.com', true],
		['hostname', 'www.example.com.', true],
		['hostname', '-www.example.com', false],
		['hostname', `${'a'.repeat(64)}.com`, false],
		['hostname', `${'abc.'.repeat(70)}com`, false],
		['uri-reference', '/page?a=b#c', true],
		['uri-reference', 'a b', false],
		['uri-reference', '/page#a b', false],
		['uri', 'https://[::1]:80/x', true],
		['uri', 'https://[::1]:80/x y', false],
		['date', 'today', false],
		['email', 'a.b+c@sub.example.com', true],
		['email', '.a@example.com', false],
		['email', 'a@example', false],
		['email', 'a@b@example.com', false],
		['email', 'a@-example.com', false],
		['date-time', '2026-01-31T12:00:00+18:00', true],
		['date-time', '2026-02-30T12:00:00Z', false],
		['date-time', '2026-01-31T24:00:00Z', false],
		['date-time', '2026-01-31T12:00:00+18:01', false],
		['date-time', '2026-01-31T12:00:00', false],
	])('of the format %s: %s fits: %s', (format, text, fits) => {
		expect(broken({ type: 'string', format }, text)).toHaveLength(fits ? 0 : 1);
	});
});

describe('a pattern', () => {
	const notChecked = (pattern: unknown, text: string) =>
		validateRecord({ properties: { f: { pattern } as XdmSchema } }, { f: text });

	it.each(['(', '(?=a)b', '(?<!a)b', '(a)\\1', '\\p{L}', '[a-z&&[^b]]', '((a{99}){99}){99}', 5])(
		'that only Adobe can read is reported: %s',
		(pattern) => {
			expect(notChecked(pattern, 'any')).toEqual({
				violations: [],
				notChecked: [
					{ field: 'f', pattern: String(pattern), why: 'only Adobe can read this pattern' },
				],
			});
		},
	);

	it('is reported if the text is too long for it', () => {
		const long = 'a'.repeat(10_001);
		expect(notChecked('^b$', long)).toEqual({
			violations: [],
			notChecked: [{ field: 'f', pattern: '^b$', why: 'the text has 10001 characters' }],
		});
		expect(notChecked('^b$', long.slice(1))).toMatchObject({
			violations: [{ field: 'f' }],
			notChecked: [],
		});
	});

	it('is reported at most a hundred times', () => {
		const schema = { properties: { f: { items: { pattern: '(' } } } };
		const { notChecked } = validateRecord(schema, { f: new Array(1_000).fill('a') });
		expect(notChecked).toHaveLength(100);
	});
});

describe('a record', () => {
	it('is reported with every field that differs, at any depth', () => {
		const schema: XdmSchema = {
			type: 'object',
			required: ['_id'],
			properties: {
				_id: { type: 'string' },
				list: { type: 'array', items: { type: 'object', properties: { a: { type: 'string' } } } },
				closed: { type: 'object', additionalProperties: false },
			},
		};
		const record = { list: [{ a: 'x' }, { a: 1, b: 2 }], closed: { c: 1 }, '': 0 };
		expect(validateRecord(schema, record).violations.map(({ field }) => field)).toEqual([
			'_id',
			'list.1.a',
			'list.1.b',
			'closed.c',
			'(record)',
		]);
	});

	it('is reported with at most a hundred violations', () => {
		const schema: XdmSchema = {
			properties: { list: { type: 'array', items: { type: 'string' } }, map: { properties: {} } },
		};
		const many = Array.from({ length: 1_000 }, (_, index) => index);
		expect(validateRecord(schema, { list: many }).violations).toHaveLength(100);
		const keys = Object.fromEntries(many.map((index) => [`k${index}`, 1]));
		expect(validateRecord(schema, { map: keys }).violations).toHaveLength(100);
	});

	it('may be nested to any depth where the schema says nothing', () => {
		let deep: object = {};
		for (let depth = 0; depth < 100_000; depth++) deep = { deep };
		const { violations } = validateRecord(
			{ properties: { any: { type: 'object' } } },
			{ any: deep },
		);
		expect(violations).toEqual([]);
	});

	it('cannot use properties that every object inherits', () => {
		const record: unknown = JSON.parse('{"__proto__":{"a":1},"constructor":1,"toString":2}');
		const schema: XdmSchema = { type: 'object', properties: {}, required: ['valueOf'] };
		expect(validateRecord(schema, record).violations.map(({ field }) => field)).toEqual([
			'valueOf',
			'__proto__',
			'constructor',
			'toString',
		]);
	});
});

describe('an event for Profile', () => {
	const known = new Set(['Email', 'ECID']);
	const rules = (identityMap: unknown) =>
		profileViolations({ identityMap }, known).map(({ field, rule, fix }) => [field, rule, fix]);

	it('has a schema that is enabled for Profile', () => {
		expect(isForProfile({ 'meta:immutableTags': ['union'] })).toBe(true);
		expect(isForProfile({ 'meta:immutableTags': [] })).toBe(false);
		expect(isForProfile({})).toBe(false);
	});

	it('has namespaces that exist, with the same spelling', () => {
		expect(rules({ Email: [{ id: 'a', primary: true }] })).toEqual([]);
		expect(rules({ email: [{ id: 'a', primary: true }] })).toEqual([
			['identityMap.email', expect.any(String), 'Write it Email: upper and lower case matter.'],
		]);
		expect(rules({ Other: [{ id: 'a', primary: true }] })).toEqual([
			['identityMap.Other', expect.any(String), expect.stringContaining('never be deleted')],
		]);
	});

	it('has exactly one primary identity', () => {
		expect(rules({ Email: [null, { id: 'a' }] })).toHaveLength(1);
		expect(rules({ Email: [{ primary: true }], ECID: [{ primary: true }] })).toHaveLength(1);
	});

	it('is not reported twice for what its schema says', () => {
		expect(rules('text')).toEqual([]);
		expect(rules(null)).toEqual([]);
	});
});

test('reports a pattern as not checked once a record has used up the work allowed for patterns', () => {
	const pattern = '(a|a|a|a|a|a|a|a){1,90}b';
	const schema = { properties: { a: { type: 'array', items: { type: 'string', pattern } } } };
	const record = { a: Array.from({ length: 200 }, () => 'a'.repeat(9_990)) };
	const { violations, notChecked } = validateRecord(schema, record);
	expect(violations.length + notChecked.length).toBe(100);
	expect(notChecked[0].why).toBe('the record has too much text for its patterns');
});
