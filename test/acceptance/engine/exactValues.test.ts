import { DateTime } from 'luxon';
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import { AdobeExperiencePlatform } from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobePlatformStreaming } from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { ChatlioToXdm } from '../../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ADOBE, adobeRow, event } from '../../harness/adobe';
import { Registry, runNode } from '../../harness/n8n';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';
import { documented } from '../../harness/chatlioEvents';
import { chosen } from '../../integration/operationCases/types';

const DATASET = '5c8c3c555033b814b69f947f';
const registry = new Registry().add(
	[new AdobeExperiencePlatform(), new AdobePlatformStreaming(), new ChatlioToXdm()],
	[new AdobeExperiencePlatformApi()],
);

let stub: StubServer;
/** Content of the file in which Adobe keeps the rejected records. */
let file: string;

beforeAll(async () => {
	stub = await stubServer(({ url }) => {
		if (url.startsWith('/ims/')) {
			return { body: { access_token: 'eyJ', token_type: 'bearer', expires_in: 86_399 } };
		}
		if (url.includes('/catalog/batches')) return { body: { b1: { status: 'failed', created: 1 } } };
		if (url.includes('path=')) return { body: file };
		if (url.includes('/failed')) return { body: { data: [{ name: 'part-1.json' }] } };
		if (url.includes('/schemas/')) return { body: SCHEMA };
		const accepted = { xactionId: 'x' };
		return url.includes('/batch/')
			? { status: 207, body: { responses: [accepted] } }
			: { body: accepted };
	});
});
afterAll(async () => await stub.close());
beforeEach(() => stub.requests.splice(0));

const SCHEMA = {
	$id: 'https://ns.adobe.com/acme/schemas/1',
	type: 'object',
	properties: {
		_id: { type: 'string', format: 'uri-reference' },
		timestamp: { type: 'string', format: 'date-time' },
		eventType: { type: 'string' },
		seenAt: { type: 'string', format: 'date-time' },
		big: { type: 'integer', minimum: -1e19, maximum: 1e19 },
		price: { type: 'number' },
	},
	required: ['_id', 'timestamp'],
};

let accounts = 0;

async function run(type: string, parameters: INodeParameters, items: object[]) {
	const { output, error, hints } = await runNode({
		registry,
		type,
		parameters,
		credentials: { [ADOBE]: adobeRow(stub.url, { clientId: `exact-${(accounts += 1)}` }) },
		input: items.map((json): INodeExecutionData => ({ json: json as IDataObject })),
		node: { onError: 'continueErrorOutput' },
	});
	expect(error).toBeUndefined();
	return {
		good: output(0).map(({ json }) => json),
		failed: output(1).map(({ json }) => json),
		hints,
	};
}

const send = async (items: object[], recordFormat = 'raw') =>
	await run(
		'adobePlatformStreaming',
		{
			sendTo: 'endpoint',
			endpointUrl: `${stub.url}/collection/1`,
			recordFormat,
			flowId: 'f1',
			datasetId: 'd1',
			schemaId: 's1',
			organizationId: 'ACME@AdobeOrg',
		},
		items,
	);

/** Returns the text of the record that reached the inlet. */
async function sentText(item: object, recordFormat?: string): Promise<string> {
	const { failed } = await send([item], recordFormat);
	expect(failed).toEqual([]);
	return stub.requests.find(({ url }) => url.startsWith('/collection'))!.body;
}

async function problemOf(item: object, recordFormat?: string) {
	const { failed } = await send([item], recordFormat);
	expect(failed).toHaveLength(1);
	expect(failed[0].delivery).toMatchObject({ status: 'notSent' });
	return failed[0].problem as IDataObject;
}

async function failedRecords(content: string) {
	file = content;
	const parameters = {
		resource: 'failedRecord',
		operation: 'getMany',
		dataset: chosen(DATASET),
		since: '',
	};
	return await run('adobeExperiencePlatform', parameters, [{}]);
}

const validate = async (item: object) =>
	await run(
		'adobeExperiencePlatform',
		{
			resource: 'record',
			operation: 'validate',
			schema: chosen('https://ns.adobe.com/acme/schemas/1'),
		},
		[item],
	);

/** Numbers that JavaScript cannot hold, as JSON writes them. */
const TOO_EXACT = [
	'9007199254740993',
	'-9223372036854775808',
	'18446744073709551615',
	'123456789012345678901234567890',
	'0.12345678901234567890123',
	'1e400',
	'-1E-400',
];

/** Numbers that it can hold, however they are written. */
const HELD = [
	'0.1',
	'1.0',
	'1e3',
	'1E+2',
	'9007199254740991',
	'1.7976931348623157e308',
	'-0',
	'5e-324',
	'1e22',
];

