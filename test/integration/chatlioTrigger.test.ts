import fc from 'fast-check';
import type { INodeParameters, WorkflowExecuteMode } from 'n8n-workflow';

import { ChatlioWebhookApi } from '../../credentials/ChatlioWebhookApi.credentials';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import type { ProblemCode } from '../../lib/problem/problemCodes';
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

/** Posts to one of the trigger's URLs and returns the outcome. */
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
	const warnings = warn.mock.calls;
	warn.mockRestore();
	const items = result.workflowData?.flat().map(({ json }) => json) ?? [];
	const { code, message } = (sent.body ?? {}) as { code?: string; message?: string };
	return { result, sent, items, warnings, code, message };
}

/** A body as n8n's parser passes on JSON. */
const json = (body: unknown): Partial<IncomingRequest> => ({
	body,
	rawBody: Buffer.from(JSON.stringify(body)),
	headers: { 'content-type': 'application/json' },
});

/** A body with a content type that n8n does not know: its bytes are only read on request. */
function unread(bytes: Buffer, headers: Record<string, string> = {}): Partial<IncomingRequest> {
	const request: Partial<IncomingRequest> = { headers };
	request.readRawBody = async function (this: IncomingRequest) {
		this.rawBody = bytes;
	};
	return request;
}

const newConversation = json(documented.newConversation);

/** Expects that nothing starts, and that the node itself answers the caller. */
function expectProblem(
	outcome: Awaited<ReturnType<typeof post>>,
	status: number,
	code: ProblemCode,
	words: string,
) {
	expect(outcome.result).toEqual({ noWebhookResponse: true });
	expect(outcome.sent.status).toBe(status);
	expect(outcome.sent.body).toEqual({ code, message: expect.stringContaining(words) });
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

	test.each(CHATLIO_EVENTS)('$kind becomes the same item at its URL with -wait', async (event) => {
		const request = json(documented[event.kind]);
		const [[now], [later]] = [
			(await post(event.path, request)).items,
			(await post(`${event.path}-wait`, request)).items,
		];
		expect(later).toEqual({ ...now, receivedAt: expect.any(String) });
	});

	test("Adobe's reduced sample, without a conversation, is accepted", async () => {
		const { items } = await post('new-conversation', json(adobeReducedSample));
		expect(items).toMatchObject([{ message: 'Hi', visitor: { email: 'test@example.com' } }]);
		expect(items[0]).not.toHaveProperty('conversationId');
	});

	test('a test event is accepted in the same way', async () => {
		const { items } = await post('new-conversation', newConversation, { mode: 'manual' });
		expect(items).toMatchObject([{ event: 'newConversation' }]);
	});

	test('the same posting has the same ID each time', async () => {
		const ids = [];
		for (let time = 0; time < 2; time++) {
			ids.push((await post('new-conversation', newConversation)).items[0].eventId);
		}
		expect(ids[0]).toBe(ids[1]);
	});
});

describe('the payload', () => {
	const parameters = { options: { includePayload: true } };

	test('is included unchanged if the option is on, with unknown fields', async () => {
		const payload = { ...documented.newConversation, unheardOf: { a: [1] } };
		const { items } = await post('new-conversation', json(payload), { parameters });
		expect(items[0].payload).toEqual(payload);
	});

	test('is included without keys that reach into prototypes', async () => {
		const text = '{"message":"Hi","__proto__":{"polluted":1},"constructor":{"prototype":{}}}';
		const { items } = await post('new-conversation', unread(Buffer.from(text)), { parameters });
		expect(items[0].payload).toEqual({ message: 'Hi' });
		expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	});

	test('with 100,000 levels is truncated', async () => {
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
	])('a JSON object with the content type "%s" is accepted', async (contentType) => {
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
		['multipart/form-data; boundary=x', 'multipart form data'],
		['text/xml', 'XML'],
	])('%s is answered 415 without being read', async (contentType, type) => {
		const request = unread(Buffer.from(''), { 'content-type': contentType });
		request.readRawBody = jest.fn();
		expectProblem(
			await post('new-conversation', request),
			415,
			'webhook.mediaTypeRejected',
			`This is ${type}. Send the event as JSON.`,
		);
		expect(request.readRawBody).not.toHaveBeenCalled();
	});
});

