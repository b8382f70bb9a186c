import type { IDataObject, INodeExecutionData, INodeParameters, NodeApiError } from 'n8n-workflow';
import { ChatlioApi } from '../../credentials/ChatlioApi.credentials';
import { Chatlio } from '../../nodes/Chatlio/Chatlio.node';
import { testCredential } from '../harness/credentialTest';
import { Registry, runNode, type RunNodeOptions } from '../harness/n8n';
import { stubServer, type StubAnswer, type StubServer } from '../harness/stubServer.mts';

const registry = new Registry().add([new Chatlio()], [new ChatlioApi()]);

const GIVEN = 'key-1f0a5f9a1a01';
const BASIC = `Basic ${Buffer.from(`${GIVEN}:`).toString('base64')}`;
const ALL = '/v1/api/chat_endpoints/all/conversation_summary';
const WIDGET = '2b7a1c94-5d0e-4f3a-8c61-90f2d4e7b835';

let chatlio: StubServer;
let answer: StubAnswer | ((nth: number) => StubAnswer);

beforeAll(async () => {
	chatlio = await stubServer((_, nth) => (typeof answer === 'function' ? answer(nth) : answer));
});
beforeEach(() => {
	chatlio.requests.length = 0;
	answer = { body: [] };
});
afterAll(async () => await chatlio.close());

const oneWidget = (widgetId: string) => ({ widgets: 'one', widgetId });

const itemsOf = (...jsons: IDataObject[]): INodeExecutionData[] => jsons.map((json) => ({ json }));

async function run(
	parameters: INodeParameters = {},
	{ input = itemsOf({}), node, credentials }: Partial<RunNodeOptions> = {},
) {
	const run = await runNode({
		registry,
		type: 'chatlio',
		parameters,
		credentials: credentials ?? { chatlioApi: { apiKey: GIVEN, apiUrl: chatlio.url } },
		input,
		node,
	});
	return { ...run, items: run.output().map(({ json }) => json), error: run.error as NodeApiError };
}

const asked = () => chatlio.requests.map(({ method, url }) => `${method} ${url}`);

describe('Conversation: Get Many', () => {
	it('asks for all widgets with the key as the user name of Basic Auth', async () => {
		answer = { body: [{ id: 'a' }, { id: 'b' }] };
		const { items, error } = await run();
		expect(error).toBeUndefined();
		expect(items).toEqual([{ id: 'a' }, { id: 'b' }]);
		expect(asked()).toEqual([`GET ${ALL}`]);
		expect(chatlio.requests[0].headers.authorization).toBe(BASIC);
	});

	it('asks for one widget, with visitor data', async () => {
		await run({ ...oneWidget(` ${WIDGET} `), visitorData: true });
		expect(asked()).toEqual([
			`GET /v1/api/chat_endpoints/${WIDGET}/conversation_summary?visitor_data=true`,
		]);
	});

	it.each<[string, unknown, IDataObject[]]>([
		['a list of objects', [{ id: 'a' }], [{ id: 'a' }]],
		['the one list in an object', { count: 2, conversations: [{ id: 'a' }] }, [{ id: 'a' }]],
		['an object with two lists', { a: [1], b: [2] }, [{ a: [1], b: [2] }]],
		['an object without a list', { open: 3 }, [{ open: 3 }]],
		['a list of texts', ['a', 'b'], [{ value: 'a' }, { value: 'b' }]],
		['an empty list', [], []],
		['null, Chatlio’s other empty list', 'null', []],
	])('makes items of %s', async (_, body, expected) => {
		answer = body === 'null' ? { body, headers: { 'content-type': 'application/json' } } : { body };
		expect((await run()).items).toEqual(expected);
	});

	it('hands the whole answer on as one item when asked to', async () => {
		answer = { body: { count: 1, conversations: [{ id: 'a' }] } };
		const { items } = await run({ options: { split: false } });
		expect(items).toEqual([{ count: 1, conversations: [{ id: 'a' }] }]);
	});

	it('stops at the limit, unless all are wanted', async () => {
		answer = { body: Array.from({ length: 60 }, (_, id) => ({ id })) };
		expect((await run()).items).toHaveLength(50);
		expect((await run({ limit: 2 })).items).toEqual([{ id: 0 }, { id: 1 }]);
		expect((await run({ returnAll: true })).items).toHaveLength(60);
	});

	it('asks once per item and links what comes back to it', async () => {
		answer = (nth) => ({ body: [{ nth }, { nth }] });
		const { output } = await run({}, { input: itemsOf({ a: 1 }, { a: 2 }) });
		expect(output().map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 1, 1].map((item) => ({ item })),
		);
		expect(chatlio.requests).toHaveLength(2);
	});
});

