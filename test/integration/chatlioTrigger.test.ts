import fc from 'fast-check';
import type { INodeParameters, WorkflowExecuteMode } from 'n8n-workflow';

import { ChatlioWebhookApi } from '../../credentials/ChatlioWebhookApi.credentials';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import { ChatlioTrigger } from '../../nodes/ChatlioTrigger/ChatlioTrigger.node';
import {
	hookContext,
	Registry,
	webhookContext,
	type CredentialRows,
	type IncomingRequest,
} from '../harness/n8n';
import { adobeReducedSample, documented } from '../payloads';

const trigger = new ChatlioTrigger();
const registry = new Registry().add([trigger], [new ChatlioWebhookApi()]);

const SECRET = 'correct-horse-battery-staple';
const inUrl: CredentialRows = { chatlioWebhookApi: { type: 'secretInUrl', secret: SECRET } };
const userAndPassword: CredentialRows = {
	chatlioWebhookApi: { type: 'basicAuth', user: 'chatlio', password: 'pass:word' },
};
const basic = (text: string) => ({
	authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

interface Setting {
	parameters?: INodeParameters;
	credentials?: CredentialRows;
	mode?: WorkflowExecuteMode;
}

/** Posts to one of the trigger's URLs and tells what came of it. */
async function post(path: string, request: Partial<IncomingRequest>, setting: Setting = {}) {
	const { context, sent } = webhookContext(
		registry,
		'chatlioTrigger',
		setting.parameters ?? {},
		{ path: `/webhook/b7c9/${path}`, ...request },
		setting.credentials,
		setting.mode,
	);
	const warn = jest.spyOn(context.logger, 'warn');
	const result = await trigger.webhook.call(context);
	const warnings = warn.mock.calls.map(([text]) => text);
	warn.mockRestore();
	const items = result.workflowData?.flat().map(({ json }) => json) ?? [];
	return { result, sent, items, warnings, message: (sent.body as { message?: string })?.message };
}

/** As n8n's body parser hands over what has the content type of JSON. */
const json = (body: unknown): Partial<IncomingRequest> => ({
	body,
	rawBody: Buffer.from(JSON.stringify(body)),
	headers: { 'content-type': 'application/json' },
});

/** As n8n hands over what has a content type it does not know: the bytes come only when asked for. */
function unread(bytes: Buffer, headers: Record<string, string> = {}): Partial<IncomingRequest> {
	const request: Partial<IncomingRequest> = { headers };
	request.readRawBody = async function (this: IncomingRequest) {
		this.rawBody = bytes;
	};
	return request;
}

const newConversation = json(documented.newConversation);

/** Nothing starts, and the caller is answered by the node itself. */
function expectRefusal(outcome: Awaited<ReturnType<typeof post>>, status: number, words: string) {
	expect(outcome.result).toEqual({ noWebhookResponse: true });
	expect(outcome.sent.status).toBe(status);
	expect(outcome.sent.body).toEqual({ message: expect.stringContaining(words) });
}

describe('the five documented payloads', () => {
	test.each(CHATLIO_EVENTS)('$kind becomes one item', async ({ kind, path }) => {
		const before = new Date().toISOString();
		const { items, sent, result } = await post(path, json(documented[kind]));
		expect(items).toHaveLength(1);
		expect(items[0]).toMatchObject({
			event: kind,
			eventId: expect.stringMatching(/^chatlio-[0-9a-f]{64}$/),
		});
		expect(String(items[0].receivedAt) >= before).toBe(true);
		expect(items[0]).not.toHaveProperty('payload');
		// n8n answers what is accepted, after it has stored it.
		expect(sent).toEqual({ headers: {} });
		expect(result).not.toHaveProperty('noWebhookResponse');
	});

	test.each(CHATLIO_EVENTS)('$kind becomes the same item at its other URL', async (event) => {
		const request = json(documented[event.kind]);
		const [[now], [later]] = [
			(await post(event.path, request)).items,
			(await post(`${event.path}-wait`, request)).items,
		];
		expect(later).toEqual({ ...now, receivedAt: expect.any(String) });
	});

	test("Adobe's reduced sample, without a conversation, is taken in", async () => {
		const { items } = await post('new-conversation', json(adobeReducedSample));
		expect(items).toMatchObject([{ message: 'Hi', visitor: { email: 'test@example.com' } }]);
		expect(items[0]).not.toHaveProperty('conversationId');
	});

	test('a test event is taken in the same way', async () => {
		const { items } = await post('new-conversation', newConversation, { mode: 'manual' });
		expect(items).toMatchObject([{ event: 'newConversation' }]);
	});

	test('the same posting twice has the same id', async () => {
		const ids = [];
		for (let time = 0; time < 2; time++) {
			ids.push((await post('new-conversation', newConversation)).items[0].eventId);
		}
		expect(ids[0]).toBe(ids[1]);
	});
});

describe('the payload', () => {
	const parameters = { options: { includePayload: true } };

	test('is carried untouched when asked for, unknown fields included', async () => {
		const payload = { ...documented.newConversation, unheardOf: { a: [1] } };
		const { items } = await post('new-conversation', json(payload), { parameters });
		expect(items[0].payload).toEqual(payload);
	});

	test('is carried without the keys that reach into prototypes', async () => {
		const text = '{"message":"Hi","__proto__":{"polluted":1},"constructor":{"prototype":{}}}';
		const { items } = await post('new-conversation', unread(Buffer.from(text)), { parameters });
		expect(items[0].payload).toEqual({ message: 'Hi' });
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	test('of 100,000 levels is cut, not followed', async () => {
		const text = `{"message":"Hi","deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
		const { items } = await post('new-conversation', unread(Buffer.from(text)), { parameters });
		expect(items).toMatchObject([{ message: 'Hi' }]);
		expect(JSON.stringify(items[0].payload).length).toBeLessThan(1000);
	});
});

describe('content types', () => {
	test.each([
		'',
		'application/octet-stream',
		'text/json',
		'application/vnd.x+json',
		'application/json; charset=utf-8',
	])('a JSON object with the content type "%s" is taken in', async (contentType) => {
		const bytes = Buffer.from(JSON.stringify(documented.newConversation));
		const headers = contentType ? { 'content-type': contentType } : undefined;
		const { items } = await post('new-conversation', unread(bytes, headers));
		expect(items).toMatchObject([{ event: 'newConversation', visitor: { ip: '175.24.144.21' } }]);
	});

	test('invalid UTF-8 is harmless', async () => {
		const bytes = Buffer.concat([
			Buffer.from('{"message":"'),
			Buffer.from([0xff]),
			Buffer.from('"}'),
		]);
		const { items } = await post('new-conversation', unread(bytes));
		expect(items).toMatchObject([{ message: '\ufffd' }]);
	});

	test.each([
		['application/x-www-form-urlencoded', 'form data'],
		['multipart/form-data; boundary=x', 'multipart'],
		['text/xml', 'XML'],
	])('%s is answered 415 without being read', async (contentType, words) => {
		const request = unread(Buffer.from(''), { 'content-type': contentType });
		request.readRawBody = jest.fn();
		expectRefusal(await post('new-conversation', request), 415, words);
		expect(request.readRawBody).not.toHaveBeenCalled();
	});
});

describe('what is no event', () => {
	test.each([
		['an array', '[{}]'],
		['a text', '"x"'],
		['null', 'null'],
		['nothing', ''],
		['an empty object', '{}'],
		['broken JSON', '{'],
	])('%s is answered 400', async (_, text) => {
		const outcome = await post('new-conversation', unread(Buffer.from(text)));
		expectRefusal(outcome, 400, 'one JSON object');
	});

	test('an array that n8n has parsed is answered 400', async () => {
		expectRefusal(await post('new-conversation', json([{}])), 400, 'array');
	});

	test('a body over two megabytes is answered 413, by its announced length without being read', async () => {
		const request = unread(Buffer.from('{}'), { 'content-length': '2000001' });
		request.readRawBody = jest.fn();
		expectRefusal(await post('new-conversation', request), 413, '2000001 bytes');
		expect(request.readRawBody).not.toHaveBeenCalled();
	});

	test('a compressed body is measured by what comes out of it', async () => {
		const bytes = Buffer.from(JSON.stringify({ message: 'x'.repeat(5_000_000) }));
		const headers = { 'content-length': '5000', 'content-encoding': 'gzip' };
		expectRefusal(await post('new-conversation', unread(bytes, headers)), 413, '5000014 bytes');
	});

	test('the size that is accepted can be set', async () => {
		const request = json({ message: 'x'.repeat(5_000_000) });
		const parameters = { options: { maxBodySize: 6 } };
		expect((await post('new-conversation', request, { parameters })).items).toHaveLength(1);
		expectRefusal(
			await post('new-conversation', newConversation, {
				parameters: { options: { maxBodySize: 0.0001 } },
			}),
			413,
			'more than the 100',
		);
	});

	test("a body over n8n's own limit is answered 413", async () => {
		const request = {
			readRawBody: async () => {
				throw Object.assign(new Error('request entity too large'), { status: 413 });
			},
		};
		const outcome = await post('new-conversation', request);
		expectRefusal(outcome, 413, 'larger than this n8n accepts');
		// What the sender posts next on the same connection would be lost.
		expect(outcome.sent.headers.connection).toBe('close');
	});

	test('a body that breaks off is answered 400', async () => {
		const request = {
			readRawBody: async () => {
				throw new Error('incorrect header check');
			},
		};
		expectRefusal(await post('new-conversation', request), 400, 'read to its end');
	});

	test.each(CHATLIO_EVENTS)(
		'a payload that contradicts the URL of $kind is answered 422',
		async (event) => {
			const other = event.kind === 'chatTranscript' ? 'offlineMessage' : 'chatTranscript';
			const outcome = await post(event.path, json(documented[other]));
			expectRefusal(outcome, 422, `the event ${event.title}, but the payload looks like`);
			expect(outcome.message).toContain(event.chatlioTitle);
		},
	);

	test('a URL that names none of the events is answered 404', async () => {
		expectRefusal(await post('other', newConversation), 404, 'none of the five');
	});
});

describe('the log', () => {
	test('tells of a posting that was refused, which leaves no execution', async () => {
		const { warnings, message } = await post('new-conversation', json([]));
		expect(warnings).toEqual([expect.stringContaining(message!)]);
	});

	test('is not filled by strangers', async () => {
		const setting = { parameters: { authentication: 'secretInUrl' }, credentials: inUrl };
		expect((await post('new-conversation', newConversation, setting)).warnings).toEqual([]);
		expect((await post('new-conversation', newConversation)).warnings).toEqual([]);
	});
});

describe('events that are not chosen', () => {
	const parameters = { events: ['newConversation'] };

	test.each(['visitor-feedback', 'visitor-feedback-wait'])(
		'are answered by n8n and start nothing: %s',
		async (path) => {
			const { result, sent } = await post(path, json(documented.visitorFeedback), { parameters });
			expect(result).toEqual({
				webhookResponse: { message: expect.stringContaining('Visitor Feedback') },
			});
			expect(sent).toEqual({ headers: {} });
		},
	);

	test('do not keep the chosen one out', async () => {
		expect((await post('new-conversation', newConversation, { parameters })).items).toHaveLength(1);
	});

	test('are refused like any other when they contradict their URL', async () => {
		const outcome = await post('visitor-feedback', json(documented.chatTranscript), { parameters });
		expectRefusal(outcome, 422, 'Visitor Feedback');
	});
});

describe('Secret in URL', () => {
	const setting = { parameters: { authentication: 'secretInUrl' }, credentials: inUrl };

	test('lets in who shows the secret', async () => {
		const request = { ...newConversation, query: { token: SECRET } };
		expect((await post('new-conversation', request, setting)).items).toHaveLength(1);
	});

	test.each([
		['no query', {}],
		['another secret', { token: 'correct-horse-battery-stapler' }],
		['the secret twice', { token: [SECRET, SECRET] }],
		['an object', { token: { toString: SECRET } }],
		['a very long one', { token: 'x'.repeat(100_000) }],
	])('answers 401 to %s, without the secret in the answer', async (_, query) => {
		const outcome = await post('new-conversation', { ...newConversation, query }, setting);
		expectRefusal(outcome, 401, 'missing in the URL, or not the one');
		expect(JSON.stringify(outcome.sent)).not.toContain(SECRET);
	});

	test('lets nobody in with a credential of the other type', async () => {
		const mixed = { ...setting, credentials: userAndPassword };
		const request = { ...newConversation, query: { token: '' } };
		expectRefusal(await post('new-conversation', request, mixed), 401, 'secret');
	});

	test('is asked before anything is told about the body', async () => {
		const request = unread(Buffer.from('['), { 'content-length': '99999999' });
		expectRefusal(await post('other', request, setting), 401, 'secret');
	});
});

describe('Basic Auth', () => {
	const setting = { parameters: { authentication: 'basicAuth' }, credentials: userAndPassword };
	const withHeaders = (headers: Record<string, string>) => ({
		...newConversation,
		headers: { ...newConversation.headers, ...headers },
	});

	test('lets in who shows user and password', async () => {
		const request = withHeaders(basic('chatlio:pass:word'));
		expect((await post('new-conversation', request, setting)).items).toHaveLength(1);
	});

	test.each([
		['nothing', {}],
		['another password', basic('chatlio:password')],
		['another scheme', { authorization: 'Bearer pass:word' }],
	])('answers 401 to %s, and says which scheme to use', async (_, headers) => {
		const outcome = await post('new-conversation', withHeaders(headers as never), setting);
		expectRefusal(outcome, 401, 'User and password');
		expect(outcome.sent.headers['www-authenticate']).toBe('Basic realm="Chatlio Trigger"');
	});

	test('lets nobody in with a credential of the other type', async () => {
		const request = withHeaders(basic(':'));
		const outcome = await post('new-conversation', request, { ...setting, credentials: inUrl });
		expectRefusal(outcome, 401, 'User and password');
	});
});

describe('the IP allowlist', () => {
	const parameters = { options: { ipAllowlist: '203.0.113.0/24, 2001:db8::/32' } };

	test.each(['203.0.113.7', '::ffff:203.0.113.7', '2001:db8::1'])('lets %s in', async (ip) => {
		const outcome = await post('new-conversation', { ...newConversation, ip }, { parameters });
		expect(outcome.items).toHaveLength(1);
	});

	test.each(['203.0.114.7', '2001:db9::1', '127.0.0.1'])('answers 403 to %s', async (ip) => {
		const outcome = await post('new-conversation', { ...newConversation, ip }, { parameters });
		expectRefusal(outcome, 403, `${ip} is not on the IP allowlist`);
	});

	test('answers 403 to whoever has no address', async () => {
		const request = { ...newConversation, ip: undefined };
		const outcome = await post('new-conversation', request, { parameters });
		expectRefusal(outcome, 403, 'The address unknown');
	});

	test('lets nobody in when it cannot be read', async () => {
		const broken = { parameters: { options: { ipAllowlist: 'everybody' } } };
		expectRefusal(await post('new-conversation', newConversation, broken), 403, 'allowlist');
	});
});

describe('whatever comes', () => {
	test('the webhook settles with an item or a 4xx', async () => {
		const part = fc.oneof(
			fc.constantFrom(...Object.values(documented).map((payload) => JSON.stringify(payload))),
			fc.json(),
			fc.string(),
		);
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom(...CHATLIO_EVENTS),
				part,
				fc.oneof(fc.constant('application/json'), fc.string()),
				async ({ path }, text, contentType) => {
					const bytes = Buffer.from(text);
					const outcome = await post(path, unread(bytes, { 'content-type': contentType }));
					if (outcome.items.length !== 1) {
						expect([400, 415, 422]).toContain(outcome.sent.status);
						expect(outcome.message).toEqual(expect.any(String));
					}
				},
			),
		);
	});

	test('what nobody foresaw is answered 500 in one sentence without the reason', async () => {
		const request = { ...newConversation, query: null as never };
		const outcome = await post('new-conversation', request);
		expectRefusal(outcome, 500, 'in the log of n8n');
		expect(outcome.message).not.toContain('null');
	});

	test('a credential that was deleted is answered 500, and nothing starts', async () => {
		const setting = { parameters: { authentication: 'secretInUrl' } };
		expectRefusal(await post('new-conversation', newConversation, setting), 500, 'in the log');
	});
});

describe('before the URLs go live', () => {
	const { checkExists, create, delete: remove } = trigger.webhookMethods.default;
	const hook = (parameters: INodeParameters, credentials?: CredentialRows) =>
		hookContext(registry, 'chatlioTrigger', parameters, credentials);

	test('the settings a new node has are good', async () => {
		await expect(checkExists.call(hook({}))).resolves.toBe(false);
		await expect(create.call(hook({}))).resolves.toBe(true);
		await expect(remove.call(hook({}))).resolves.toBe(true);
	});

	test.each<[string, INodeParameters, CredentialRows]>([
		['secret', { authentication: 'secretInUrl' }, inUrl],
		['user and password', { authentication: 'basicAuth' }, userAndPassword],
	])('a credential with a good %s is good', async (_, parameters, credentials) => {
		await expect(create.call(hook(parameters, credentials))).resolves.toBe(true);
	});

	test.each<[string, INodeParameters, CredentialRows | undefined, string]>([
		['no event', { events: [] }, undefined, 'Events: choose at least one'],
		[
			'an unreadable allowlist',
			{ options: { ipAllowlist: '10.0.0.1, here' } },
			undefined,
			'IP Allowlist: "here" is neither',
		],
		['a size of zero', { options: { maxBodySize: 0 } }, undefined, 'Maximum Body Size: set'],
		[
			'a size that is no number',
			{ options: { maxBodySize: 'two' } },
			undefined,
			'Maximum Body Size: set',
		],
		[
			'no credential',
			{ authentication: 'secretInUrl' },
			undefined,
			'choose or create the credential that holds what Secret in URL asks for',
		],
		[
			'a credential of the other type',
			{ authentication: 'basicAuth' },
			inUrl,
			'Authentication is Basic Auth, but the credential is of the type Secret in URL',
		],
		[
			'a short secret',
			{ authentication: 'secretInUrl' },
			{ chatlioWebhookApi: { type: 'secretInUrl', secret: 'short' } },
			'at least 16 characters',
		],
	])('%s is told in one sentence', async (_, parameters, credentials, words) => {
		await expect(create.call(hook(parameters, credentials))).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining(words),
		});
	});
});

describe("the credential's test", () => {
	const run = async (data: Record<string, string> | undefined) =>
		await trigger.methods.credentialTest.testWebhookCredential({
			id: '1',
			name: 'Chatlio',
			type: 'chatlioWebhookApi',
			data,
		});

	test('is content with a secret that protects', async () => {
		expect(await run({ type: 'secretInUrl', secret: SECRET })).toMatchObject({ status: 'OK' });
	});

	test.each<{ data?: Record<string, string> }>([
		{},
		{ data: {} },
		{ data: { secret: 'short' } },
		{ data: { type: 'basicAuth', user: 'a:b', password: 'c' } },
	])('names the field to change in %p', async ({ data }) => {
		expect(await run(data)).toEqual({
			status: 'Error',
			message: expect.stringMatching(/^(Secret|User|Password): /),
		});
	});
});

describe('what n8n is told', () => {
	const { description } = trigger;

	test('ten URLs, each event one that answers at once and one that waits', () => {
		const paths = description.webhooks!.map(({ path, responseMode }) => [path, responseMode]);
		expect(paths).toEqual(
			CHATLIO_EVENTS.flatMap(({ path }) => [
				[path, 'onReceived'],
				[`${path}-wait`, 'lastNode'],
			]),
		);
	});

	test('nothing that the server would have to evaluate, nor to send back', () => {
		for (const { ndvHideUrl, ndvHideMethod, ...evaluated } of description.webhooks!) {
			expect(ndvHideUrl).toMatch(/^=/);
			expect(ndvHideMethod).toBe(true);
			for (const value of Object.values(evaluated)) expect(value).not.toMatch(/^=/);
			const silent = evaluated.responseMode === 'lastNode' ? 'noData' : '';
			expect(evaluated.responseData).toBe(silent);
		}
	});

	test('no version 1, for which it evaluates an expression per request', () => {
		expect(description.version).toEqual([1.1]);
	});

	test('every event is chosen in a new node, and named as Chatlio names it', () => {
		const events = description.properties.find(({ name }) => name === 'events')!;
		const kinds = CHATLIO_EVENTS.map(({ kind }) => kind).sort();
		expect(events.default).toEqual(kinds);
		expect(JSON.stringify(events.options)).toContain('In Chatlio: Exporting offline messages');
	});
});
