import { DateTime } from 'luxon';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import {
	CUSTOM_FIELD_TYPES,
	customFieldSchema,
	type CustomField,
	type CustomFieldType,
} from '../../../lib/xdm/fields/customFields';
import { KEEP_MS, RECHECK_MS, RETRY_MS } from '../../../lib/platform/services/lookupCache';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { documented } from '../../harness/chatlioEvents';
import { Registry, runNode } from '../../harness/n8n';
import { skipWaits } from '../../harness/skippedWaits';
import { stubServer, type StubAnswer, type StubServer } from '../../harness/stubServer.mts';

const time = skipWaits();

const registry = new Registry().add([new ChatlioToXdm()], [new AdobeExperiencePlatformApi()]);

const SCHEMA_ID = 'https://ns.adobe.com/acme/schemas/events';
const OTHER_SCHEMA_ID = 'https://ns.adobe.com/acme/schemas/other';

/** Answers of the registry: the titles and IDs of its schemas, and the fields of each. */
interface Adobe {
	titles: Record<string, string>;
	fields: Record<string, CustomField[]>;
	/** Answers everything instead. */
	failure?: StubAnswer;
}

const field = (name: string, type: CustomFieldType, isPersonal = false): CustomField => ({
	name,
	type,
	isPersonal,
});

/** One field of each type, by the name of its type without the hyphen. */
const EACH_TYPE = CUSTOM_FIELD_TYPES.map((type) => field(type.replace('-', ''), type));

let adobe: Adobe;
let stub: StubServer;

function schemaWith(fields: readonly CustomField[]) {
	const properties = Object.fromEntries(fields.map((each) => [each.name, customFieldSchema(each)]));
	const custom = { type: 'object', properties };
	const chatlio = { type: 'object', properties: { custom } };
	return { properties: { _acme: { type: 'object', properties: { chatlio } } } };
}

beforeAll(async () => {
	stub = await stubServer(({ url }) => {
		if (url.startsWith('/ims/token'))
			return { body: { access_token: 'eyJ', token_type: 'bearer', expires_in: 86_399 } };
		if (adobe.failure) return adobe.failure;
		const path = url.split('?')[0].split('/');
		if (path.at(-1) === 'schemas')
			return {
				body: {
					results: Object.entries(adobe.titles).map(([$id, title]) => ({ $id, title })),
					_page: {},
				},
			};
		const fields = adobe.fields[decodeURIComponent(path.at(-1)!)];
		return fields ? { body: schemaWith(fields) } : { status: 404, body: { title: 'none' } };
	});
});
afterAll(async () => await stub.close());

let accounts = 0;

/** Another account, whose schemas nobody has read yet. */
function newAccount(fields: CustomField[] = EACH_TYPE) {
	adobe = { titles: { [SCHEMA_ID]: 'Chatlio Events' }, fields: { [SCHEMA_ID]: fields } };
	accounts++;
	stub.requests.length = 0;
}

interface Run {
	/** Custom fields of each item. */
	items: unknown[];
	options?: INodeParameters;
	parameters?: INodeParameters;
	withAdobe?: boolean;
	event?: object;
	errorOutput?: boolean;
}

async function run({ items, options = {}, parameters, withAdobe = true, event, errorOutput }: Run) {
	const { output, error, hints } = await runNode({
		registry,
		type: 'chatlioToXdm',
		parameters: { tenantId: { __rl: true, mode: 'id', value: 'acme' }, options, ...parameters },
		credentials: withAdobe
			? { [ADOBE]: adobeRow(stub.url, { clientId: `custom-${accounts}` }) }
			: {},
		input: items.map((custom) => ({
			json: { ...documented('visitorFeedback'), ...event, custom } as IDataObject,
		})),
		node: errorOutput ? { onError: 'continueErrorOutput' } : {},
	});
	const customs = output().map(({ json }) => {
		const { chatlio } = (json._acme ?? {}) as { chatlio?: IDataObject };
		return chatlio?.custom as IDataObject | undefined;
	});
	return { output, error, hints, customs, custom: customs[0] };
}

