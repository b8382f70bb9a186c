import type { JsonObject } from '../../emulator/json.mts';
import { schemaMistakes } from '../../emulator/xdm/checkSchema.mts';
import { resolveSchema } from '../../emulator/xdm/resolve.mts';
import { standardResources } from '../../emulator/xdm/standard.mts';
import { createValidator, summarize, type Violation } from '../../emulator/xdm/validate.mts';
import { expectLinear } from '../harness/growth.mts';

const lookup = (id: string) => standardResources.find(({ $id }) => $id === id)?.schema;

const schema = resolveSchema(
	{
		$id: 'https://ns.adobe.com/acme/schemas/1',
		$schema: 'http://json-schema.org/draft-06/schema#',
		type: 'object',
		allOf: standardResources
			.filter(({ $id }) => !/\/(profile|record)/.test($id))
			.map(({ $id }) => ({ $ref: $id })),
		properties: {
			_acme: {
				properties: {
					email: { type: 'string', format: 'email' },
					day: { type: 'string', format: 'date' },
					site: { type: 'string', format: 'uri' },
					code: { type: 'string', pattern: '^[A-Z]{2}$', minLength: 2, maxLength: 4 },
					score: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 10, multipleOf: 0.5 },
					count: { type: 'integer' },
					total: { type: 'integer', 'meta:xdmType': 'long' },
					small: { type: 'integer', 'meta:xdmType': 'byte' },
					flag: { type: 'boolean' },
					tags: {
						type: 'array',
						items: { type: 'string' },
						minItems: 1,
						maxItems: 2,
						uniqueItems: true,
					},
					traits: {
						type: 'object',
						additionalProperties: { type: 'string' },
						minProperties: 1,
						maxProperties: 2,
					},
				},
			},
		},
	},
	lookup,
);

const validate = createValidator(schema);

const event = { _id: '1', timestamp: '2025-01-31T12:00:00Z' };

const leaf = (keyword: string, message: string, path = '', location = ''): Violation => ({
	schemaLocation: `#${location || path.replaceAll('/', '/properties/')}`,
	pointerToViolation: `#${path}`,
	causingExceptions: [],
	keyword,
	message,
});

const messages = (own: unknown) =>
	validate({ ...event, _acme: own }).map(({ keyword, message }) => `${keyword}: ${message}`);

describe("Adobe's own examples", () => {
	it('accepts the smallest event', () => {
		expect(validate(event)).toEqual([]);
	});

	it('accepts a web-chat event with identity, page and environment', () => {
		const full = {
			...event,
			eventType: 'chat.message',
			producedBy: 'self',
			identityMap: {
				Email: [{ id: 'visitor@example.com', authenticatedState: 'ambiguous', primary: true }],
			},
			web: {
				webPageDetails: { URL: 'https://example.com/pricing' },
				webReferrer: { URL: 'https://www.example.org/' },
			},
			environment: { browserDetails: { userAgent: 'Mozilla/5.0' }, ipV4: '203.0.113.7' },
		};
		expect(validate(full)).toEqual([]);
	});

	it('answers the three violations of the streaming validation guide in its words', () => {
		const bad = { ...event, _id: 7, workEmail: 'a@b.c', person: {} };
		expect(summarize(validate(bad))).toEqual({
			schemaLocation: '#',
			pointerToViolation: '#',
			message: '3 schema violations found',
			causingExceptions: [
				leaf('additionalProperties', 'extraneous key [workEmail] is not permitted'),
				leaf('additionalProperties', 'extraneous key [person] is not permitted'),
				leaf('type', 'expected type: String, found: Long', '/_id'),
			],
		});
	});

	it('answers the timestamp of the failed-batches guide in its words', () => {
		const forms =
			"[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1-9}Z, yyyy-MM-dd'T'HH:mm:ss[+-]HH:mm, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,9}[+-]HH:mm]";
		expect(validate({ ...event, timestamp: '2018-00-23T22:07:01Z' })).toEqual([
			leaf(
				'format',
				`[2018-00-23T22:07:01Z] is not a valid date-time. Expected ${forms}`,
				'/timestamp',
			),
		]);
	});
});

