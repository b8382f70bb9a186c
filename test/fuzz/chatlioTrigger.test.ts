import fc from 'fast-check';
import type { INodeParameters } from 'n8n-workflow';
import { ChatlioWebhookApi } from '../../credentials/ChatlioWebhookApi.credentials';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import type { ProblemCode } from '../../lib/problem/problemCodes';
import { ChatlioTrigger } from '../../nodes/ChatlioTrigger/ChatlioTrigger.node';
import { SUITE_MS } from './fuzz.mts';
import { Registry, webhookContext, type IncomingRequest } from '../harness/n8n';
import { adobeReducedSample, documented } from '../payloads';
import { bytes } from './hostile/bytes';
import { mutated } from './hostile/mutations';
import { json, jsonObject, scalar, text } from './hostile/values';
import { expectCleanPrototypes, expectHarmless, expectSentence } from './invariants';
import { fuzz } from './suite';

const trigger = new ChatlioTrigger();
const registry = new Registry().add([trigger], [new ChatlioWebhookApi()]);
const SECRET = 'correct-horse-battery-staple';
const credentials = { chatlioWebhookApi: { type: 'secretInUrl', secret: SECRET } };

const DANGEROUS = ['__proto__', 'constructor', 'prototype'];

const PATHS = CHATLIO_EVENTS.flatMap(({ path }) => [path, `${path}-wait`]);

const body = bytes(
	fc.oneof(
		{ arbitrary: mutated([...Object.values(documented), adobeReducedSample]), weight: 6 },
		{ arbitrary: jsonObject, weight: 3 },
		{ arbitrary: json, weight: 1 },
	),
);

const contentType = fc.oneof(
	{ arbitrary: fc.constant<string | undefined>('application/json'), weight: 6 },
	fc.constantFrom(
		undefined,
		'',
		'application/json; charset=utf-16le',
		'application/json;'.repeat(500),
		'text/plain',
		'text/xml',
		'application/vnd.chatlio+json',
		'application/x-www-form-urlencoded',
		'multipart/form-data; boundary=x',
		'application/octet-stream',
		'constructor/__proto__',
	),
	text,
);

const HANDED_OVER = ['parsed', 'parsed', 'parsed', 'unread', 'otherBody', 'broken'] as const;

const posting = fc.record({
	path: fc.constantFrom(...PATHS),
	body,
	/** How n8n passes it on: parsed, as bytes that are read on request, as something else, or cut off. */
	handedOver: fc.constantFrom(...HANDED_OVER),
	otherBody: json,
	contentType,
	contentLength: fc.oneof(fc.constant(undefined), fc.constantFrom('0', '-1', '1e999', 'x'), text),
	token: fc.oneof({ arbitrary: fc.constant<unknown>(SECRET), weight: 8 }, json),
	headers: fc.dictionary(text, text, { maxKeys: 3 }),
	authenticated: fc.boolean(),
	options: fc.record(
		{
			includePayload: fc.boolean(),
			maxBodySize: fc.constantFrom(0.01, 2, 16),
			ipAllowlist: fc.constantFrom('', '127.0.0.0/8', '10.0.0.1'),
		},
		{ requiredKeys: [] },
	),
	ip: fc.oneof(fc.constant(undefined), fc.ipV4(), fc.ipV6(), text),
});

type Posting = typeof posting extends fc.Arbitrary<infer T> ? T : never;