describe('A failed record comes back as it was sent', () => {
	test.each(TOO_EXACT)(
		'%s keeps its digits as text, and goes out as the same number',
		async (digits) => {
			const line = `{"order":{"a/b~c":[${digits},7]},"text":"9007199254740993"}`;
			const { good, hints } = await failedRecords(`${line}\n${line}`);
			expect(good).toHaveLength(2);
			expect(good[0]).toMatchObject({
				order: { 'a/b~c': [digits, 7] },
				text: '9007199254740993',
				numbersAsText: ['/order/a~1b~0c/0'],
			});
			expect(hints).toEqual([expect.stringContaining('numbersAsText')]);
			expect(JSON.parse(JSON.stringify(good[0]))).toEqual(good[0]);
			expect(await sentText(JSON.parse(JSON.stringify(good[0])))).toBe(line);
		},
	);

	test.each(TOO_EXACT)('%s in a file with a single line, too', async (digits) => {
		const { good } = await failedRecords(`{"id":${digits}}`);
		expect(good).toEqual([expect.objectContaining({ id: digits, numbersAsText: ['/id'] })]);
	});

	test.each(HELD)('%s is a number as before', async (digits) => {
		const { good, hints } = await failedRecords(`{"id":${digits},"long":"${'1'.repeat(20)}"}`);
		expect(good[0].id).toBe(Number(digits));
		expect(good[0]).not.toHaveProperty('numbersAsText');
		expect(hints).toEqual([]);
	});

	test('in a streamed message, and in text that Adobe kept', async () => {
		const message = '{"body":{"xdmEntity":{"_id":"a","n":9007199254740993}},"_errors":[]}';
		const corrupt = JSON.stringify({ _corrupt_record: '{"n":9007199254740993}' });
		const { good } = await failedRecords(`${message}\n${corrupt}`);
		expect(good).toEqual([
			expect.objectContaining({ _id: 'a', n: '9007199254740993', numbersAsText: ['/n'] }),
			expect.objectContaining({ n: '9007199254740993', numbersAsText: ['/n'] }),
		]);
	});

	test('and a corrected field is sent as corrected', async () => {
		const item = { a: 'n/a', b: 5, numbersAsText: ['/a', '/b'] };
		expect(await sentText(item)).toBe('{"a":"n/a","b":5}');
	});

	test('and the list stays with an item that is not accepted', async () => {
		const { failed } = await send([{ n: '9007199254740993', bad: NaN, numbersAsText: ['/n'] }]);
		expect(failed[0]).toMatchObject({ n: '9007199254740993', numbersAsText: ['/n'] });
	});

	test('and a field of the user’s own with that name is not sent', async () => {
		expect(await problemOf({ numbersAsText: 'yes' })).toMatchObject({
			code: 'record.numbersAsText',
			message: 'The field numbersAsText has the entry "yes", which does not begin with a slash',
		});
	});
});

describe('Values from other nodes', () => {
	test('big integers are written with all their digits', async () => {
		const item = { big: 9223372036854775807n, small: 5n, list: [-9007199254740993n] };
		expect(await sentText(item)).toBe(
			'{"big":9223372036854775807,"small":5,"list":[-9007199254740993]}',
		);
	});

	test('texts of digits stay texts', async () => {
		expect(await sentText({ id: '9007199254740993' })).toBe('{"id":"9007199254740993"}');
	});

	test.each([
		[2 ** 53, 'record.numberRounded', 'a.0.b is 9007199254740992'],
		[-(2 ** 63), 'record.numberRounded', 'a.0.b is -9223372036854776000'],
		[NaN, 'record.valueNotJson', 'a.0.b is NaN'],
		[-Infinity, 'record.valueNotJson', 'a.0.b is -Infinity'],
		[new Date(NaN), 'record.valueNotJson', 'a.0.b is an invalid date'],
		[DateTime.invalid('test'), 'record.valueNotJson', 'a.0.b is an invalid date'],
		[new Map([['a', 1]]), 'record.valueNotJson', 'a.0.b is of the type Map'],
		[new Set([1]), 'record.valueNotJson', 'a.0.b is of the type Set'],
	])('%p, which would be lost, is named', async (value, code, words) => {
		for (const format of ['raw', 'xdm']) {
			const problem = await problemOf({ ...event('a'), a: [{ b: value }] }, format);
			expect(problem).toMatchObject({ code, retry: 'never', field: 'a.0.b' });
			expect(problem.message).toContain(words);
		}
	});

	test.each([1e21, -1.5e300, 0.1, 2 ** 53 - 1])('%p is sent as it is', async (value) => {
		expect(JSON.parse(await sentText({ value }))).toEqual({ value });
	});

	test('dates of JavaScript and Luxon are their ISO texts, in records and for Validate', async () => {
		const luxon = DateTime.fromISO('2025-01-31T13:00:00+01:00', { setZone: true });
		const item = { ...event('a'), timestamp: luxon, seenAt: new Date('2025-01-31T12:00:00Z') };
		const { xdmEntity } = JSON.parse(await sentText(item, 'xdm')).messages?.[0].body ?? {};
		expect(xdmEntity).toMatchObject({
			timestamp: '2025-01-31T13:00:00.000+01:00',
			seenAt: '2025-01-31T12:00:00.000Z',
		});
		expect((await validate(item)).failed).toEqual([]);
	});

	test('Validate sees big integers and listed texts as numbers', async () => {
		expect((await validate({ ...event('a'), big: 9007199254740993n })).failed).toEqual([]);
		const listed = { ...event('a'), big: '9007199254740993', numbersAsText: ['/big'] };
		const { good, failed } = await validate(listed);
		expect(failed).toEqual([]);
		expect(good).toEqual([listed]);
		const text = await validate({ ...event('a'), big: '9007199254740993' });
		expect(text.failed[0].problem).toMatchObject({ code: 'record.schemaMismatch', field: 'big' });
		const rounded = await validate({ ...event('a'), price: 2 ** 53 });
		expect(rounded.failed[0].problem).toMatchObject({
			code: 'record.numberRounded',
			field: 'price',
		});
	});
});

