import type { AxiosInstance } from 'axios';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { batchUrl, event, http, message, platform } from './http';

let emulator: Emulator;
let client: AxiosInstance;
let flow: PreparedDataflow;

const BASE = '/data/foundation/catalog';

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	client = await platform(emulator.url);
	const options = { name: 'Events', format: 'xdm', authenticated: false } as const;
	flow = await prepareDataflow(emulator.url, options);
});
afterAll(async () => await emulator.stop());

const make = (change: object = {}) =>
	client.post(`${BASE}/dataSets`, { name: 'Chat events', schemaRef: flow.schemaRef, ...change });
const idOf = (data: string[]) => data[0]!.replace('@/dataSets/', '');
const profile = { unifiedProfile: ['enabled: true'] };

describe('a dataset', () => {
	it('is made with a reference as the answer', async () => {
		const { status, data, headers } = await make();
		expect(status).toBe(201);
		expect(data).toEqual([expect.stringMatching(/^@\/dataSets\/[\da-f]{24}$/)]);
		expect(headers.location).toBe(`${BASE}/dataSets/${idOf(data)}`);
	});

	it('is read as an object keyed by its id', async () => {
		const id = idOf((await make({ enableErrorDiagnostics: true })).data);
		const { data } = await client.get(`${BASE}/dataSets/${id}`);
		expect(data).toEqual({
			[id]: expect.objectContaining({
				name: 'Chat events',
				schemaRef: flow.schemaRef,
				imsOrg: '9C1D3A5E7F0B2468@AdobeOrg',
				enableErrorDiagnostics: true,
				tags: {},
				files: expect.stringMatching(`^@/dataSets/${id}/views/[\\da-f]{24}/files$`),
			}),
		});
	});

	it('needs a name and a schema that exists', async () => {
		expect((await make({ name: undefined })).status).toBe(400);
		expect((await make({ schemaRef: undefined })).status).toBe(400);
		expect((await make({ schemaRef: { ...flow.schemaRef, id: 'x' } })).status).toBe(400);
		expect((await client.post(`${BASE}/dataSets`)).status).toBe(400);
	});

	it('is enabled for Profile only after its schema', async () => {
		expect((await make({ tags: profile })).status).toBe(400);
		const id = encodeURIComponent(flow.schemaId);
		await client.patch(`/data/foundation/schemaregistry/tenant/schemas/${id}`, [
			{ op: 'add', path: '/meta:immutableTags', value: ['union'] },
		]);
		expect((await make({ tags: profile })).status).toBe(201);
	});

	it('is changed by a merge or by a JSON Patch', async () => {
		const address = `${BASE}/dataSets/${flow.datasetId}`;
		const merged = await client.patch(address, { description: 'merged' });
		expect([merged.status, merged.data]).toEqual([200, [`@/dataSets/${flow.datasetId}`]]);
		const headers = { 'content-type': 'application/json-patch+json' };
		await client.patch(address, [{ op: 'replace', path: '/name', value: 'Patched' }], { headers });
		const { data } = await client.get(address);
		expect(data[flow.datasetId]).toMatchObject({ name: 'Patched', description: 'merged' });
		expect((await client.patch(address, [{ op: 'copy' }], { headers })).status).toBe(400);
		expect((await client.patch(address, [])).status).toBe(400);
		expect((await client.patch(address, { tags: profile })).status).toBe(400);
	});

	it('keeps its other tags in a merge, and what Catalog assigned', async () => {
		const address = `${BASE}/dataSets/${flow.datasetId}`;
		const { data: before } = await client.get(address);
		await client.patch(address, { tags: { a: ['1'], b: ['2'] }, extensions: { x: { y: 1 } } });
		await client.patch(address, {
			tags: { a: null, c: ['3'] },
			extensions: { x: { z: 2 } },
			imsOrg: 'mine',
			created: 0,
		});
		const { data } = await client.get(address);
		expect(data[flow.datasetId]).toMatchObject({
			tags: { b: ['2'], c: ['3'] },
			extensions: { x: { y: 1, z: 2 } },
			imsOrg: before[flow.datasetId].imsOrg,
			created: before[flow.datasetId].created,
			version: '1.0.2',
		});
		expect(data[flow.datasetId].tags.a).toBeUndefined();
	});

	it('is replaced, and stays a dataset', async () => {
		const address = `${BASE}/dataSets/${flow.datasetId}`;
		const whole = { name: 'Replaced', schemaRef: flow.schemaRef };
		const { status, data } = await client.put(address, whole);
		expect([status, data]).toEqual([200, [`@/dataSets/${flow.datasetId}`]]);
		const { data: after } = await client.get(address);
		expect(after[flow.datasetId]).toMatchObject({ name: 'Replaced', version: '1.0.1' });
		expect((await client.put(address, { name: 'No schema' })).status).toBe(400);
		expect((await client.put(address)).status).toBe(400);
		expect((await client.patch(address, { name: '' })).status).toBe(400);
		expect((await client.put(`${BASE}/dataSets/nowhere`, whole)).status).toBe(404);
	});

	it('is guarded by its version in the newer calls', async () => {
		const address = `${BASE}/v2/dataSets/${flow.datasetId}`;
		const read = await client.get(address);
		expect(read.headers.etag).toBe('"1.0.0"');
		const ttl = { extensions: { adobe_lakeHouse: { rowExpiration: { ttlValue: 'P30D' } } } };
		const patch = async (etag?: string) =>
			await client.patch(address, ttl, { headers: etag ? { 'If-Match': etag } : {} });
		expect((await patch(read.headers.etag as string)).status).toBe(200);
		expect((await patch(read.headers.etag as string)).status).toBe(412);
		expect((await patch()).status).toBe(200);
		const { data } = await client.get(address);
		expect(data[flow.datasetId]).toMatchObject(ttl);
	});

	it('can be deleted', async () => {
		const address = `${BASE}/dataSets/${flow.datasetId}`;
		expect((await client.delete(address)).status).toBe(200);
		expect((await client.get(address)).status).toBe(404);
	});
});

