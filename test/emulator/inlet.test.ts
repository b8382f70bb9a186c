import { ORG_ID } from '../../emulator/account.mts';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { gzip } from '../harness/emulatorTools.mts';
import { event, http, inletHeaders, message } from './http';

let emulator: Emulator;
let open: PreparedDataflow;
let closed: PreparedDataflow;

beforeEach(async () => {
	await emulator.control.reset();
	const options = { format: 'xdm', profile: true } as const;
	open = await prepareDataflow(emulator.url, { ...options, name: 'Open', authenticated: false });
	closed = await prepareDataflow(emulator.url, { ...options, name: 'Closed', authenticated: true });
});
beforeAll(async () => {
	emulator = await startEmulator();
});
afterAll(async () => await emulator.stop());

const text = (inletId: string, words: string) =>
	`inletId: [${inletId}] imsOrgId: [${ORG_ID}] ${words}`;

describe('a single message', () => {
	it('is accepted with a transaction id and stored after validation', async () => {
		const { status, data } = await http.post(open.inletUrl, message(open, event('one')));
		expect(status).toBe(200);
		expect(data).toEqual({
			inletId: open.inletId,
			xactionId: expect.stringMatching(/^\d+:\d+:\d+$/),
			receivedTimeMs: expect.any(Number),
			syncValidation: { skipped: true },
		});
		const [record] = await emulator.control.settled(1);
		expect(record).toMatchObject({
			status: 'stored',
			_id: 'one',
			datasetId: open.datasetId,
			flowId: open.flowId,
			record: event('one'),
		});
		expect(record?.xactionId).toBe(data.xactionId);
	});

	it('is read gzipped', async () => {
		const body = gzip(JSON.stringify(message(open, event('zipped'))));
		const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
		expect((await http.post(open.inletUrl, body, { headers })).status).toBe(200);
		const [record] = await emulator.control.settled(1);
		expect(record?._id).toBe('zipped');
	});

	it.each([
		['no JSON', '{"header":', 'application/json', 400],
		['another content type', 'hello', 'text/plain', 400],
		['Jackson Smile, which the emulator does not read', ':)', 'application/x-jackson-smile', 415],
		['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]), 'application/json', 400],
	])('is refused as %s', async (_, body, type, status) => {
		const reply = await http.post(open.inletUrl, body, { headers: { 'content-type': type } });
		expect(reply.status).toBe(status);
		expect(await emulator.control.records()).toEqual([]);
	});

	it('is refused as broken gzip', async () => {
		const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
		const reply = await http.post(open.inletUrl, Buffer.from('not gzip'), { headers });
		expect(reply.status).toBe(400);
	});

	it('nested beyond reason is refused, and the emulator lives on', async () => {
		const deep = '['.repeat(200_000) + ']'.repeat(200_000);
		const body = JSON.stringify(message(open, event('x'))).replace('"chat.message"', deep);
		const headers = { 'content-type': 'application/json' };
		expect((await http.post(open.inletUrl, body, { headers })).status).toBe(400);
		expect((await http.post(open.inletUrl, message(open, event('x')))).status).toBe(200);
	});

	it('to an inlet that does not exist is answered 404', async () => {
		const { status } = await http.post(`${emulator.url}/collection/${'0'.repeat(64)}`, {});
		expect(status).toBe(404);
	});

	it('may name its dataflow by header, by query, in itself, or leave it to the dataset', async () => {
		const bare = message(open, event('x'), { flowId: undefined });
		await http.post(open.inletUrl, bare, { headers: { 'x-adobe-flow-id': open.flowId } });
		await http.post(`${open.inletUrl}?x-adobe-flow-id=${open.flowId}`, bare);
		await http.post(open.inletUrl, message(open, event('x')));
		await http.post(open.inletUrl, bare);
		const records = await emulator.control.settled(4);
		expect(records.map(({ flowId, status }) => [flowId, status])).toEqual(
			Array(4).fill([open.flowId, 'stored']),
		);
	});
});

describe('the size limit', () => {
	const ofSize = (bytes: number) => {
		const empty = JSON.stringify(message(open, event('big', { eventMergeId: '' })));
		const filler = 'x'.repeat(bytes - Buffer.byteLength(empty));
		return JSON.stringify(message(open, event('big', { eventMergeId: filler })));
	};
	const headers = { 'content-type': 'application/json' };

	it('lets 1,000,000 bytes pass and answers 413 to one more', async () => {
		expect((await http.post(open.inletUrl, ofSize(1_000_000), { headers })).status).toBe(200);
		expect((await http.post(open.inletUrl, ofSize(1_000_001), { headers })).status).toBe(413);
	});

	it('can be set to 2^20', async () => {
		await emulator.control.settings({ maxBodyBytes: 2 ** 20 });
		expect((await http.post(open.inletUrl, ofSize(2 ** 20), { headers })).status).toBe(200);
		expect((await http.post(open.inletUrl, ofSize(2 ** 20 + 1), { headers })).status).toBe(413);
	});

	it('counts a gzipped body uncompressed as well', async () => {
		const body = gzip(ofSize(1_000_001));
		expect(body.length).toBeLessThan(10_000);
		const reply = await http.post(open.inletUrl, body, {
			headers: { ...headers, 'content-encoding': 'gzip' },
		});
		expect(reply.status).toBe(413);
	});
});

describe('the envelope', () => {
	it.each([
		['no header', () => ({ body: {} })],
		['an array', () => []],
		['a text', () => '"hello"'],
	])('is mandatory: %s is refused', async (_, body) => {
		const { status, data } = await http.post(open.inletUrl, body(), {
			headers: { 'content-type': 'application/json' },
		});
		expect(status).toBe(400);
		expect(data).toEqual({
			type: 'http://ns.adobe.com/adobecloud/problem/data-collection-service/inlet',
			status: 400,
			title: 'Invalid XDM Message Format',
			report: {
				message: "The 'header' field is mandatory. Provide a valid 'header' value and try again.",
			},
		});
	});

	it('of another organization is refused', async () => {
		const { status, data } = await http.post(
			open.inletUrl,
			message(open, event('x'), { imsOrgId: 'OTHER@AdobeOrg' }),
		);
		expect(status).toBe(400);
		expect(data.report.message).toBe(
			text(open.inletId, 'Message has an absent or wrong ims org in the header'),
		);
	});

	it('without organization is filled in, or refused when set so', async () => {
		const bare = message(open, event('x'), { imsOrgId: undefined });
		expect((await http.post(open.inletUrl, bare)).status).toBe(200);
		await emulator.control.settings({ absentOrg: 'refused' });
		expect((await http.post(open.inletUrl, bare)).status).toBe(400);
	});

	const otherSchema = () => ({ ...open.schemaRef, id: `${open.schemaRef.id}%22` });
	it.each([
		['header', () => message(open, event('x'), { schemaRef: otherSchema() })],
		['header without a schema', () => message(open, event('x'), { schemaRef: undefined })],
		[
			'body',
			() => ({
				...message(open, event('x')),
				body: { xdmMeta: { schemaRef: otherSchema() }, xdmEntity: event('x') },
			}),
		],
		['body without xdmMeta', () => ({ ...message(open, 0), body: { xdmEntity: event('x') } })],
		['dataset', () => message(open, event('x'), { datasetId: closed.datasetId })],
		['dataset that does not exist', () => message(open, event('x'), { datasetId: 'f'.repeat(24) })],
		['message without dataset', () => message(open, event('x'), { datasetId: undefined })],
	])('whose schema differs in the %s has an unknown format', async (_, body) => {
		const { status, data } = await http.post(open.inletUrl, body());
		expect(status).toBe(400);
		expect(data.report.message).toBe(text(open.inletId, 'Message has unknown xdm format'));
	});

	it.each([
		'application/vnd.adobe.xed-full+json;version=1',
		'application/vnd.adobe.xed-full+json;version=1.0',
		'application/vnd.adobe.xed-full-notext+json; version=1.0',
	])('may name its schema as %s', async (contentType) => {
		const schemaRef = { id: open.schemaId, contentType };
		const body = { ...message({ ...open, schemaRef }, event('x')) };
		expect((await http.post(open.inletUrl, body)).status).toBe(200);
	});

	it('with another version of the schema has an unknown format', async () => {
		const contentType = 'application/vnd.adobe.xed-full+json;version=2';
		const schemaRef = { id: open.schemaId, contentType };
		const body = message({ ...open, schemaRef }, event('x'));
		expect((await http.post(open.inletUrl, body)).status).toBe(400);
	});
});

describe('an authenticated inlet', () => {
	const send = async (change: Record<string, string | undefined> = {}) =>
		await http.post(closed.inletUrl, message(closed, event('x')), {
			headers: { ...(await inletHeaders(emulator.url)), ...change },
		});

	it('accepts a token with organization and sandbox', async () => {
		expect((await send()).status).toBe(200);
	});

	it.each([undefined, 'Bearer', 'Bearer '])('answers 401 to an empty token (%s)', async (token) => {
		const { status, data } = await send({ Authorization: token });
		expect(status).toBe(401);
		expect(data).toEqual({
			type: 'https://ns.adobe.com/adobecloud/problem/data-collection-service-authorization',
			status: '401',
			title: 'Authorization',
			report: { message: '[id] Ims service token is empty' },
		});
	});

	it('answers 403 to a token that is not valid, 401 when set so', async () => {
		expect((await send({ Authorization: 'Bearer eyJ.x.y' })).status).toBe(403);
		await emulator.control.settings({ badTokenStatus: 401 });
		expect((await send({ Authorization: 'Bearer eyJ.x.y' })).status).toBe(401);
	});

	it('wants the organization as a header', async () => {
		expect((await send({ 'x-gw-ims-org-id': undefined })).status).toBe(401);
		expect((await send({ 'x-gw-ims-org-id': 'OTHER@AdobeOrg' })).status).toBe(403);
	});

	it('reads both spellings of the sandbox header, or only the one that is set', async () => {
		const older = { 'x-sandbox-name': undefined, 'sandbox-name': 'prod' };
		expect((await send(older)).status).toBe(200);
		expect((await send({ 'x-sandbox-name': undefined })).status).toBe(400);
		expect((await send({ 'x-sandbox-name': 'dev' })).status).toBe(400);
		await emulator.control.settings({ sandboxHeader: 'sandbox-name' });
		expect((await send()).status).toBe(400);
		expect((await send(older)).status).toBe(200);
	});

	it('answers 403 with an empty body to addresses that are not on the allow-list', async () => {
		await emulator.control.settings({ ipAllowListRefuses: true });
		const { status, data } = await send();
		expect([status, data]).toEqual([403, '']);
	});
});

describe('rate limits', () => {
	it('answer 429 to too many requests, with Retry-After when set so', async () => {
		await emulator.control.settings({ requestsPerSecond: 2, retryAfterSeconds: 3 });
		const send = () => http.post(open.inletUrl, message(open, event('x')));
		const replies = await Promise.all([send(), send(), send()]);
		const refused = replies.filter(({ status }) => status === 429);
		expect(refused).toHaveLength(1);
		expect(refused[0]?.headers['retry-after']).toBe('3');
	});

	it('answer 429 without Retry-After by default', async () => {
		await emulator.control.settings({ requestsPerSecond: 0 });
		const reply = await http.post(open.inletUrl, message(open, event('x')));
		expect(reply.status).toBe(429);
		expect(reply.headers['retry-after']).toBeUndefined();
	});

	it('count the messages of a batch', async () => {
		await emulator.control.settings({ messagesPerSecond: 2 });
		const messages = Array(3).fill(message(open, event('x')));
		const url = open.inletUrl.replace('/collection/', '/collection/batch/');
		expect((await http.post(url, { messages })).status).toBe(429);
		expect((await http.post(url, { messages: messages.slice(1) })).status).toBe(207);
	});

	it('let 60 sync validations a minute pass at each inlet', async () => {
		const sync = (flow: PreparedDataflow) =>
			http.post(`${flow.inletUrl}?syncValidation=true`, message(flow, event('x')));
		for (let i = 0; i < 60; i++) expect((await sync(open)).status).toBe(200);
		expect((await sync(open)).status).toBe(429);
		const other = await prepareDataflow(emulator.url, {
			name: 'Other',
			format: 'xdm',
			authenticated: false,
		});
		expect((await sync(other)).status).toBe(200);
	});
});