describe('Validate treats null as Streaming does', () => {
	test.each([[{ seenAt: null }], [{ big: null, price: 5 }]])(
		'%j is left out, with a word',
		async (more) => {
			const item = { ...event('a'), ...more };
			const { good, failed, hints } = await validate(item);
			expect(failed).toEqual([]);
			expect(good).toEqual([item]);
			expect(hints).toEqual([
				expect.stringContaining('Empty values (null) were left out of 1 XDM'),
			]);
		},
	);
});

describe('Chatlio to XDM', () => {
	const map = async (item: object) =>
		await run('chatlioToXdm', { tenantId: { __rl: true, mode: 'id', value: '_acme' } }, [item]);
	const transcript = documented('chatTranscript');
	const at = '2026-01-31T11:30:00.000Z';
	const withTimes = (time: unknown) => ({
		...transcript,
		receivedAt: time,
		visitor: {
			...transcript.visitor,
			firstSeenAt: time,
			traits: { since: time, nested: { time } },
		},
		transcript: {
			...transcript.transcript,
			startedAt: time,
			endedAt: time,
			messages: [{ text: 'Hi', sentAt: time, fromVisitor: true }],
		},
	});

	test.each([
		['a Date', new Date(at)],
		['a Luxon DateTime', DateTime.fromISO(at, { zone: 'utc' })],
	])('%s counts as its ISO text in every field', async (_, time) => {
		for (const eventId of [transcript.eventId, '']) {
			const { good } = await map({ ...withTimes(time), eventId });
			expect(good).toEqual((await map({ ...withTimes(at), eventId })).good);
			expect(good).toHaveLength(1);
		}
	});

	test('an invalid Date is named', async () => {
		const invalid = new Date(NaN);
		const { failed } = await map({ ...transcript, receivedAt: invalid });
		expect((failed[0].problem as IDataObject).message).toContain('"receivedAt" is an invalid date');
		const traits = await map({ ...transcript, visitor: { traits: { since: invalid } } });
		expect(traits.hints.join()).toContain('visitor.traits');
		expect(JSON.stringify(traits.good)).not.toContain('"since"');
	});

	test('a big integer keeps its digits', async () => {
		const traits = { customer: 9007199254740993n, order: { id: 9007199254740993n } };
		const { good } = await map({ ...transcript, visitor: { userId: 9007199254740993n, traits } });
		const text = JSON.stringify(good);
		expect(text.match(/9007199254740993/g)!.length).toBeGreaterThanOrEqual(3);
	});

	test.each(['order 42', 'a|b', '100%', 'Straße', '12:30'])(
		'the eventId %s, which is no URI reference, is hashed',
		async (eventId) => {
			const [first] = (await map({ ...transcript, eventId })).good;
			const [second] = (await map({ ...transcript, eventId })).good;
			expect(first._id).toMatch(/^chatlio-[\da-f]{64}$/);
			expect(second._id).toBe(first._id);
		},
	);

	test('another eventId goes out as it is', async () => {
		const { good } = await map({ ...transcript, eventId: 'order-42' });
		expect(good[0]._id).toBe('order-42');
	});
});