describe('a posting that is not an event', () => {
	test.each([
		['an array', '[{}]'],
		['a string', '"x"'],
		['null', 'null'],
		['empty', ''],
		['not valid JSON', '{'],
	])('a body that is %s is answered 400', async (kind, text) => {
		const outcome = await post('new-conversation', unread(Buffer.from(text)));
		const message = `The body is ${kind}. Send one JSON object per event.`;
		expectProblem(outcome, 400, 'webhook.bodyNotAnObject', message);
	});

	test.each(['{}', '{"foo":1}', '{"message":""}', '{"__proto__":{"message":"Hi"}}'])(
		'a body without any value of an event is answered 422: %s',
		async (text) => {
			const outcome = await post('new-conversation', unread(Buffer.from(text)));
			expectProblem(outcome, 422, 'webhook.notAnEvent', 'no value in any field');
		},
	);

	test('an array that n8n has parsed is answered 400', async () => {
		const outcome = await post('new-conversation', json([{}]));
		expectProblem(outcome, 400, 'webhook.bodyNotAnObject', 'The body is an array.');
	});

	test('a body over two megabytes is answered 413 by its announced length, without being read', async () => {
		const request = unread(Buffer.from('{}'), { 'content-length': '2000001' });
		request.readRawBody = jest.fn();
		const outcome = await post('new-conversation', request);
		expectProblem(outcome, 413, 'webhook.bodyTooLarge', '2000001 bytes');
		expect(request.readRawBody).not.toHaveBeenCalled();
	});

	test('a compressed body is measured after decompression', async () => {
		const bytes = Buffer.from(JSON.stringify({ message: 'x'.repeat(5_000_000) }));
		const headers = { 'content-length': '5000', 'content-encoding': 'gzip' };
		const outcome = await post('new-conversation', unread(bytes, headers));
		expectProblem(outcome, 413, 'webhook.bodyTooLarge', '5000014 bytes');
	});

	test('the maximum size can be set', async () => {
		const request = json({ message: 'x'.repeat(5_000_000) });
		const parameters = { options: { maxBodySize: 6 } };
		expect((await post('new-conversation', request, { parameters })).items).toHaveLength(1);
		const small = { parameters: { options: { maxBodySize: 0.0001 } } };
		expectProblem(
			await post('new-conversation', newConversation, small),
			413,
			'webhook.bodyTooLarge',
			'more than the 100',
		);
	});

	test('a maximum size that is not a number rejects every body and says so', async () => {
		const broken = { parameters: { options: { maxBodySize: 'two' } } };
		expectProblem(
			await post('new-conversation', newConversation, broken),
			413,
			'webhook.bodyLimitInvalid',
			'The option Maximum Body Size of this webhook is not a number.',
		);
	});

	test("a body over n8n's own limit is answered 413", async () => {
		const request = {
			readRawBody: async () => {
				throw Object.assign(new Error('request entity too large'), { status: 413 });
			},
		};
		const outcome = await post('new-conversation', request);
		expectProblem(outcome, 413, 'webhook.bodyTooLargeForN8n', 'larger than this n8n accepts');
		// The sender's next request on the same connection would be lost.
		expect(outcome.sent.headers.connection).toBe('close');
	});

	test('a body that ends too early is answered 400', async () => {
		const request = {
			readRawBody: async () => {
				throw new Error('incorrect header check');
			},
		};
		const outcome = await post('new-conversation', request);
		expectProblem(outcome, 400, 'webhook.bodyUnreadable', 'read to its end');
	});

	test.each(CHATLIO_EVENTS)(
		'a payload of another event at the URL of $kind is answered 422',
		async (event) => {
			const other = event.kind === 'chatTranscript' ? 'offlineMessage' : 'chatTranscript';
			const outcome = await post(event.path, json(documented[other]));
			const words = `the event ${event.title}, but the payload looks like`;
			expectProblem(outcome, 422, 'webhook.wrongUrl', words);
			expect(outcome.message).toContain(event.chatlioTitle);
		},
	);

	test('a URL of none of the events is answered 404', async () => {
		const outcome = await post('other', newConversation);
		expectProblem(outcome, 404, 'webhook.urlUnknown', 'not match any of the five');
	});
});