/** Requests for schemas, without those for tokens. */
const lookups = () => stub.requests.filter(({ url }) => url.includes('/schemaregistry/'));

const afterJson = (value: unknown) => JSON.parse(JSON.stringify(value)) as unknown;

beforeEach(() => newAccount());

const MOMENT = '2026-01-31T12:00:00.000Z';

describe('a value of the type that the schema declares', () => {
	test.each<[name: string, given: unknown, mapped: unknown]>([
		['string', 'positive', 'positive'],
		['string', 12, '12'],
		['string', true, 'true'],
		['string', 12n, '12'],
		['string', new Date(MOMENT), MOMENT],
		[
			'string',
			DateTime.fromISO('2026-01-31T12:00:00+01:00', { setZone: true }),
			'2026-01-31T12:00:00.000+01:00',
		],
		['integer', 12, 12],
		['integer', '12', 12],
		['integer', ' 12 ', 12],
		['integer', '12.0', 12],
		['integer', '-007', -7],
		['integer', 12n, 12],
		['integer', 0, 0],
		['number', 1.5, 1.5],
		['number', '1.5', 1.5],
		['number', '1e3', 1000],
		['number', 12, 12],
		['number', '0.30000000000000004', 0.30000000000000004],
		['boolean', false, false],
		['boolean', 'true', true],
		['boolean', 'FALSE', false],
		['datetime', MOMENT, MOMENT],
		['datetime', '1987-06-05T04:03:02.123456789+05:30', '1987-06-04T22:33:02.123Z'],
		['datetime', '2026-01-31 12:00:00z', MOMENT],
		['datetime', new Date(MOMENT), MOMENT],
		[
			'datetime',
			DateTime.fromISO('2026-01-31T12:00:00+01:00', { setZone: true }),
			'2026-01-31T11:00:00.000Z',
		],
		['date', '2026-01-31', '2026-01-31'],
		['date', '2026-01-31T00:00:00.000Z', '2026-01-31'],
		['date', new Date('2026-01-31'), '2026-01-31'],
		['date', DateTime.fromISO('2026-01-31', { zone: 'Asia/Tokyo' }), '2026-01-31'],
		['stringList', ['a', 'b'], ['a', 'b']],
		['stringList', 'a', ['a']],
		['stringList', 12, ['12']],
		['stringList', ['a', 1, true, null, '', new Date(MOMENT)], ['a', '1', 'true', MOMENT]],
	])('arrives as %s, converted if nothing is lost: %p', async (name, given, mapped) => {
		const { custom, hints, error } = await run({ items: [{ [name]: given }] });
		expect(error).toBeUndefined();
		expect(afterJson(custom)).toEqual({ [name]: mapped });
		expect(hints).toEqual([]);
	});
});

