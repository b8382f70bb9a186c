import type { AxiosInstance } from 'axios';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { platform } from './http';

let emulator: Emulator;
let client: AxiosInstance;
let flow: PreparedDataflow;

const BASE = '/data/foundation/conversion/mappingSets';

beforeAll(async () => {
	emulator = await startEmulator();
	client = await platform(emulator.url);
	const options = { name: 'Events', format: 'xdm', authenticated: false } as const;
	flow = await prepareDataflow(emulator.url, options);
});
afterAll(async () => await emulator.stop());

const set = (mappings: unknown) => ({ outputSchema: { schemaRef: flow.schemaRef }, mappings });
const toId = { sourceType: 'ATTRIBUTE', source: 'id', destination: '_id', name: 'id' };

it('makes a mapping set with 200 and gives it back', async () => {
	const { status, data } = await client.post(BASE, set([toId]));
	expect(status).toBe(200);
	expect(data).toMatchObject({ id: expect.stringMatching(/^[\da-f]{32}$/), version: 0 });
	const read = await client.get(`${BASE}/${data.id}`);
	expect(read.data).toMatchObject({
		id: data.id,
		outputSchema: { schemaRef: flow.schemaRef },
		mappings: [
			{
				sourceType: 'ATTRIBUTE',
				source: 'id',
				destination: '_id',
				sourceAttribute: 'id',
				destinationXdmPath: '_id',
				identity: false,
				primaryIdentity: false,
			},
		],
	});
	expect((await client.get(`${BASE}/nowhere`)).status).toBe(404);
});

it('reads the legacy form', async () => {
	const { status, data } = await client.post(BASE, {
		version: 0,
		xdmSchema: flow.schemaId,
		xdmVersion: '1.0',
		id: null,
		mappings: [{ destinationXdmPath: '_id', sourceAttribute: 'id', identity: false, version: 0 }],
	});
	expect(status).toBe(200);
	const read = await client.get(`${BASE}/${data.id}`);
	expect(read.data.outputSchema.schemaRef.id).toBe(flow.schemaId);
	expect(read.data.mappings[0]).toMatchObject({ source: 'id', destination: '_id' });
});

it('refuses a mapping set without a schema, with an unknown one, or with a broken expression', async () => {
	expect((await client.post(BASE, { mappings: [toId] })).status).toBe(400);
	expect((await client.post(BASE, { xdmSchema: 'x', mappings: [toId] })).status).toBe(400);
	const broken = { sourceType: 'EXPRESSION', source: 'concat(', destination: '_id' };
	expect((await client.post(BASE, set([broken]))).status).toBe(400);
	expect((await client.post(BASE)).status).toBe(400);
});

it('lists mapping sets, for which limit and start are required', async () => {
	const { data } = await client.get(`${BASE}?limit=1&start=0`);
	expect(data).toMatchObject({ data: [expect.anything()], _page: { count: 1, limit: 1 } });
	expect((await client.get(BASE)).status).toBe(400);
});

it('validates each mapping', async () => {
	const broken = { sourceType: 'EXPRESSION', source: 'concat(', destination: '_id' };
	const { data } = await client.post(`${BASE}/validate`, set([toId, broken]));
	expect(data.validationResponse).toEqual([
		{ status: 'SUCCESS', errors: null },
		{ status: 'FAILURE', errors: [expect.objectContaining({ message: expect.any(String) })] },
	]);
});

it('previews a record, numbers made texts where the schema wants texts', async () => {
	const { data } = await client.post(`${BASE}/preview`, {
		data: { id: 1234, page: 'https://example.com/' },
		mappingSet: set([
			toId,
			{ sourceType: 'ATTRIBUTE', source: 'page', destination: 'web.webPageDetails.URL' },
		]),
	});
	expect(data).toEqual([
		{
			data: { _id: '1234', web: { webPageDetails: { URL: 'https://example.com/' } } },
			errors: null,
		},
	]);
});

it('previews without a schema, and names what cannot be computed', async () => {
	const { data } = await client.post(`${BASE}/preview`, {
		data: [{ id: 'a' }],
		mappingSet: {
			mappings: [toId, { sourceType: 'EXPRESSION', source: 'to_integer("x")', destination: 'n' }],
		},
	});
	expect(data[0].data).toEqual({ _id: 'a' });
	expect(data[0].errors).toEqual([expect.objectContaining({ destination: 'n' })]);
});