function parsed(content: Buffer): unknown {
	try {
		return JSON.parse(content.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}

function requestOf(example: Posting): IncomingRequest {
	const { path, handedOver, body: content, otherBody, token, ip } = example;
	const request: IncomingRequest = {
		path: `/webhook/b7c9/${path}`,
		query: { token },
		...(ip !== undefined && { ip }),
		headers: {
			...example.headers,
			...(example.contentType !== undefined && { 'content-type': example.contentType }),
			...(example.contentLength !== undefined && { 'content-length': example.contentLength }),
		},
	};
	if (handedOver === 'parsed') return { ...request, body: parsed(content), rawBody: content };
	if (handedOver === 'otherBody') return { ...request, body: otherBody, rawBody: content };
	request.readRawBody = async function (this: IncomingRequest) {
		if (handedOver === 'broken') throw Object.assign(new Error('aborted'), { status: 400 });
		this.rawBody = content;
	};
	return request;
}

async function post(request: IncomingRequest, parameters: INodeParameters) {
	const { context, sent } = webhookContext(
		registry,
		'chatlioTrigger',
		parameters,
		request,
		credentials,
	);
	return { result: await trigger.webhook.call(context), sent };
}

/** A body with as many numbers as are weighed. */
const manyNumbers = (number: string): Posting => ({
	path: 'offline-message',
	body: Buffer.from(`{"message":1,"numbers":[${Array(20_000).fill(number).join(',')}]}`),
	handedOver: 'parsed',
	otherBody: {},
	contentType: 'application/json',
	contentLength: undefined,
	token: SECRET,
	headers: {},
	authenticated: true,
	options: {},
	ip: undefined,
});

/** The status of each answer that starts nothing. */
const STATUSES: Partial<Record<ProblemCode, number>> = {
	'webhook.bodyNotAnObject': 400,
	'webhook.bodyUnreadable': 400,
	'webhook.secretRejected': 401,
	'webhook.passwordRejected': 401,
	'webhook.addressNotAllowed': 403,
	'webhook.bodyLimitInvalid': 413,
	'webhook.bodyTooLarge': 413,
	'webhook.mediaTypeRejected': 415,
	'webhook.notAnEvent': 422,
	'webhook.wrongUrl': 422,
};

/** Expects an answer with the status of its code, and a sentence. */
function expectRejection(
	{ status, body: answer }: { status?: number; body?: unknown },
	others = {},
) {
	const { code, message } = answer as { code: ProblemCode; message: string };
	expect([code, status]).toEqual([code, { ...STATUSES, ...others }[code] ?? 'a known code']);
	expectSentence(message);
}

const parametersOf = ({ authenticated, options }: Posting): INodeParameters => ({
	authentication: authenticated ? 'secretInUrl' : 'none',
	options: options as INodeParameters,
});

it(
	'accepts any posting to any of the ten URLs, or rejects it with a code and a sentence',
	async () => {
		await fuzz({
			name: 'Chatlio Trigger',
			share: 0.4,
			cases: posting,
			examples: [
				// Each number took 900 bytes to see that JavaScript would round it, or keep it.
				...['1e21', '1e+21', '1.5e10', '0.5e10'].map(manyNumbers),
			],
			bytes: ({ body: { length } }) => length,
			// JSON.parse alone takes 58 times the bytes of nothing but brackets, and a copy takes some more.
			mostMemory: 150,
			run: async (example) => {
				const { result, sent } = await post(requestOf(example), parametersOf(example));
				expectCleanPrototypes();
				if (result.noWebhookResponse) {
					expect(result).toEqual({ noWebhookResponse: true });
					expectRejection(sent);
					return;
				}
				expect(sent).toEqual({ headers: {} });
				expect(result.workflowData).toEqual([[{ json: expect.anything() }]]);
				if (example.authenticated) expect(example.token).toBe(SECRET);
				const [[{ json: item }]] = result.workflowData!;
				expect(item.eventId).toMatch(/^chatlio-[0-9a-f]{64}$/);
				expect(example.path.replace('-wait', '')).toBe(
					CHATLIO_EVENTS.find(({ kind }) => kind === item.event)?.path,
				);
				expectHarmless(item, { depth: 110, nulls: true, keys: DANGEROUS });
				JSON.stringify(item);
			},
		});
	},
	SUITE_MS,
);

const settings = fc.record({
	authentication: fc.oneof(fc.constantFrom('none', 'secretInUrl', 'basicAuth'), scalar),
	events: fc.oneof(fc.constant([]), json),
	options: fc.record(
		{ includePayload: json, maxBodySize: json, ipAllowlist: json },
		{ requiredKeys: [] },
	),
	token: json,
});

it(
	'admits no one with invalid settings, and still answers',
	async () => {
		await fuzz({
			name: 'Chatlio Trigger, odd settings',
			share: 0.02,
			cases: settings,
			run: async ({ token, ...parameters }) => {
				const content = documented.newConversation;
				const request = {
					path: '/webhook/b7c9/new-conversation',
					query: { token },
					headers: { 'content-type': 'application/json' },
					body: content,
					rawBody: Buffer.from(JSON.stringify(content)),
				};
				const { result, sent } = await post(request, parameters as INodeParameters);
				expectCleanPrototypes();
				if (result.noWebhookResponse) {
					expectRejection(sent, { 'webhook.notProcessed': 500 });
				} else if (parameters.authentication !== 'none') {
					expect([token, parameters.authentication]).toEqual([SECRET, 'secretInUrl']);
				}
			},
		});
	},
	SUITE_MS,
);
