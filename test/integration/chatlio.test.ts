import type { IDataObject, INodeExecutionData, INodeParameters, NodeApiError } from 'n8n-workflow';
import { ChatlioApi } from '../../credentials/ChatlioApi.credentials';
import type { Problem } from '../../lib/problem/problem';
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
	it('requests all widgets, with the key as the user name of Basic Auth', async () => {
		answer = { body: [{ id: 'a' }, { id: 'b' }] };
		const { items, error } = await run();
		expect(error).toBeUndefined();
		expect(items).toEqual([{ id: 'a' }, { id: 'b' }]);
		expect(asked()).toEqual([`GET ${ALL}`]);
		expect(chatlio.requests[0].headers.authorization).toBe(BASIC);
	});

	it('requests one widget, with visitor data', async () => {
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
	])('returns the items of %s', async (_, body, expected) => {
		answer = body === 'null' ? { body, headers: { 'content-type': 'application/json' } } : { body };
		expect((await run()).items).toEqual(expected);
	});

	it('returns the whole response as one item when it must not split', async () => {
		answer = { body: { count: 1, conversations: [{ id: 'a' }] } };
		const { items } = await run({ options: { split: false } });
		expect(items).toEqual([{ count: 1, conversations: [{ id: 'a' }] }]);
	});

	it('stops at the limit, unless Return All is on', async () => {
		answer = { body: Array.from({ length: 60 }, (_, id) => ({ id })) };
		expect((await run()).items).toHaveLength(50);
		expect((await run({ limit: 2 })).items).toEqual([{ id: 0 }, { id: 1 }]);
		expect((await run({ returnAll: true })).items).toHaveLength(60);
	});

	it('sends one request per item and links the results to it', async () => {
		answer = (nth) => ({ body: [{ nth }, { nth }] });
		const { output } = await run({}, { input: itemsOf({ a: 1 }, { a: 2 }) });
		expect(output().map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 0, 1, 1].map((item) => ({ item })),
		);
		expect(chatlio.requests).toHaveLength(2);
	});
});