/** Values that do not fit, by the field and with the words for them. */
const MISFITS: Array<[name: string, given: unknown, words: string]> = [
	['string', { a: 1 }, 'string is an object, not a text'],
	['string', ['a'], 'string is a list, not a text'],
	['string', NaN, 'string is no finite number, not a text'],
	['string', 2 ** 60, 'string is a number with too many digits, not a text'],
	['string', new Date(NaN), 'string is an invalid date, not a text'],
	['integer', 12.5, 'integer is a number, not a whole number'],
	['integer', '12.5', 'integer is other text, not a whole number'],
	['integer', '12 apples', 'integer is other text, not a whole number'],
	['integer', ' ', 'integer is other text, not a whole number'],
	['integer', '9007199254740993', 'integer is other text, not a whole number'],
	['integer', 9007199254740993n, 'integer is a bigint, not a whole number'],
	['integer', true, 'integer is a boolean, not a whole number'],
	['integer', [1], 'integer is a list, not a whole number'],
	['number', '1,5', 'number is other text, not a number'],
	['number', '0x10', 'number is other text, not a number'],
	['number', '1e-400', 'number is other text, not a number'],
	['number', '0.12345678901234567891', 'number is other text, not a number'],
	['number', Infinity, 'number is no finite number, not a number'],
	['boolean', 1, 'boolean is a number, not true or false'],
	['boolean', 'yes', 'boolean is other text, not true or false'],
	[
		'datetime',
		'2026-01-31',
		'datetime is other text, not a time with its offset, such as 2026-01-31T12:00:00Z',
	],
	['datetime', '2026-01-31T12:00:00', 'datetime is other text, not a time with its offset'],
	['datetime', '2026-02-30T12:00:00Z', 'datetime is other text, not a time with its offset'],
	['datetime', '0000-01-01T00:00:00+01:00', 'datetime is other text'],
	['datetime', 1769860800000, 'datetime is a number, not a time with its offset'],
	['date', MOMENT, 'date is other text, not a date, such as 2026-01-31'],
	['date', new Date(MOMENT), 'date is a date with a time, not a date, such as 2026-01-31'],
	['date', '31.01.2026', 'date is other text, not a date, such as 2026-01-31'],
	['stringList', [{ a: 1 }], 'stringList is a list with objects, not a list of texts'],
	['stringList', { a: 1 }, 'stringList is an object, not a list of texts'],
];

describe('a value that does not fit', () => {
	test.each(MISFITS)('is left out of %s with a hint: %p', async (name, given, words) => {
		const { custom, hints } = await run({
			items: [{ [name]: given, string: 'x', ...{ [name]: given } }],
		});
		expect(custom).toEqual(name === 'string' ? undefined : { string: 'x' });
		expect(hints).toEqual([
			expect.stringContaining('left out because the value does not fit, in 1 event: '),
		]);
		expect(hints[0]).toContain(words);
	});

	test.each(MISFITS)(
		'sets the item aside, if that is chosen: %s, %p',
		async (name, given, words) => {
			const { output, hints, error } = await run({
				items: [{ [name]: given }, { string: 'x' }],
				options: { customMisfits: 'fail' },
				errorOutput: true,
			});
			expect(error).toBeUndefined();
			expect(output(0)).toHaveLength(1);
			const [{ json, pairedItem }] = output(1);
			expect(pairedItem).toEqual({ item: 0 });
			expect(json.problem).toMatchObject({
				code: 'event.customFieldMisfit',
				field: `custom.${name}`,
				message: expect.stringContaining(words),
			});
			expect(hints).toEqual([expect.stringContaining('Not mapped: 1 item')]);
		},
	);

	it('is never repeated in a hint, because a visitor may have written it', async () => {
		const { hints } = await run({ items: [{ integer: 'Bob Smith, Main Street' }] });
		expect(hints[0]).not.toContain('Bob');
	});
});

