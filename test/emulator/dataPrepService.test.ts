import { sleep } from 'n8n-workflow';
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
		{
			status: 'FAILED',
			errors: [
				{
					source: 'concat(',
					destination: '_id',
					columnName: '_id',
					sourceType: 'EXPRESSION',
					exception: expect.any(String),
				},
			],
		},
	]);
});

it('previews a list of records only, or one record if set so', async () => {
	const preview = async (data: unknown) =>
		await client.post(`${BASE}/preview`, { data, mappingSet: set([toId]) });
	const refused = await preview({ id: 'a' });
	expect([refused.status, refused.data.title]).toEqual([400, 'BadRequestError']);
	expect((await preview([{ id: 'a' }, { id: 'b' }])).data).toHaveLength(2);
	await emulator.control.settings({ previewData: 'either' });
	expect((await preview({ id: 'a' })).data[0].data).toEqual({ _id: 'a' });
	await emulator.control.settings({ previewData: 'list' });
});

it('previews a record, numbers made texts where the schema wants texts', async () => {
	const { data } = await client.post(`${BASE}/preview`, {
		data: [{ id: 1234, page: 'https://example.com/' }],
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
	expect(data[0].errors).toEqual([
		{
			source: 'to_integer("x")',
			destination: 'n',
			columnName: 'n',
			sourceType: 'EXPRESSION',
			exception: expect.any(String),
		},
	]);
});

describe('a mapping set', () => {
	const make = async (mappings: unknown[], change: object = {}) =>
		(await client.post(BASE, { ...set(mappings), ...change })).data.id as string;

	it('gets a new version when it is replaced; the old one stays for the dataflows that have it', async () => {
		const id = await make([toId], { name: 'Demo Mapping Set' });
		const other = { ...toId, source: 'other' };
		const put = await client.put(`${BASE}/${id}`, { id, name: 'Changed', ...set([other]) });
		expect([put.status, put.data.id, put.data.version, put.data.name]).toEqual([
			200,
			id,
			1,
			'Changed',
		]);
		expect(put.data.mappings[0]).toMatchObject({ source: 'other', destination: '_id' });
		const sourceOf = async (query: string) =>
			(await client.get(`${BASE}/${id}${query}`)).data.mappings?.[0].source;
		expect(await sourceOf('')).toBe('other');
		expect(await sourceOf('?version=1')).toBe('other');
		expect(await sourceOf('?version=0&expandSchema=true')).toBe('id');
		expect((await client.get(`${BASE}/${id}?version=2`)).status).toBe(404);
		expect((await client.put(`${BASE}/nowhere`, set([toId]))).status).toBe(404);
		expect((await client.put(`${BASE}/${id}`, {})).status).toBe(400);
	});

	it('shows its mappings one by one', async () => {
		const id = await make([toId]);
		const { data } = await client.get(`${BASE}/${id}/mappings`);
		expect(data).toEqual([expect.objectContaining({ source: 'id', destination: '_id' })]);
		const one = await client.get(`${BASE}/${id}/mappings/${data[0].id}`);
		expect(one.data).toEqual(data[0]);
		expect((await client.get(`${BASE}/${id}/mappings/x`)).status).toBe(404);
	});

	it('is found by its name, in the order that is asked for', async () => {
		await make([toId], { name: 'Zebra' });
		await make([toId], { name: 'Ant' });
		const names = async (query: string) => {
			const { data } = await client.get(`${BASE}?limit=50&start=0&${query}`);
			return data.data.map(({ name }: { name?: string }) => name);
		};
		expect(await names('name=Ant')).toEqual(['Ant']);
		const { data: zebra } = await client.get(`${BASE}?limit=1&start=0&name=Zebra`);
		await sleep(2);
		await client.put(`${BASE}/${zebra.data[0].id}`, { name: 'Zebra', ...set([toId]) });
		const inOrder = async (query: string) =>
			(await names(query)).filter((name: string) => /^(Ant|Zebra)$/.test(name));
		expect(await inOrder('orderBy=-updatedDate')).toEqual(['Zebra', 'Ant']);
		expect(await inOrder('orderBy=%2BupdatedDate')).toEqual(['Ant', 'Zebra']);
		expect(await inOrder('orderBy=createdDate')).toEqual(['Zebra', 'Ant']);
		for (const field of ['shoe', 'name'])
			expect((await client.get(`${BASE}?limit=1&start=0&orderBy=${field}`)).status).toBe(400);
	});

	it('maps to fields that the schema has', async () => {
		const lost = { ...toId, destination: '_acme.nowhere' };
		const { status, data } = await client.post(BASE, set([lost]));
		expect([status, data.title]).toEqual([400, 'BadRequestError']);
		expect(data.detail).toContain('_acme.nowhere');
	});

	it('that is malformed is FAILED in its check, and a 400 elsewhere', async () => {
		const broken = [{ source: 'id' }, { ...toId, sourceType: 'SHOE' }, 'text'];
		const { data } = await client.post(`${BASE}/validate`, set(broken));
		expect(data.validationResponse.map(({ status }: { status: string }) => status)).toEqual([
			'FAILED',
			'FAILED',
			'FAILED',
		]);
		for (const path of ['', '/preview']) {
			const body = path === '' ? set(broken) : { data: [{}], mappingSet: set(broken) };
			const reply = await client.post(`${BASE}${path}`, body);
			expect([reply.status, reply.data.title]).toEqual([400, 'BadRequestError']);
		}
	});

	it('keeps a changed dataflow on its version', async () => {
		const mappings = (source: string) => [
			{ sourceType: 'EXPRESSION', source, destination: '_id' },
			{ sourceType: 'EXPRESSION', source: 'now()', destination: 'timestamp' },
		];
		const raw = await prepareDataflow(emulator.url, {
			name: 'Versions',
			format: 'raw',
			authenticated: false,
			mappings: mappings('concat("old-", id)'),
		});
		const address = `/data/foundation/flowservice/flows/${raw.flowId}`;
		const body = {
			outputSchema: { schemaRef: raw.schemaRef },
			mappings: mappings('concat("new-", id)'),
		};
		await client.put(`${BASE}/${raw.mappingSetId}`, body);
		const send = async (id: string) => {
			const headers = { 'x-adobe-flow-id': raw.flowId };
			await client.post(raw.inletUrl, { id }, { headers });
		};
		await send('1');
		await emulator.control.settled(1, { datasetId: raw.datasetId });
		const patch = async (mappingVersion: number) => {
			const { etag } = (await client.get(address)).data.items[0];
			const value = {
				name: 'Mapping',
				params: { mappingId: raw.mappingSetId, mappingVersion },
			};
			return await client.patch(address, [{ op: 'replace', path: '/transformations/0', value }], {
				headers: { 'If-Match': etag },
			});
		};
		expect((await patch(2)).data.type).toMatch(/FLOW-1412-400$/);
		expect((await patch(1)).status).toBe(200);
		await emulator.control.ageFlow(raw.flowId);
		await send('2');
		const records = await emulator.control.settled(2, { datasetId: raw.datasetId });
		expect(records.map(({ _id }) => _id)).toEqual(['old-1', 'new-2']);
	});
});

describe('the expression language', () => {
	const LANGUAGE = '/data/foundation/conversion/languages/el';
	const check = async (expression: unknown) =>
		(await client.post(`${LANGUAGE}/validate`, { expression })).data;

	it('says whether an expression can be read, in either of the documented forms', async () => {
		const greeting = 'concat("Hi", ",", "there", "!")';
		expect(await check(greeting)).toBe(true);
		expect(await check({ expression: greeting })).toBe(true);
		expect(await check('concat(')).toBe(false);
		expect(await check(undefined)).toBe(false);
		await emulator.control.settings({ expressionCheck: 'status' });
		expect(await check(greeting)).toEqual({ validationStatus: 'succeeded', error: 'none' });
		expect(await check('shoe()')).toEqual({
			validationStatus: 'failed',
			error: 'Data Prep has no function shoe()',
		});
		await emulator.control.settings({ expressionCheck: 'boolean' });
	});

	it('lists its functions and operators', async () => {
		const { data } = await client.get(`${LANGUAGE}/functions`);
		expect(data).toContainEqual(
			expect.objectContaining({ function: 'concat', since: 1, params: expect.any(Array) }),
		);
		const operators = await client.get(`${LANGUAGE}/operators`);
		expect(operators.data).toContainEqual(
			expect.objectContaining({ operatorSymbol: '/', methodName: 'divide', numberOfOperands: 2 }),
		);
		expect(operators.data).toContainEqual(
			expect.objectContaining({ operatorSymbol: '!', methodName: 'not', numberOfOperands: 1 }),
		);
	});
});