describe('presence and unknown keys', () => {
	it('names each required key that is missing', () => {
		expect(validate({})).toEqual([
			leaf('required', 'required key [_id] not found'),
			leaf('required', 'required key [timestamp] not found'),
		]);
	});

	it('does not take inherited names for keys of the record', () => {
		const needsToString = createValidator({ type: 'object', required: ['toString'] });
		expect(needsToString({}).map(({ message }) => message)).toEqual([
			'required key [toString] not found',
		]);
	});

	it('refuses a key called __proto__ like every unknown key', () => {
		const hostile: unknown = JSON.parse(
			`{"_id":"1","timestamp":"${event.timestamp}","__proto__":{}}`,
		);
		expect(validate(hostile).map(({ message }) => message)).toEqual([
			'extraneous key [__proto__] is not permitted',
		]);
	});

	it('names the schema and the place in a map and in an array', () => {
		const bad = { ...event, identityMap: { Email: [{ id: 5 }] } };
		expect(validate(bad)).toEqual([
			leaf(
				'type',
				'expected type: String, found: Long',
				'/identityMap/Email/0/id',
				'/properties/identityMap/additionalProperties/items/properties/id',
			),
		]);
	});
});

describe('types', () => {
	it.each([
		[{ flag: 'yes' }, 'expected type: Boolean, found: String'],
		[{ flag: null }, 'expected type: Boolean, found: Null'],
		[{ email: null }, 'expected type: String, found: Null'],
		[{ email: true }, 'expected type: String, found: Boolean'],
		[{ email: 1.5 }, 'expected type: String, found: Double'],
		[{ count: 1.5 }, 'expected type: Integer, found: Double'],
		[{ count: '1' }, 'expected type: Integer, found: String'],
		[{ score: '1' }, 'expected type: Number, found: String'],
		[{ tags: {} }, 'expected type: JSONArray, found: JSONObject'],
		[{ traits: ['a'] }, 'expected type: JSONObject, found: JSONArray'],
		[{ traits: { a: 1 } }, 'expected type: String, found: Long'],
	])('%j: %s', (own, message) => {
		expect(messages(own)).toEqual([`type: ${message}`]);
	});

	it('says once that a value of the wrong type is none of the listed ones', () => {
		expect(validate({ ...event, producedBy: 3 }).map(({ keyword }) => keyword)).toEqual(['type']);
	});
});

describe('limits', () => {
	it.each([
		[{ count: 2_147_483_649 }, 'maximum: 2147483649 is not less or equal to 2147483648'],
		[{ count: -2_147_483_649 }, 'minimum: -2147483649 is not greater or equal to -2147483648'],
		[{ small: 129 }, 'maximum: 129 is not less or equal to 128'],
		[
			{ total: Number.MAX_SAFE_INTEGER + 1 },
			'maximum: 9007199254740992 is not less or equal to 9007199254740991',
		],
		[{ score: 0 }, 'exclusiveMinimum: 0 is not greater than 0'],
		[{ score: 10 }, 'exclusiveMaximum: 10 is not less than 10'],
		[{ score: 0.7 }, 'multipleOf: 0.7 is not a multiple of 0.5'],
		[{ code: 'de' }, 'pattern: string [de] does not match pattern ^[A-Z]{2}$'],
		[{ tags: [] }, 'minItems: expected minimum item count: 1, found: 0'],
		[{ tags: ['a', 'b', 'c'] }, 'maxItems: expected maximum item count: 2, found: 3'],
		[{ tags: ['a', 'a'] }, 'uniqueItems: array items are not unique'],
		[{ traits: {} }, 'minProperties: minimum size: [1], found: [0]'],
		[{ traits: { a: '', b: '', c: '' } }, 'maxProperties: maximum size: [2], found: [3]'],
	])('%j: %s', (own, message) => {
		expect(messages(own)).toEqual([message]);
	});

	it('counts the characters of a text, not its UTF-16 halves', () => {
		const emoji = createValidator({ type: 'string', minLength: 2, maxLength: 2 });
		expect(emoji('😀😀')).toEqual([]);
		expect(emoji('😀').map(({ message }) => message)).toEqual(['expected minLength: 2, actual: 1']);
		expect(emoji('😀😀😀').map(({ message }) => message)).toEqual([
			'expected maxLength: 2, actual: 3',
		]);
	});

	it('answers a value that is none of the listed ones', () => {
		expect(validate({ ...event, web: { webReferrer: { type: 'me' } } })).toEqual([
			leaf('enum', 'me is not a valid enum value', '/web/webReferrer/type'),
		]);
	});

	it('falls back to plain words for keywords XDM does not use', () => {
		expect(createValidator({ type: 'string', not: { type: 'string' } })('a')[0].message).toBe(
			'must NOT be valid',
		);
	});
});