describe('a name', () => {
	it('that the schema does not have is left out, with the nearest one that it has', async () => {
		newAccount([field('sentiment', 'string'), field('leadScore', 'integer')]);
		const custom = { sentimnt: 'a', lead_score: 5, LEADSCORE: 6, weather: 'fine', sentiment: 'b' };
		const { custom: mapped, hints } = await run({ items: [custom] });
		expect(mapped).toEqual({ sentiment: 'b' });
		expect(hints).toEqual([
			'Custom fields left out because the schema does not have them, in 1 event: "sentimnt" (did you mean "sentiment"?), "lead_score" (did you mean "leadScore"?), "LEADSCORE" (did you mean "leadScore"?), "weather". Set Up adds fields to the schema.',
		]);
	});

	it('is one of the first ten in the hint, which counts the others', async () => {
		const names = Array.from({ length: 200 }, (_, at) => `other${at}`);
		const { hints } = await run({ items: [Object.fromEntries(names.map((name) => [name, 1]))] });
		expect(hints).toEqual([expect.stringMatching(/"other0", .*"other9", and 190 more\. Set Up/)]);
	});

	it('is unknown if the schema has no custom fields', async () => {
		newAccount([]);
		const { custom, hints } = await run({ items: [{ sentiment: 'a' }] });
		expect(custom).toBeUndefined();
		expect(hints).toEqual([
			expect.stringContaining('does not have them, in 1 event: "sentiment".'),
		]);
	});

	const BAD_NAMES = [
		'__proto__',
		'constructor',
		'prototype',
		'toString',
		'lead score',
		'lead-score',
		'lead.score',
		'7days',
		'_private',
		'größe',
		'n'.repeat(65),
	];

	it.each([true, false])(
		'that no custom field can have is left out with a hint; with a credential: %p',
		async (withAdobe) => {
			const entries = BAD_NAMES.map((name) => `${JSON.stringify(name)}: {"polluted": "yes"}`);
			const texts = BAD_NAMES.map((name) => `${JSON.stringify(name)}: "yes"`);
			for (const members of [entries, texts]) {
				const custom = JSON.parse(`{"string": "x", ${members.join(', ')}}`) as object;
				const { custom: mapped, hints } = await run({ items: [custom], withAdobe });
				expect(mapped).toEqual({ string: 'x' });
				expect(Object.getPrototypeOf(mapped)).toBe(Object.prototype);
				expect(hints).toHaveLength(1);
				expect(hints[0]).toContain(
					'left out because of their names, in 1 event: "__proto__", "constructor", ',
				);
				expect(hints[0]).toContain('and 1 more');
			}
			expect({}).not.toHaveProperty('polluted');
		},
	);

	it.each(BAD_NAMES)('%s in the panel is left out with a hint', async (name) => {
		const { custom, hints } = await run({
			items: [undefined],
			options: {
				customFields: {
					field: [
						{ name, value: 'x' },
						{ name: 'string', value: 'y' },
					],
				},
			},
		});
		expect(custom).toEqual({ string: 'y' });
		expect(hints).toEqual([expect.stringContaining('because of their names')]);
	});
});

describe('without a credential', () => {
	test.each<[given: unknown, mapped: unknown]>([
		['12', '12'],
		[12, 12],
		[1.5, 1.5],
		[false, false],
		[new Date(MOMENT), MOMENT],
		[DateTime.fromISO('2026-01-31T12:00:00+01:00', { setZone: true }), '2026-01-31T11:00:00.000Z'],
		[
			['a', 1],
			['a', '1'],
		],
		[12n, 12],
		[9007199254740993n, '9007199254740993'],
	])('the type is that of the value: %p', async (given, mapped) => {
		const { custom, hints } = await run({ items: [{ any: given }], withAdobe: false });
		expect(afterJson(custom)).toEqual({ any: mapped });
		expect(hints).toEqual([]);
	});

	test.each<[given: unknown, words: string]>([
		[{ crm: { segment: 'a' } }, 'any is an object, not a single value or a list of texts'],
		[[{ a: 1 }], 'any is a list with objects, not a single value'],
		[[['a']], 'any is a list with objects, not a single value'],
		[2 ** 60, 'any is a number with too many digits, not a single value'],
		[NaN, 'any is no finite number, not a single value'],
	])('a value that no field can hold is left out with a hint: %p', async (given, words) => {
		const { output, custom, hints } = await run({ items: [{ any: given }], withAdobe: false });
		expect(custom).toBeUndefined();
		expect(JSON.stringify(output())).not.toContain('[object');
		expect(hints).toEqual([expect.stringContaining(words)]);
	});

	test.each([undefined, null, '', [], [null, '']])('%p is not mapped', async (given) => {
		const { output, hints } = await run({ items: [{ any: given }, given], withAdobe: false });
		expect(JSON.stringify(output())).not.toContain('custom');
		expect(hints).toEqual([]);
	});

	test.each(['text', 7, true, ['a'], new Date(MOMENT)])(
		'custom fields that are no object are reported: %p',
		async (custom) => {
			const { custom: mapped, hints } = await run({
				items: [custom],
				withAdobe: false,
				options: { customFields: { field: [{ name: 'a', value: 'b' }] } },
			});
			expect(mapped).toEqual({ a: 'b' });
			expect(hints).toEqual(['Left out as unreadable, in 1 event: custom.']);
		},
	);
});