describe('a request that fails', () => {
	it.each<[string, StubAnswer, INodeParameters, Problem]>([
		[
			'a wrong key',
			{ status: 401 },
			{},
			{
				code: 'chatlio.keyRejected',
				message: 'Chatlio does not accept the API key',
				advice: expect.stringContaining('API Key'),
				retry: 'afterChange',
				service: 'chatlio',
				status: 401,
			},
		],
		[
			'a key without access',
			{ status: 403 },
			{},
			{
				code: 'chatlio.noAccess',
				message: 'Chatlio does not let this API key read these conversations',
				advice: expect.stringContaining('account'),
				retry: 'afterChange',
				service: 'chatlio',
				status: 403,
			},
		],
		[
			'an unknown widget',
			{ status: 404 },
			oneWidget(WIDGET),
			{
				code: 'chatlio.widgetUnknown',
				message: 'Chatlio does not know this widget',
				advice: expect.stringContaining('widgetid'),
				retry: 'afterChange',
				service: 'chatlio',
				status: 404,
			},
		],
		[
			'a missing page',
			{ status: 404 },
			{},
			{
				code: 'chatlio.unexpectedStatus',
				message: 'Chatlio answered with status 404 at the API URL',
				advice: expect.stringContaining('API URL'),
				retry: 'afterChange',
				service: 'chatlio',
				status: 404,
			},
		],
		[
			'too many requests',
			{ status: 429, headers: { 'retry-after': '7' } },
			{},
			{
				code: 'chatlio.rateLimited',
				message: 'Chatlio asks for fewer requests',
				advice: expect.stringContaining('Chatlio asks to wait 7 seconds'),
				retry: 'later',
				service: 'chatlio',
				status: 429,
			},
		],
		[
			'a service that is down',
			{ status: 503 },
			{},
			{
				code: 'chatlio.unavailable',
				message: 'Chatlio is not available at the moment (status 503)',
				advice: expect.stringContaining('Retry On Fail'),
				retry: 'later',
				service: 'chatlio',
				status: 503,
			},
		],
		[
			'a redirect',
			{ status: 302, headers: { location: '/x' } },
			{},
			{
				code: 'chatlio.unexpectedStatus',
				message: 'Chatlio answered with status 302 at the API URL',
				advice: expect.stringContaining('API URL'),
				retry: 'afterChange',
				service: 'chatlio',
				status: 302,
			},
		],
		[
			'a response that is not JSON',
			{ body: '<html>' },
			{},
			{
				code: 'chatlio.unexpectedResponse',
				message: 'The API URL does not answer with the JSON that Chatlio sends',
				advice: expect.stringContaining('API URL'),
				retry: 'afterChange',
				service: 'chatlio',
				status: 200,
			},
		],
		[
			'a rejection with the status of a success',
			{ body: { error: 'no plan' } },
			{},
			{
				code: 'chatlio.noConversations',
				message: 'Chatlio did not return the conversations',
				advice: expect.stringMatching(/ Chatlio says: no plan$/),
				retry: 'afterChange',
				service: 'chatlio',
				status: 200,
			},
		],
		[
			'a dropped connection',
			{ drop: true },
			{},
			{
				code: 'chatlio.unreachable',
				message:
					'Chatlio cannot be reached at the API URL: the connection was closed before the answer',
				advice: expect.stringContaining('Check the field API URL'),
				retry: 'later',
				service: 'chatlio',
			},
		],
	])('says what to do about %s, after one request', async (_, given, parameters, problem) => {
		answer = given;
		const { error } = await run(parameters);
		expect(error).toMatchObject({ message: problem.message, description: problem.advice });
		expect(chatlio.requests).toHaveLength(1);
		const { output } = await run(parameters, { node: { onError: 'continueErrorOutput' } });
		expect(output(0)).toEqual([]);
		expect(output(1).map(({ json }) => json)).toEqual([{ problem }]);
	});

	it('quotes what Chatlio says', async () => {
		answer = { status: 400, body: { error: 'bad', message: 'no such thing' } };
		expect((await run()).error.description).toContain('Chatlio says: bad: no such thing');
	});

	it.each([
		['', 'setting.expressionEmpty', 'The expression of the field Widget ID gave nothing'],
		['../all', 'chatlio.widgetIdInvalid', '"../all" is not a widget ID'],
	])('sends nothing for the widget ID "%s"', async (widgetId, code, message) => {
		const parameters = oneWidget(`={{ "${widgetId}" }}`);
		expect((await run(parameters)).error.message).toBe(message);
		const { output } = await run(parameters, { node: { onError: 'continueErrorOutput' } });
		expect(output(1)[0].json.problem).toEqual({
			code,
			message,
			advice: expect.stringMatching(/\S/),
			retry: 'afterChange',
			field: 'Widget ID',
		});
		expect(chatlio.requests).toEqual([]);
	});

	it('puts the item on the error output, unchanged and with its problem, and continues', async () => {
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
			{
				json: { a: 1, problem: { code: 'chatlio.unavailable', retry: 'later', status: 503 } },
				binary,
			},
		]);
	});

	it('keeps the item in its place when the node continues with one output', async () => {
		answer = { drop: true };
		const { items } = await run(
			{},
			{ input: itemsOf({ a: 1 }), node: { onError: 'continueRegularOutput' } },
		);
		expect(items).toEqual([
			{ a: 1, problem: expect.objectContaining({ code: 'chatlio.unreachable', retry: 'later' }) },
		]);
	});

	it('says that n8n could not evaluate an expression', async () => {
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

	it('is tested with a request that needs only the key', async () => {
		expect(await test({})).toMatchObject({ status: 'OK' });
		// Once by the credential, and once by n8n.
		expect(asked()).toEqual([`GET ${ALL}`, `GET ${ALL}`]);
		expect(chatlio.requests[0].headers.authorization).toBe(BASIC);
	});

	it.each<[string, StubAnswer, string]>([
		['a wrong key', { status: 401 }, 'does not accept the API key'],
		['a plan without the API', { status: 403 }, 'ask Chatlio'],
		['another server', { status: 404 }, 'status 404 at the API URL'],
	])('says what is wrong with %s', async (_, given, words) => {
		answer = given;
		const message = expect.stringContaining(words);
		expect(await test({})).toEqual({ status: 'Error', message });
	});

	it.each<[string, IDataObject, string]>([
		['a missing key', { apiKey: ' ' }, 'The field API Key of the credential is empty'],
		['an invalid URL', { apiUrl: 'here' }, 'The API URL in the credential is not a web address'],
	])('says what is wrong with %s', async (_, row, message) => {
		expect(await test(row)).toEqual({ status: 'Error', message: expect.stringContaining(message) });
	});

	it('appears in no item and no error', async () => {
		answer = { status: 500, body: { message: 'down' } };
		const { run: execution } = await run();
		expect(JSON.stringify(execution.data.resultData)).not.toContain(GIVEN);
	});

	it('goes only to its own URL', async () => {
		answer = { status: 302, headers: { location: 'http://127.0.0.1:9/' } };
		const { error } = await run();
		expect(error.message).toBe('Chatlio answered with status 302 at the API URL');
	});

	it('explains an invalid API URL', async () => {
		const { error } = await run(
			{},
			{ credentials: { chatlioApi: { apiKey: GIVEN, apiUrl: 'here' } } },
		);
		expect(error.message).toBe('The API URL in the credential is not a web address');
	});
});
