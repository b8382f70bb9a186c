import axios from 'axios';
import { openGate, type Gate } from '../../playground/cluster/gate.mts';
import { freePort } from '../../playground/ports.mts';
import { N8nStub } from '../harness/n8nStub.mts';

let main: N8nStub;
let first: N8nStub;
let second: N8nStub;
let gate: Gate;

beforeEach(async () => {
	[main, first, second] = [await N8nStub.start(), await N8nStub.start(), await N8nStub.start()];
	gate = await openGate({
		port: await freePort(),
		main: main.url,
		webhooks: [first.url, second.url],
	});
});

afterEach(async () => {
	await gate.stop();
	for (const one of [main, first, second]) await one.become('down');
});

const post = async (path: string, body: unknown, headers: Record<string, string | null> = {}) =>
	await axios.post<{ message?: string }>(`${gate.url}${path}`, body, {
		headers,
		validateStatus: () => true,
		maxBodyLength: Infinity,
	});

const webhookCalls = () => [...first.received, ...second.received];

test('production webhooks go to the webhook processors in turn, everything else to the main process', async () => {
	for (const path of ['/webhook/a', '/webhook/b', '/webhook/c', '/webhook/d']) await post(path, {});
	await post('/webhook-test/a', {});
	await axios.get(`${gate.url}/rest/settings?a=1&b=%20`);
	expect([first.received.length, second.received.length]).toEqual([2, 2]);
	expect(main.received.map(({ url }) => url)).toEqual([
		'/webhook-test/a',
		'/rest/settings?a=1&b=%20',
	]);
});

test.each([
	['none', null],
	['empty', ''],
	['JSON', 'application/json'],
	['JSON with a charset', 'application/json; charset=utf-8'],
	['another charset', 'text/plain;charset=iso-8859-1'],
	['not a content type at all', 'not a content type'],
])('a body passes byte by byte, with its content type unchanged: %s', async (_, contentType) => {
	const bytes = Buffer.from([0x7b, 0xff, 0x00, 0x22, 0xc3, 0x28, 0x7d]);
	const answer = await post('/webhook/a', bytes, {
		'content-type': contentType,
		'content-encoding': 'identity',
	});
	const [{ body, headers }] = webhookCalls();
	expect(answer.status).toBe(200);
	expect(body).toEqual(bytes);
	expect(headers['content-encoding']).toBe('identity');
	expect(headers['content-type']).toBe(contentType ?? undefined);
});

test('a body of 16 MB passes', async () => {
	const body = Buffer.alloc(16 * 1024 * 1024, 'x');
	expect((await post('/webhook/a', body)).status).toBe(200);
	expect(webhookCalls()[0].body.equals(body)).toBe(true);
});

test('a process that is not ready gets no calls until it is', async () => {
	await first.become('starting');
	await first.asked();
	await post('/webhook/a', {});
	await post('/webhook/b', {});
	expect([first.received.length, second.received.length]).toEqual([0, 2]);
	await first.become('ready');
	await first.asked();
	await post('/webhook/c', {});
	await post('/webhook/d', {});
	expect([first.received.length, second.received.length]).toEqual([1, 3]);
});

test('a call that could not be passed on goes to the next processor, once', async () => {
	await first.become('down');
	const answers = [await post('/webhook/a', {}), await post('/webhook/b', {})];
	expect(answers.map(({ status }) => status)).toEqual([200, 200]);
	expect(second.received.map(({ url }) => url)).toEqual(['/webhook/a', '/webhook/b']);
});

test('a call whose connection broke after it was sent is answered 502 and never sent again', async () => {
	for (const one of [first, second]) await one.become('dies');
	const answer = await post('/webhook/a', {});
	expect([answer.status, answer.data.message]).toEqual([
		502,
		'The connection to n8n broke after the request was sent: whether n8n has taken it is not known.',
	]);
	expect(webhookCalls()).toHaveLength(1);
});

test('if no process is ready, the sender is asked to send again', async () => {
	await first.become('down');
	await second.become('down');
	const { status, headers, data } = await post('/webhook/a', {});
	expect([status, headers['retry-after'], data.message]).toEqual([
		503,
		'1',
		'No n8n process is ready: send it again in a moment.',
	]);
});

test('n8n gets the address of the sender and the requested host, which the sender cannot forge', async () => {
	await post('/webhook/a', {}, { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-host': 'evil' });
	const { host } = new URL(gate.url);
	expect(webhookCalls()[0].headers).toMatchObject({
		host,
		'x-forwarded-for': '203.0.113.7, 127.0.0.1',
		'x-forwarded-proto': 'http',
		'x-forwarded-host': host,
	});
});

test('an answer may take longer than ten seconds', async () => {
	first.delayMs = second.delayMs = 11_000;
	expect((await post('/webhook/a', {})).status).toBe(200);
});