describe('the option Custom Fields', () => {
	it('fills fields by expressions and replaces those of the item, but not by nothing', async () => {
		const { customs } = await run({
			withAdobe: false,
			items: [
				{ score: 1, kept: 'a', tags: ['x'] },
				{ score: 2, kept: 'b' },
			],
			options: {
				customFields: {
					field: [
						{ name: 'score', value: '={{ $json.custom.score + 10 }}' },
						{ name: 'kept', value: '={{ undefined }}' },
						{ name: 'tags', value: '' },
						{ name: 'country', value: '={{ $json.visitor.location }}' },
					],
				},
			},
		});
		expect(customs).toEqual([
			expect.objectContaining({ score: 11, kept: 'a', tags: ['x'] }),
			expect.objectContaining({ score: 12, kept: 'b' }),
		]);
		expect(customs[0]!.country).toBe(documented('visitorFeedback').visitor!.location);
	});

	it('names an entry whose name is no text', async () => {
		const { output } = await run({
			items: [{}],
			options: { customFields: { field: [{ name: '={{ [1] }}', value: 'a' }] } },
			errorOutput: true,
		});
		expect(output(1)[0].json.problem).toMatchObject({
			code: 'setting.wrongType',
			field: 'Custom Fields: Name',
		});
	});

	it('counts the last of several entries with the same name', async () => {
		const field = [1, 2, 3].map((value) => ({ name: ' a ', value: `={{ ${value} }}` }));
		const { custom } = await run({
			withAdobe: false,
			items: [{}],
			options: { customFields: { field } },
		});
		expect(custom).toEqual({ a: 3 });
	});
});

test('200 fields of all types arrive, and what is too much is counted', async () => {
	const fields = Array.from({ length: 200 }, (_, at) =>
		field(`field${at}`, CUSTOM_FIELD_TYPES[at % CUSTOM_FIELD_TYPES.length]),
	);
	newAccount(fields);
	const VALUES: Record<CustomFieldType, unknown> = {
		string: 'a',
		integer: '1',
		number: 1.5,
		boolean: true,
		'date-time': MOMENT,
		date: '2026-01-31',
		stringList: ['a'],
	};
	const custom = Object.fromEntries(fields.map(({ name, type }) => [name, VALUES[type]]));
	const { custom: mapped, hints, output } = await run({ items: [custom] });
	expect(Object.keys(mapped!)).toHaveLength(200);
	expect(hints).toEqual([]);
	const long = Object.fromEntries(
		fields.map(({ name, type }) => [name, type === 'string' ? 'x'.repeat(500) : VALUES[type]]),
	);
	const { output: cut, hints: cutHints } = await run({ items: [long] });
	expect(Buffer.byteLength(JSON.stringify(cut()[0].json))).toBeLessThanOrEqual(10_000);
	expect(Buffer.byteLength(JSON.stringify(cut()[0].json))).toBeGreaterThan(9_000);
	expect(cutHints).toEqual([expect.stringContaining('Truncated to the 10,000 bytes')]);
	expect(output()[0].json._acme).not.toHaveProperty('chatlio.truncated');
});