describe('formats', () => {
	it.each([
		'2004-10-23T12:00:00Z',
		'2004-10-23T12:00:00-06:00',
		'2004-10-23T12:00:00.1Z',
		'2016-02-07T11:02:17.839766-08:00',
		'2018-05-19T18:14:32.000026941+02:00',
		'2024-02-29T23:59:59Z',
	])('%s is a date-time', (timestamp) => {
		expect(validate({ ...event, timestamp })).toEqual([]);
	});

	it.each([
		'2004-10-23T12:00:00',
		'2004-10-23 12:00:00Z',
		'2004-10-23t12:00:00z',
		'2004-10-23',
		'2023-02-29T12:00:00Z',
		'2004-13-01T12:00:00Z',
		'2004-10-23T24:00:00Z',
		'2004-10-23T12:60:00Z',
		'2004-10-23T12:00:60Z',
		'2004-10-23T12:00:00.Z',
		'2004-10-23T12:00:00.1234567890Z',
		'2004-10-23T12:00:00+0200',
		'2004-10-23T12:00:00+19:00',
		'2004-10-23T12:00:00+18:30',
		'2004-10-23T12:00:00+02:60',
		'',
	])('"%s" is none', (timestamp) => {
		expect(validate({ ...event, timestamp })[0]?.keyword).toBe('format');
	});

	it.each([
		[{ day: '2004-10-23' }, undefined],
		[{ day: '2004-10-32' }, '[2004-10-32] is not a valid date. Expected [yyyy-MM-dd]'],
		[{ day: '23.10.2004' }, '[23.10.2004] is not a valid date. Expected [yyyy-MM-dd]'],
		[{ email: 'visitor@example.com' }, undefined],
		[{ email: 'visitor' }, '[visitor] is not a valid email address'],
		[{ email: '' }, '[] is not a valid email address'],
		[{ site: 'https://example.com/a?b=c' }, undefined],
		[{ site: 'example.com' }, '[example.com] is not a valid URI'],
	])('%j: %s', (own, message) => {
		expect(validate({ ...event, _acme: own }).map((one) => one.message)).toEqual(
			message === undefined ? [] : [message],
		);
	});

	it.each([
		[{ ipV4: '203.0.113.7' }, undefined],
		[{ ipV4: '203.0.113.7, 10.0.0.1' }, '[203.0.113.7, 10.0.0.1] is not a valid ipv4 address'],
		[{ ipV6: '2001:db8::1' }, undefined],
		[{ ipV6: '203.0.113.7' }, '[203.0.113.7] is not a valid ipv6 address'],
	])('%j: %s', (environment, message) => {
		expect(validate({ ...event, environment }).map((one) => one.message)).toEqual(
			message === undefined ? [] : [message],
		);
	});

	it('takes time in proportion to a hostile text', () => {
		const hostile = (size: number) => {
			const long = 'a-'.repeat(size);
			return {
				...event,
				timestamp: long,
				environment: { ipV4: long, ipV6: ':'.repeat(2 * size), _dc: { language: long } },
				_acme: { email: `a@${long}`, site: `http://${long} ` },
			};
		};
		expectLinear('validation', hostile, validate);
	});
});