describe('the log', () => {
	test('reports a rejected posting, which leaves no execution', async () => {
		const { warnings, message } = await post('new-conversation', json([]));
		expect(warnings).toEqual([
			[
				`Chatlio Trigger rejected an event: ${message}`,
				{ status: 400, code: 'webhook.bodyNotAnObject' },
			],
		]);
	});

	test('cannot be filled by strangers', async () => {
		const setting = { parameters: { authentication: 'secretInUrl' }, credentials: inUrl };
		expect((await post('new-conversation', newConversation, setting)).warnings).toEqual([]);
		expect((await post('new-conversation', newConversation)).warnings).toEqual([]);
	});
});

describe('events that are not selected', () => {
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

	test('do not block the selected one', async () => {
		expect((await post('new-conversation', newConversation, { parameters })).items).toHaveLength(1);
	});

	test('are rejected like any other if they do not match their URL', async () => {
		const outcome = await post('visitor-feedback', json(documented.chatTranscript), { parameters });
		expectProblem(outcome, 422, 'webhook.wrongUrl', 'Visitor Feedback');
	});
});

describe('Secret in URL', () => {
	const setting = { parameters: { authentication: 'secretInUrl' }, credentials: inUrl };

	test('accepts a posting with the secret', async () => {
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
		expectProblem(outcome, 401, 'webhook.secretRejected', 'missing in the URL, or is not the one');
		expect(JSON.stringify(outcome.sent)).not.toContain(SECRET);
	});

	test('accepts nothing with a credential of the other type', async () => {
		const mixed = { ...setting, credentials: userAndPassword };
		const request = { ...newConversation, query: { token: '' } };
		const outcome = await post('new-conversation', request, mixed);
		expectProblem(outcome, 401, 'webhook.secretRejected', 'secret');
	});

	test('is checked before the URL and the body', async () => {
		const request = unread(Buffer.from('['), { 'content-length': '99999999' });
		expectProblem(await post('other', request, setting), 401, 'webhook.secretRejected', 'secret');
	});
});

describe('Basic Auth', () => {
	const setting = { parameters: { authentication: 'basicAuth' }, credentials: userAndPassword };
	const withHeaders = (headers: Record<string, string>) => ({
		...newConversation,
		headers: { ...newConversation.headers, ...headers },
	});

	test('accepts a posting with the user and the password', async () => {
		const request = withHeaders(basic('chatlio:pass:word'));
		expect((await post('new-conversation', request, setting)).items).toHaveLength(1);
	});

	test.each([
		['nothing', {}],
		['another password', basic('chatlio:password')],
		['another scheme', { authorization: 'Bearer pass:word' }],
	])('answers 401 to %s, and names the scheme to use', async (_, headers) => {
		const outcome = await post('new-conversation', withHeaders(headers as never), setting);
		expectProblem(outcome, 401, 'webhook.passwordRejected', 'User and password');
		expect(outcome.sent.headers['www-authenticate']).toBe('Basic realm="Chatlio Trigger"');
	});

	test('accepts nothing with a credential of the other type', async () => {
		const request = withHeaders(basic(':'));
		const outcome = await post('new-conversation', request, { ...setting, credentials: inUrl });
		expectProblem(outcome, 401, 'webhook.passwordRejected', 'User and password');
	});
});

describe('the IP allowlist', () => {
	const parameters = { options: { ipAllowlist: '203.0.113.0/24, 2001:db8::/32' } };

	test.each(['203.0.113.7', '::ffff:203.0.113.7', '2001:db8::1'])('admits %s', async (ip) => {
		const outcome = await post('new-conversation', { ...newConversation, ip }, { parameters });
		expect(outcome.items).toHaveLength(1);
	});

	test.each(['203.0.114.7', '2001:db9::1', '127.0.0.1'])('answers 403 to %s', async (ip) => {
		const outcome = await post('new-conversation', { ...newConversation, ip }, { parameters });
		const words = `The address ${ip} is not on the IP allowlist`;
		expectProblem(outcome, 403, 'webhook.addressNotAllowed', words);
	});

	test('answers 403 to a sender without an address', async () => {
		const request = { ...newConversation, ip: undefined };
		const outcome = await post('new-conversation', request, { parameters });
		expectProblem(outcome, 403, 'webhook.addressNotAllowed', 'The address unknown');
	});

	test('admits no one if it cannot be read', async () => {
		const broken = { parameters: { options: { ipAllowlist: 'everybody' } } };
		const outcome = await post('new-conversation', newConversation, broken);
		expectProblem(outcome, 403, 'webhook.addressNotAllowed', 'allowlist');
	});
});