describe('what is refused', () => {
	it.each<[string, StubAnswer, INodeParameters, string, string]>([
		['a wrong key', { status: 401 }, {}, 'Chatlio does not accept the API key', 'API Key'],
		['a key without the right', { status: 403 }, {}, 'does not let this API key read', 'account'],
		[
			'an unknown widget',
			{ status: 404 },
			oneWidget(WIDGET),
			'does not know this widget',
			'widgetid',
		],
		['a missing page', { status: 404 }, {}, 'Chatlio answered with status 404', 'API URL'],
		[
			'too many requests',
			{ status: 429, headers: { 'retry-after': '7' } },
			{},
			'Chatlio asks for fewer requests',
			'Chatlio asks to wait 7 seconds',
		],
		[
			'a service that is down',
			{ status: 503 },
			{},
			'not available at the moment (status 503)',
			'Retry On Fail',
		],
		['a redirect', { status: 302, headers: { location: '/x' } }, {}, 'status 302', 'API URL'],
		[
			'an answer that is no JSON',
			{ body: '<html>' },
			{},
			'not the JSON that Chatlio sends',
			'API URL',
		],
		[
			'a dropped connection',
			{ drop: true },
			{},
			'Chatlio cannot be reached: the connection was closed',
			'network',
		],
	])(
		'says what to do about %s, after one request',
		async (_, given, parameters, message, advice) => {
			answer = given;
			const { error } = await run(parameters);
			expect(error.message).toContain(message);
			expect(error.description).toContain(advice);
			expect(chatlio.requests).toHaveLength(1);
		},
	);

	it('repeats what Chatlio says', async () => {
		answer = { status: 400, body: { error: 'bad', message: 'no such thing' } };
		expect((await run()).error.description).toContain('Chatlio says: no such thing');
	});

	it.each([
		['', 'The field Widget ID is empty'],
		['../all', '"../all" is no widget ID'],
	])('asks nothing for the widget ID "%s"', async (widgetId, message) => {
		const { error } = await run(oneWidget(`={{ "${widgetId}" }}`));
		expect(error.message).toBe(message);
		expect(chatlio.requests).toEqual([]);
	});

	it('puts the item on the error output, untouched and with the reason, and goes on', async () => {
		answer = (nth) => (nth === 1 ? { status: 503 } : { body: [{ id: 'b' }] });
		const binary = { file: { data: 'aGk=', mimeType: 'text/plain' } };
		const { output } = await run(
			{},
			{
				input: [{ json: { a: 1 }, binary }, { json: { a: 2 } }],
				node: { onError: 'continueErrorOutput' },
			},
		);
		expect(output(0)).toMatchObject([{ json: { id: 'b' }, pairedItem: { item: 1 } }]);
		expect(output(1)).toMatchObject([
			{ json: { a: 1, refusal: { status: 503, reason: expect.any(String) } }, binary },
		]);
	});

	it('keeps the item in its place when it is to continue with one output', async () => {
		answer = { drop: true };
		const { items } = await run(
			{},
			{ input: itemsOf({ a: 1 }), node: { onError: 'continueRegularOutput' } },
		);
		expect(items).toEqual([
			{ a: 1, refusal: { reason: expect.any(String), advice: expect.any(String) } },
		]);
	});

	it('says which expression or credential n8n could not use', async () => {
		const { error } = await run({ visitorData: '={{ $("Nowhere").item.json.x }}' });
		expect(error.description).toContain('Check the parameters');
	});
});

describe('the credential', () => {
	const test = async (row: IDataObject) =>
		await testCredential(registry, 'chatlioApi', {
			apiKey: GIVEN,
			apiUrl: chatlio.url,
			...row,
		} as never);

	it('is tested with the call that needs nothing but the key', async () => {
		expect(await test({})).toMatchObject({ status: 'OK' });
		expect(asked()).toEqual([`GET ${ALL}`]);
		expect(chatlio.requests[0].headers.authorization).toBe(BASIC);
	});

	it.each<[string, StubAnswer, IDataObject, string]>([
		['a wrong key', { status: 401 }, {}, 'does not accept the API Key'],
		['a plan without the API', { status: 403 }, {}, 'ask Chatlio'],
		['another server', { status: 404 }, {}, 'check the API URL'],
		['a missing key', {}, { apiKey: ' ' }, 'The field API Key of the credential is empty'],
	])('says what is wrong with %s', async (_, given, row, message) => {
		answer = given;
		expect(await test(row)).toEqual({ status: 'Error', message: expect.stringContaining(message) });
	});

	it('appears in no item and no error', async () => {
		answer = { status: 500, body: { message: 'down' } };
		const { run: execution } = await run();
		expect(JSON.stringify(execution.data.resultData)).not.toContain(GIVEN);
	});

	it('goes to no other address than its own', async () => {
		answer = { status: 302, headers: { location: 'http://127.0.0.1:9/' } };
		const { error } = await run();
		expect(error.message).toBe('Chatlio answered with status 302');
	});

	it('explains an API URL that is none', async () => {
		const { error } = await run(
			{},
			{ credentials: { chatlioApi: { apiKey: GIVEN, apiUrl: 'here' } } },
		);
		expect(error.message).toBe('The API URL in the credential is no web address');
	});
});