describe('a list', () => {
	const names = async (query: string) => {
		const { data } = await client.get(`${BASE}/dataSets?${query}`);
		return Object.values(data as Record<string, { name: string }>).map(({ name }) => name);
	};

	it("follows Catalog's query rules", async () => {
		await make({ name: 'A' });
		expect(await names('')).toEqual(['Events', 'A']);
		expect(await names('orderBy=asc:name')).toEqual(['A', 'Events']);
		expect(await names('orderBy=name')).toEqual(['A', 'Events']);
		expect(await names('orderBy=desc:created&limit=1')).toHaveLength(1);
		expect(await names('start=1')).toEqual(['A']);
		expect(await names('name=A')).toEqual(['A']);
		expect(await names('property=name==Events')).toEqual(['Events']);
		expect(await names('createdAfter=1&createdBefore=99999999999999')).toHaveLength(2);
		expect(await names(`createdAfter=${Date.now() + 60_000}`)).toEqual([]);
		const { data } = await client.get(`${BASE}/dataSets?properties=name&limit=1`);
		expect(data).toEqual({ [flow.datasetId]: { name: 'Events' } });
	});

	it('knows tags, and refuses what it cannot read in its own way', async () => {
		const headers = { 'content-type': 'application/json-patch+json' };
		const tag = [{ op: 'add', path: '/tags/team', value: ['chat'] }];
		await client.patch(`${BASE}/dataSets/${flow.datasetId}`, tag, { headers });
		expect(await names('tags=team:chat')).toEqual(['Events']);
		expect(await names('tags=team:c*t,team:*')).toEqual(['Events']);
		expect(await names('tags=team:chat,lead:*')).toEqual([]);
		expect(await names('tags=team:ch*x')).toEqual([]);
		expect(await names('tags=team')).toEqual(['Events']);
		expect(await names('tags=team:mail')).toEqual([]);
		expect(await names(`property=schemaRef.id==${flow.schemaId}`)).toEqual(['Events']);
		for (const query of ['property=name', 'start=-1', 'orderBy=up:name']) {
			const { status, data } = await client.get(`${BASE}/dataSets?${query}`);
			expect([status, data.title]).toEqual([400, 'BadRequestError']);
		}
	});

	it.each(['0', '101', 'many'])('takes no limit of %s', async (limit) => {
		expect((await client.get(`${BASE}/dataSets?limit=${limit}`)).status).toBe(400);
	});

	it('has twenty members unless told', async () => {
		for (let i = 0; i < 25; i++) await make({ name: `more ${i}` });
		expect(await names('')).toHaveLength(20);
		expect(await names('limit=100')).toHaveLength(26);
	});
});

it('notes a batch of stored records on the dataset', async () => {
	await http.post(batchUrl(flow), { messages: [1, 2].map((id) => message(flow, event(`${id}`))) });
	await emulator.control.settled(2);
	const { data } = await client.get(`${BASE}/batches?dataSet=${flow.datasetId}`);
	const [[id, batch]] = Object.entries(data) as [[string, { recordCount: number }]];
	expect(batch).toMatchObject({ status: 'success', recordCount: 2, failedRecordCount: 0 });
	expect(Object.keys((await client.get(`${BASE}/batches/${id}`)).data)).toEqual([id]);
	expect((await client.get(`${BASE}/batches/x`)).status).toBe(404);
	const failed = await client.get(`/data/foundation/export/batches/${id}/failed`);
	expect(failed.data.data[1].length).toBe('0');
	const success = await client.get(failed.data.data[0]._links.self.href);
	expect([success.status, success.data]).toEqual([200, '']);
	const nowhere = '/data/foundation/export/batches';
	expect((await client.get(`${nowhere}/${id}/failed?path=x`)).status).toBe(404);
	expect((await client.get(`${nowhere}/x/failed`)).status).toBe(404);
});

it('names the last batches of a dataset', async () => {
	await http.post(flow.inletUrl, message(flow, event('1')));
	await emulator.control.settled(1);
	await http.post(flow.inletUrl, message(flow, { _id: '2' }));
	await emulator.control.settled(2);
	const { data } = await client.get(`${BASE}/lastBatches?dataSetId=${flow.datasetId}`);
	const batches = (await client.get(`${BASE}/batches?dataSet=${flow.datasetId}`)).data;
	const [good, bad] = Object.keys(batches);
	expect(data).toEqual({
		lastBatchId: bad,
		lastBatchStatus: 'failed',
		lastSuccessfulBatchId: good,
		lastFailedBatchId: bad,
	});
	expect((await client.get(`${BASE}/lastBatches?dataSetId=x`)).status).toBe(404);
});