describe('any posting', () => {
	test('becomes an item or gets a 4xx response', async () => {
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
						const { status } = outcome.sent;
						expect([
							[400, 'webhook.bodyNotAnObject'],
							[415, 'webhook.mediaTypeRejected'],
							[422, 'webhook.notAnEvent'],
							[422, 'webhook.wrongUrl'],
						]).toContainEqual([status, outcome.code]);
						expect(outcome.message).toEqual(expect.any(String));
					}
				},
			),
		);
	});

	test('that causes an unexpected failure is answered 500, without the reason', async () => {
		const request = { ...newConversation, query: null as never };
		const outcome = await post('new-conversation', request);
		expectProblem(outcome, 500, 'webhook.notProcessed', 'the log of n8n has the reason');
		expect(outcome.message).not.toContain('null');
	});

	test('is answered 500 if the credential was deleted, and nothing starts', async () => {
		const setting = { parameters: { authentication: 'secretInUrl' } };
		const outcome = await post('new-conversation', newConversation, setting);
		expectProblem(outcome, 500, 'webhook.notProcessed', 'the log of n8n has the reason');
	});
});

describe('before the URLs go live', () => {
	const { checkExists, create, delete: remove } = trigger.webhookMethods.default;
	const hook = (parameters: INodeParameters, credentials?: CredentialRows) =>
		hookContext(registry, 'chatlioTrigger', parameters, credentials);

	test('the settings of a new node are accepted', async () => {
		await expect(checkExists.call(hook({}))).resolves.toBe(false);
		await expect(create.call(hook({}))).resolves.toBe(true);
		await expect(remove.call(hook({}))).resolves.toBe(true);
	});

	test.each<[string, INodeParameters, CredentialRows]>([
		['secret', { authentication: 'secretInUrl' }, inUrl],
		['user and password', { authentication: 'basicAuth' }, userAndPassword],
	])('a credential with a valid %s is accepted', async (_, parameters, credentials) => {
		await expect(create.call(hook(parameters, credentials))).resolves.toBe(true);
	});

	test.each<[string, INodeParameters, CredentialRows | undefined, string]>([
		['no event', { events: [] }, undefined, 'Events: choose at least one'],
		[
			'an unreadable allowlist',
			{ options: { ipAllowlist: '10.0.0.1, here' } },
			undefined,
			'Options > IP Allowlist: "here" is neither',
		],
		[
			'a size of zero',
			{ options: { maxBodySize: 0 } },
			undefined,
			'Options > Maximum Body Size: set',
		],
		[
			'a size that is not a number',
			{ options: { maxBodySize: 'two' } },
			undefined,
			'Options > Maximum Body Size: set',
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
	])('%s is reported in one sentence', async (_, parameters, credentials, words) => {
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

	test('accepts a strong secret', async () => {
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

describe('the description for n8n', () => {
	const { description } = trigger;

	test('has ten URLs: for each event one that answers at once and one that waits', () => {
		const urls = description.webhooks!.map(({ path, responseMode }) => `${path} ${responseMode}`);
		const wanted = CHATLIO_EVENTS.flatMap(({ path }) => [
			`${path} onReceived`,
			`${path}-wait lastNode`,
		]);
		expect(urls.sort()).toEqual(wanted.sort());
	});

	test('begins with the URL of the event that a first chat causes, which the canvas copies', () => {
		expect(description.webhooks![0].path).toBe('new-conversation');
	});

	test('has nothing that the server would have to evaluate or send back', () => {
		for (const { ndvHideUrl, ndvHideMethod, ...evaluated } of description.webhooks!) {
			expect(ndvHideUrl).toMatch(/^=/);
			expect(ndvHideMethod).toBe(true);
			for (const value of Object.values(evaluated)) expect(value).not.toMatch(/^=/);
			const silent = evaluated.responseMode === 'lastNode' ? 'noData' : '';
			expect(evaluated.responseData).toBe(silent);
		}
	});

	test('has no version 1, for which n8n evaluates an expression per request', () => {
		expect(description.version).toEqual([1.1]);
	});

	test('selects every event in a new node, and names it as Chatlio does', () => {
		const events = description.properties.find(({ name }) => name === 'events')!;
		expect(events.default).toEqual(['all']);
		expect(JSON.stringify(events.options)).toContain('In Chatlio: Exporting offline messages');
	});
});
