import { prepareDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { pause } from '../harness/emulatorTools.mts';
import { event, http, message, platform } from './http';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => await emulator.control.reset());
afterAll(async () => await emulator.stop());

const make = (name: string) =>
	prepareDataflow(emulator.url, { name, format: 'xdm', authenticated: false });

it('shows the records of one dataset, since a time, of one status', async () => {
	const [a, b] = [await make('A'), await make('B')];
	await http.post(a.inletUrl, message(a, event('a1')));
	await http.post(b.inletUrl, message(b, event('b1')));
	await emulator.control.settled(2);
	await pause(5);
	const since = Date.now();
	await http.post(a.inletUrl, message(a, event('a2', { shoeSize: 43 })));
	await emulator.control.settled(3);
	const ids = async (query: object) =>
		(await emulator.control.records(query)).map((record) => record._id);
	expect(await ids({ datasetId: a.datasetId })).toEqual(['a1', 'a2']);
	expect(await ids({ since })).toEqual(['a2']);
	expect(await ids({ status: 'stored' })).toEqual(['a1', 'b1']);
	expect(await ids({ limit: 1 })).toEqual(['a1']);
});

it('says when records do not come', async () => {
	await expect(emulator.control.settled(1, {}, 50)).rejects.toThrow(
		'After 50 ms there are 0 records (0 not yet validated), not 1.',
	);
});

it('shows requests without what proves who somebody is', async () => {
	const client = await platform(emulator.url);
	await client.get('/data/foundation/sandbox-management/?limit=5&offset=0');
	await http.post(`${emulator.url}/ims/token/v3?client_secret=very-secret&client_id=x`);
	const requests = await emulator.control.requests();
	expect(requests.map(({ method, path, status }) => [method, path, status])).toEqual([
		['POST', '/ims/token/v3', 200],
		['GET', '/data/foundation/sandbox-management/?limit=5&offset=0', 200],
		['POST', '/ims/token/v3?client_secret=…&client_id=x', 400],
	]);
	expect(requests[1]?.headers.authorization).toBe('Bearer …');
	expect(JSON.stringify(requests)).not.toMatch(/eyJ|very-secret/);
});

it('keeps the last 1,000 requests', async () => {
	const ask = () => http.get(`${emulator.url}/data/foundation/catalog/dataSets`);
	for (let i = 0; i < 101; i++) await Promise.all(Array.from({ length: 10 }, ask));
	expect(await emulator.control.requests()).toHaveLength(1_000);
});

it('forgets everything on reset, the switches too', async () => {
	const flow = await make('A');
	await http.post(flow.inletUrl, message(flow, event('x')));
	await emulator.control.settings({ batchShape: 'documented', retryAfterSeconds: 5 });
	await emulator.control.fault({ times: 0, action: { status: 500 } });
	await emulator.control.reset();
	expect(await emulator.control.records()).toEqual([]);
	expect(await emulator.control.requests()).toEqual([]);
	expect(await emulator.control.tokens()).toEqual({ requests: 0, refused: 0, valid: 0 });
	expect(await emulator.control.settings({})).toMatchObject({
		batchShape: 'newer',
		retryAfterSeconds: null,
	});
	expect((await http.post(flow.inletUrl, {})).status).toBe(404);
	await make('A');
});

it.each([
	[{ warmup: 1 }, 'There is no setting "warmup".'],
	[{ warmUpMs: 'x' }, '"warmUpMs" is a number from 0 up.'],
	[{ maxBodyBytes: -1 }, '"maxBodyBytes" is a number from 0 up.'],
	[{ retryAfterSeconds: 'soon' }, '"retryAfterSeconds" is a number from 0 up, or null.'],
	[{ syncAvailable: 1 }, '"syncAvailable" is true or false.'],
	[{ batchShape: 'old' }, '"batchShape" is one of newer, documented.'],
	[{ badTokenStatus: 404 }, '"badTokenStatus" is one of 401, 403.'],
	[[], 'The body must be a JSON object.'],
])('says what is wrong with a setting: %j', async (change, text) => {
	const { status, data } = await http.put(`${emulator.url}/emulator/settings`, change);
	expect([status, data]).toEqual([400, { message: text }]);
});

it('says what is wrong with a question about records or dataflows', async () => {
	const ask = async (method: string, path: string, data?: object) =>
		(await http.request({ method, url: `${emulator.url}/emulator${path}`, data })).data.message;
	expect(await ask('GET', '/records?since=yesterday')).toBe('"yesterday" is not a number.');
	expect(await ask('POST', '/flows/x/age', { ms: 1 })).toBe('There is no dataflow x.');
	expect(await ask('POST', '/flows/x/age', {})).toMatch(/^"ms" is/);
	expect(await ask('PATCH', '/flows/x', {})).toMatch(/^"state" is/);
});