describe('a summary', () => {
	const bad = {
		_id: 1,
		timestamp: event.timestamp,
		web: { webPageDetails: { URL: 1, name: 2 }, webReferrer: { URL: 3 } },
	};

	it('of one violation is that violation', () => {
		expect(summarize(validate({ ...event, _id: 1 }))).toEqual(
			leaf('type', 'expected type: String, found: Long', '/_id'),
		);
	});

	it('gathers the violations of a part of the record under that part', () => {
		const gathered = summarize(validate(bad));
		expect(gathered.message).toBe('4 schema violations found');
		expect(gathered.causingExceptions[1]).toMatchObject({
			schemaLocation: '#/properties/web',
			pointerToViolation: '#/web',
			message: '3 schema violations found',
		});
		expect(gathered.causingExceptions[1].causingExceptions[0]).toMatchObject({
			schemaLocation: '#/properties/web/properties/webPageDetails',
			pointerToViolation: '#/web/webPageDetails',
			message: '2 schema violations found',
		});
	});

	it('finds the schema of what it gathers behind maps and arrays', () => {
		const identityMap = { Email: [{ id: 1, primary: 'yes' }] };
		expect(summarize(validate({ ...event, identityMap }))).toMatchObject({
			schemaLocation: '#/properties/identityMap/additionalProperties/items',
			pointerToViolation: '#/identityMap/Email/0',
			message: '2 schema violations found',
		});
	});

	it('stops after five violations, as Adobe does', () => {
		const many = Object.fromEntries([...'abcdefgh'].map((key) => [key, 1]));
		const gathered = summarize(validate({ ...event, ...many }));
		expect(gathered.message).toBe('5 schema violations found');
		expect(gathered.causingExceptions).toHaveLength(5);
	});

	it('stops after as many violations as it is told', () => {
		expect(summarize(validate(bad), 2).message).toBe('2 schema violations found');
	});
});

describe('a validator', () => {
	it('leaves the schema and the record as they were', () => {
		const before = JSON.stringify(schema);
		const record = { ...event, extra: [] } as JsonObject;
		validate(record);
		expect(JSON.stringify(schema)).toBe(before);
		expect(record).toEqual({ ...event, extra: [] });
	});

	it.each<[JsonObject, string]>([
		[{ type: 'text' }, 'The field f needs one of the types string, number, integer'],
		[{ title: 'F' }, 'The field f needs one of the types string, number, integer'],
		[{ type: 'string', enum: [] }, 'The field f needs values in its enum'],
		[{ type: 'string', enum: 'a' }, 'The field f needs values in its enum'],
		[{ type: 'string', pattern: '(' }, 'The field f has a pattern that cannot be read'],
		[{ type: 'string', pattern: 5 }, 'The field f has a pattern that cannot be read'],
		[{ type: 'string', minLength: '5' }, 'The field f has a limit that is no number'],
		[{ type: 'array' }, 'The field f needs a description of its items'],
		[{ type: 'array', items: {} }, 'The field f[] needs one of the types'],
		[{ type: 'object', properties: 5 }, 'The field f needs an object as properties'],
		[{ type: 'object', properties: { a: 5 } }, 'The field f.a is not described'],
		[{ type: 'object', properties: { a: {} } }, 'The field f.a needs one of the types'],
		[{ type: 'object', additionalProperties: {} }, 'The field f[] needs one of the types'],
		[{ type: 'object', required: 'a' }, 'The field f needs a list of names as required'],
		[{ type: 'object', required: [5] }, 'The field f needs a list of names as required'],
	])('is not made of %j', (field, sentence) => {
		const broken = resolveSchema({ properties: { f: field } }, lookup);
		expect(() => createValidator(broken)).toThrow(sentence);
		expect(schemaMistakes(broken)).toHaveLength(1);
	});

	it('says everything that is wrong with a schema, as a bad request', () => {
		const broken = { type: 'object', properties: { a: { type: 'text' }, b: { type: 'array' } } };
		expect(() => createValidator(broken)).toThrow(
			expect.objectContaining({
				statusCode: 400,
				message: expect.stringMatching(/^The field a needs .*\. The field b needs/),
			}),
		);
	});

	it('passes over formats it does not know', () => {
		const odd = { type: 'object', properties: { f: { type: 'string', format: 'nosuch' } } };
		expect(createValidator(odd)({ f: 'x' })).toEqual([]);
	});
});
