import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { batchUrl, event, http, inletHeaders, message } from './http';

let emulator: Emulator;
let flow: PreparedDataflow;

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	const options = { name: 'Events', format: 'xdm', authenticated: true } as const;
	flow = await prepareDataflow(emulator.url, options);
});
afterAll(async () => await emulator.stop());

const send = async (id = 'x') =>
	await http.post(flow.inletUrl, message(flow, event(id)), {
		headers: await inletHeaders(emulator.url),
	});
const sendBatch = async (ids: string[]) =>
	await http.post(
		batchUrl(flow),
		{ messages: ids.map((id) => message(flow, event(id))) },
		{ headers: await inletHeaders(emulator.url) },
	);
const storedIds = async (count: number) =>
	(await emulator.control.settled(count)).map((record) => record._id);

it('answers with a status, headers and body instead of doing anything', async () => {
	await emulator.control.fault({
		match: { path: '/collection/', method: 'POST' },
		action: { status: 503, headers: { 'Retry-After': '7' }, body: { sorry: true } },
	});
	const { status, headers, data } = await send();
	expect([status, headers['retry-after'], data]).toEqual([503, '7', { sorry: true }]);
	expect(await emulator.control.records()).toEqual([]);
	expect((await send()).status).toBe(200);
});

it('answers with an empty body unless one is given', async () => {
	await emulator.control.fault({ match: { path: '/collection/' }, action: { status: 403 } });
	const { status, data } = await send();
	expect([status, data]).toEqual([403, '']);
});

it('hits as many times as told, every time for 0', async () => {
	await emulator.control.fault({
		match: { path: '/collection' },
		times: 2,
		action: { status: 500 },
	});
	expect([(await send()).status, (await send()).status, (await send()).status]).toEqual([
		500, 500, 200,
	]);
	await emulator.control.fault({
		match: { path: '/collection' },
		times: 0,
		action: { status: 429 },
	});
	for (let i = 0; i < 5; i++) expect((await send()).status).toBe(429);
	await emulator.control.clearFaults();
	expect((await send()).status).toBe(200);
});

it('begins with the n-th request that fits', async () => {
	await emulator.control.fault({ match: { path: '/collection', nth: 3 }, action: { status: 500 } });
	const statuses = [];
	for (let i = 0; i < 4; i++) statuses.push((await send()).status);
	expect(statuses).toEqual([200, 200, 500, 200]);
});

it('finds a request by a text in its body', async () => {
	await emulator.control.fault({
		match: { path: '/collection', containing: '"poison"' },
		action: { status: 500 },
	});
	expect((await send('fine')).status).toBe(200);
	expect((await send('poison')).status).toBe(500);
});

it('drops the connection before anything happens', async () => {
	await emulator.control.fault({
		match: { path: '/collection' },
		action: { dropConnection: 'before' },
	});
	await expect(send()).rejects.toThrow(/socket hang up|ECONNRESET/);
	expect(await emulator.control.records()).toEqual([]);
	const [request] = await emulator.control.requests('/collection/');
	expect(request).toMatchObject({ dropped: 'before', status: null });
});

it('stores what came and loses the reply', async () => {
	await emulator.control.fault({
		match: { path: '/collection' },
		action: { dropConnection: 'after' },
	});
	await expect(sendBatch(['a', 'b'])).rejects.toThrow(/socket hang up|ECONNRESET/);
	expect(await storedIds(2)).toEqual(['a', 'b']);
	const [request] = await emulator.control.requests('/collection/');
	expect(request).toMatchObject({ dropped: 'after', status: 207, messages: 2 });
});

it('answers late', async () => {
	await emulator.control.fault({ match: { path: '/collection' }, action: { delayMs: 200 } });
	const start = Date.now();
	expect((await send()).status).toBe(200);
	expect(Date.now() - start).toBeGreaterThanOrEqual(200);
});

it('refuses messages of a batch by position or by text, and accepts the others', async () => {
	await emulator.control.fault({
		match: { path: '/collection/batch' },
		times: 2,
		action: { refuseMessages: { indexes: [1], containing: '"c"', status: 503, message: 'Later' } },
	});
	const { data } = await sendBatch(['a', 'b', 'c', 'd']);
	const statuses = data.responses.map((one: { status?: number }) => one.status);
	expect(statuses).toEqual([undefined, 503, 503, undefined]);
	expect(data.responses[1].message).toBe('Later');
	expect(await storedIds(2)).toEqual(['a', 'd']);
	const [request] = await emulator.control.requests('/collection/batch');
	expect(request).toMatchObject({ messages: 4, refused: 2, reason: 'Later' });
});

it('refuses a single message by text', async () => {
	await emulator.control.fault({
		match: { path: '/collection' },
		action: { refuseMessages: { containing: 'poison' } },
	});
	expect((await send('poison')).status).toBe(400);
});

it('leaves results out of a batch answer whose messages are all stored', async () => {
	await emulator.control.fault({ match: { path: '/collection' }, action: { shortReply: true } });
	await emulator.control.fault({ match: { path: '/collection' }, action: { shortReply: 2 } });
	expect((await sendBatch(['a', 'b', 'c'])).data.responses).toHaveLength(2);
	expect((await sendBatch(['d', 'e', 'f'])).data.responses).toHaveLength(1);
	expect(await storedIds(6)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
});

it('reaches the token endpoint and the platform too', async () => {
	await emulator.control.fault({ match: { path: '/ims/' }, action: { status: 429 } });
	await expect(inletHeaders(emulator.url)).rejects.toThrow('429');
});

it.each([
	[[], 'A fault rule is an object with match, times and action.'],
	[{ match: { url: 1 }, action: {} }, '"match" knows path, method, nth and containing, not "url".'],
	[{ match: 5, action: {} }, '"match" is an object.'],
	[{ times: 'x', action: {} }, '"times" is a number; 0 means every time.'],
	[{ match: {} }, '"action" is an object.'],
	[{ action: { dropConnection: 'now' } }, '"dropConnection" is "before" or "after".'],
])('says what is wrong with a rule: %j', async (rule, message) => {
	const { status, data } = await http.post(`${emulator.url}/emulator/faults`, rule);
	expect([status, data]).toEqual([400, { message }]);
});

it('knows no action it cannot do', async () => {
	const rule = { action: { explode: true } };
	const { data } = await http.post(`${emulator.url}/emulator/faults`, rule);
	expect(data.message).toMatch(/not "explode"\.$/);
});