describe('the schema', () => {
	it('is read once for all items and executions', async () => {
		await run({ items: [{ integer: '1' }, { integer: '2' }] });
		const { customs } = await run({ items: [{ integer: '3' }] });
		expect(customs).toEqual([{ integer: 3 }]);
		expect(lookups()).toHaveLength(2);
	});

	it('is not read for items without custom fields', async () => {
		const { hints } = await run({ items: [undefined, {}, null] });
		expect(lookups()).toEqual([]);
		expect(hints).toEqual([]);
	});

	it('is the chosen one', async () => {
		adobe.fields[OTHER_SCHEMA_ID] = [field('integer', 'string')];
		const schema = { __rl: true, mode: 'list', value: OTHER_SCHEMA_ID };
		const { custom } = await run({ items: [{ integer: 12 }], options: { schema } });
		expect(custom).toEqual({ integer: '12' });
		expect(lookups()).toHaveLength(1);
	});

	it('is read again for a name that it may have got since, but not for each item', async () => {
		newAccount([field('old', 'string')]);
		await run({ items: [{ old: 'a' }] });
		adobe.fields[SCHEMA_ID].push(field('added', 'integer'));
		time.advance(RECHECK_MS);
		const { customs } = await run({ items: [{ added: '5' }, { added: '6' }, { never: 1 }] });
		expect(customs).toEqual([{ added: 5 }, { added: 6 }, undefined]);
		expect(lookups()).toHaveLength(4);
	});

	it('has another type in time, after somebody has changed it in Adobe', async () => {
		newAccount([field('score', 'integer')]);
		await run({ items: [{ score: 12 }] });
		adobe.fields[SCHEMA_ID] = [field('score', 'string')];
		time.advance(KEEP_MS);
		expect((await run({ items: [{ score: 12 }] })).custom).toEqual({ score: '12' });
	});

	const FAILURES: Array<[string, StubAnswer | undefined, string]> = [
		['Adobe does not answer', { status: 503 }, 'status 503'],
		['Adobe refuses the credential', { status: 403, body: { title: 'no' } }, 'status 403'],
		['the connection breaks', { drop: true }, 'Could not'],
		['it does not exist', undefined, 'Adobe has 0 schemas named "Chatlio Events"'],
	];

	it.each(FAILURES)('is replaced by the types of the values if %s', async (_, failure, words) => {
		adobe.failure = failure;
		adobe.titles = {};
		const { custom, hints, error } = await run({ items: [{ integer: '12', other: true }] });
		expect(error).toBeUndefined();
		expect(custom).toEqual({ integer: '12', other: true });
		expect(hints).toEqual([
			expect.stringContaining('Custom fields mapped by the types of their values, in 1 event: '),
		]);
		expect(hints[0]).toContain(words);
	});

	it.each(FAILURES)('that was read before counts if %s', async (_, failure, words) => {
		await run({ items: [{ integer: '12' }] });
		adobe.failure = failure;
		adobe.titles = {};
		time.advance(KEEP_MS);
		const { custom, hints } = await run({ items: [{ integer: '12' }] });
		expect(custom).toEqual({ integer: 12 });
		expect(hints).toEqual([
			expect.stringContaining('mapped by the types that the schema had earlier, in 1 event: '),
		]);
		expect(hints[0]).toContain(words);
		newAccountAnswers();
		time.advance(RETRY_MS);
		expect((await run({ items: [{ integer: '12' }] })).hints).toEqual([]);
	});

	function newAccountAnswers() {
		adobe = { titles: { [SCHEMA_ID]: 'Chatlio Events' }, fields: { [SCHEMA_ID]: EACH_TYPE } };
	}
});

const W = '[withheld]';

describe('what is withheld', () => {
	const WITHHOLDING: INodeParameters = { email: 'hash', ip: 'leaveOut' };
	const visitor = { id: 'v', name: 'Bob Quell', email: 'bob@example.com', ip: '203.0.113.9' };
	const SUMMARY = 'Bob Quell (bob@example.com, bob%40example.com) wrote from 203.0.113.9.';

	it.each([true, false])(
		'does not come back through a summary; with a credential: %p',
		async (withAdobe) => {
			newAccount([field('summary', 'string'), field('topics', 'stringList')]);
			const { output, custom } = await run({
				items: [{ summary: SUMMARY, topics: ['Bob Quell', 'billing of bob@example.com'] }],
				parameters: WITHHOLDING,
				options: { name: 'leaveOut' },
				event: { visitor },
				withAdobe,
			});
			expect(custom).toEqual({
				summary: `${W} (${W}, ${W}) wrote from ${W}.`,
				topics: [`billing of ${W}`],
			});
			expect(JSON.stringify(output())).not.toMatch(/bob@example|203\.0\.113|Quell/);
		},
	);

	it.each([true, false])(
		'goes with the fields named after it, like traits; with a credential: %p',
		async (withAdobe) => {
			const names = ['ownerEmail', 'lastIp', 'nickname', 'plan'];
			newAccount(names.map((name) => field(name, 'string')));
			const items = [Object.fromEntries(names.map((name) => [name, 'Zaphod']))];
			const options = { name: 'leaveOut' };
			const kept = await run({ items, parameters: { email: 'keep', ip: 'keep' }, withAdobe });
			expect(kept.custom).toEqual(items[0]);
			const withheld = await run({ items, parameters: WITHHOLDING, options, withAdobe });
			// The nickname is a name, which is searched for in texts.
			expect(withheld.custom).toBeUndefined();
			expect(withheld.hints).toEqual([]);
		},
	);

	it('is a personal field, if that is chosen, in its own field and in texts', async () => {
		newAccount([
			field('phone', 'string', true),
			field('customers', 'stringList', true),
			field('note', 'string'),
		]);
		const custom = {
			phone: '+49 151 2345678',
			customers: ['Initech', 'Hooli'],
			note: 'Call +49 151 2345678 for Initech, not for Hooligans',
		};
		const kept = await run({ items: [custom] });
		expect(kept.custom).toEqual(custom);
		const left = await run({
			items: [custom],
			options: { personalFields: 'leaveOut' },
			event: { message: 'Hooli here' },
		});
		expect(left.custom).toEqual({ note: `Call ${W} for ${W}, not for Hooligans` });
		expect(JSON.stringify(left.output())).not.toMatch(/Initech|Hooli\b/);
	});

	it('is every custom field, if that is chosen and nobody knows which are personal', async () => {
		const { custom, hints, output } = await run({
			items: [{ phone: '+49 151 2345678', plan: 'Initech' }],
			options: { personalFields: 'leaveOut' },
			event: { message: 'Call +49 151 2345678 for Initech' },
			withAdobe: false,
		});
		expect(custom).toBeUndefined();
		expect(JSON.stringify(output())).not.toMatch(/2345678|Initech/);
		expect(hints).toContainEqual(
			expect.stringContaining('Custom fields left out because the schema'),
		);
	});

	it('damages no time and no declared name', async () => {
		newAccount([field('topic', 'string'), field('due', 'date-time'), field('score', 'integer')]);
		const custom = { topic: 'billing', due: MOMENT, score: 12 };
		const { custom: mapped, error } = await run({
			items: [custom],
			options: { name: 'leaveOut' },
			event: { visitor: { id: 'v', name: 'topic', handle: 'custom' } },
		});
		expect(error).toBeUndefined();
		expect(mapped).toEqual(custom);
	});

	it('takes no part of a time, but all of it', async () => {
		const { custom, error } = await run({
			items: [{ due: new Date(MOMENT), note: 'on 00z' }],
			options: { name: 'leaveOut' },
			event: { visitor: { id: 'v', name: '000z' } },
			withAdobe: false,
		});
		expect(error).toBeUndefined();
		expect(custom).toEqual({ note: 'on 00z' });
	});

	it('that says too little to be searched for is named by a hint, without the value', async () => {
		newAccount([field('grade', 'string', true), field('note', 'string')]);
		const { custom, hints } = await run({
			items: [{ grade: 'A', note: 'A good one' }],
			options: { personalFields: 'leaveOut' },
		});
		expect(custom).toEqual({ note: 'A good one' });
		expect(hints).toEqual([
			expect.stringContaining('Texts not searched for a name or another withheld value: 1 event.'),
		]);
	});

	it('and too long to be searched for leaves no text, but true and false stay', async () => {
		newAccount([field('vip', 'boolean'), field('note', 'string')]);
		const { custom, hints } = await run({
			items: [{ vip: true, note: 'x' }],
			options: { name: 'leaveOut' },
			event: { visitor: { id: 'v', name: 'n'.repeat(300) } },
		});
		expect(custom).toEqual({ vip: true });
		expect(hints).toContainEqual(expect.stringContaining('Mapped without any text: 1 event.'));
	});

	it('is not in a name that is reported', async () => {
		const { custom, hints } = await run({
			items: [{ 'bob@example.com': 'x', Bob_Quell: 'y', string: 'z' }],
			parameters: WITHHOLDING,
			options: { name: 'leaveOut' },
			event: { visitor },
		});
		expect(custom).toEqual({ string: 'z' });
		expect(JSON.stringify(hints)).not.toMatch(/bob/i);
	});
});

describe('the size that Profile keeps', () => {
	const chat = { ...documented('chatTranscript') };

	it('cuts a transcript before custom fields', async () => {
		const summary = 's'.repeat(4_000);
		const { custom, output } = await run({
			withAdobe: false,
			items: [{ summary, topics: ['a'.repeat(100), 'b'] }],
			event: { ...chat, transcript: { ...chat.transcript, text: 't'.repeat(9_000) } },
		});
		expect(custom).toEqual({ summary, topics: ['a'.repeat(100), 'b'] });
		const [{ json }] = output();
		expect(Buffer.byteLength(JSON.stringify(json))).toBeLessThanOrEqual(10_000);
		expect(json).toHaveProperty('_acme.chatlio.truncated.textBytes');
	});

	it('cuts the end of a long custom text if nothing else is left to cut', async () => {
		const { custom, output } = await run({
			withAdobe: false,
			items: [{ summary: 's'.repeat(12_000), score: 7, topics: ['a'] }],
			event: { ...chat, transcript: { ...chat.transcript, text: 't'.repeat(9_000) } },
		});
		expect(custom).toMatchObject({
			score: 7,
			topics: ['a'],
			summary: expect.stringMatching(/^s{6000,}$/),
		});
		const [{ json }] = output();
		expect(json).toHaveProperty('_acme.chatlio.visitor.name');
		expect(json).not.toHaveProperty('_acme.chatlio.transcript.text');
		const bytes = Buffer.byteLength(JSON.stringify(json));
		expect(bytes).toBeLessThanOrEqual(10_000);
		expect(bytes).toBeGreaterThan(9_700);
	});

	it('is not in the way of a whole transcript', async () => {
		const summary = 's'.repeat(12_000);
		const { custom, hints } = await run({
			withAdobe: false,
			items: [{ summary }],
			parameters: { transcripts: 'whole' },
		});
		expect(custom).toEqual({ summary });
		expect(hints).toEqual([expect.stringContaining('Longer than 10,000 bytes: 1 event')]);
	});
});

it('puts custom fields only into the summary of a chat whose messages are events', async () => {
	const { customs } = await run({
		withAdobe: false,
		items: [{ score: 7 }],
		event: documented('chatTranscript'),
		parameters: { transcripts: 'perMessage' },
	});
	expect(customs.length).toBeGreaterThan(1);
	expect(customs.at(-1)).toEqual({ score: 7 });
	expect(customs.slice(0, -1).every((custom) => custom === undefined)).toBe(true);
});
