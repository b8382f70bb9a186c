import type { AxiosInstance } from 'axios';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { batchUrl, event, http, message, platform } from './http';

let emulator: Emulator;
let client: AxiosInstance;
let flow: PreparedDataflow;
let failed: string;
let stored: string;

const BATCHES = '/data/foundation/export/batches';
const CATALOG = '/data/foundation/catalog';

beforeAll(async () => {
	emulator = await startEmulator();
	client = await platform(emulator.url, { Accept: 'application/json' });
	flow = await prepareDataflow(emulator.url, { name: 'A', format: 'xdm', authenticated: false });
	await client.patch(`${CATALOG}/dataSets/${flow.datasetId}`, { enableErrorDiagnostics: true });
	const entities = [event('1'), event('2'), event('3', { eventType: 5 }), { _id: '4' }];
	await http.post(batchUrl(flow), { messages: entities.map((one) => message(flow, one)) });
	await emulator.control.settled(4);
	const batchOf = async (status: string) => {
		const { data } = await client.get(
			`${CATALOG}/batches?dataSet=${flow.datasetId}&status=${status}`,
		);
		return Object.keys(data)[0]!;
	};
	[failed, stored] = [await batchOf('failed'), await batchOf('success')];
});
afterAll(async () => await emulator.stop());

const lines = (text: string) =>
	text
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line) as Record<string, unknown>);
const read = async (address: string, headers: object = {}) =>
	await client.get(address, { headers, responseType: 'text', transformResponse: (text) => text });

it('tells in Catalog how many records of a batch were refused', async () => {
	const { data } = await client.get(`${CATALOG}/batches/${failed}`);
	expect(data[failed]).toMatchObject({
		status: 'failed',
		recordCount: 0,
		failedRecordCount: 2,
		errors: [
			{
				code: 'INGEST-1212-400',
				description: expect.stringContaining('Encountered 2 errors in the data.'),
			},
		],
		relatedObjects: [{ type: 'dataSet', id: flow.datasetId }],
		metrics: { inputRecordCount: 2, outputRecordCount: 0, failedRecordCount: 2 },
		tags: { acp_enableErrorDiagnostics: ['true'] },
	});
	const dataset = await client.get(`${CATALOG}/dataSets/${flow.datasetId}`);
	expect(dataset.data[flow.datasetId]).toMatchObject({ lastFailedBatch: failed });
});

it('lists the files of a failed batch, lengths as texts', async () => {
	const { data } = await client.get(`${BATCHES}/${failed}/failed`);
	expect(data).toEqual({
		data: [
			{
				name: '_SUCCESS',
				length: '0',
				_links: { self: { href: `${emulator.url}${BATCHES}/${failed}/failed?path=_SUCCESS` } },
			},
			{
				name: expect.stringMatching(/^part-00000-.*\.json$/),
				length: expect.stringMatching(/^[1-9]\d*$/),
				_links: { self: { href: expect.stringContaining('/failed?path=part-00000-') } },
			},
		],
		_page: { limit: 100, count: 2 },
	});
	const file = data.data[1];
	const { data: text } = await read(file._links.self.href);
	expect(Buffer.byteLength(text)).toBe(Number(file.length));
	expect(lines(text)).toEqual([
		expect.objectContaining({
			header: expect.objectContaining({ datasetId: flow.datasetId }),
			body: expect.objectContaining({ xdmEntity: event('3', { eventType: 5 }) }),
			_errors: {
				_streamingValidation: [
					expect.objectContaining({ message: 'expected type: String, found: Long' }),
				],
			},
			_validationErrors: [expect.objectContaining({ pointerToViolation: '#/eventType' })],
		}),
		expect.objectContaining({
			_validationErrors: [
				expect.objectContaining({ message: 'required key [timestamp] not found' }),
			],
		}),
	]);
});

it('keeps diagnostics with codes, in links that encode the path', async () => {
	const { data } = await client.get(`${BATCHES}/${failed}/meta?path=row_errors`);
	expect(data.data[0]).toMatchObject({
		name: 'conversion_errors_0.json',
		length: expect.stringMatching(/^\d+$/),
	});
	const { href } = data.data[0]._links.self;
	expect(href).toContain('/meta?path=row_errors%2Fconversion_errors_0.json');
	expect(lines((await read(href)).data)[0]).toEqual({
		...event('3', { eventType: 5 }),
		_errors: [
			{
				code: 'DCVS-1104-400',
				message:
					'The message cannot be validated: [#/eventType: expected type: String, found: Long]',
			},
		],
		_filename: 'conversion_errors_0.json',
	});
	const samples = await read(`${BATCHES}/${failed}/meta?path=row_error_samples.json`);
	expect(lines(samples.data)).toHaveLength(2);
	const inputs = await client.get(`${BATCHES}/${failed}/meta?path=input_files`);
	expect(inputs.data).toEqual({ data: [], _page: { limit: 100, count: 0 } });
	const all = await client.get(`${BATCHES}/${failed}/meta`);
	expect(all.data._page.count).toBe(3);
});

it('has no diagnostics of a dataset that was made without', async () => {
	const other = await prepareDataflow(emulator.url, {
		name: 'B',
		format: 'xdm',
		authenticated: false,
	});
	await http.post(other.inletUrl, message(other, { _id: 'x' }));
	await emulator.control.settled(1, { datasetId: other.datasetId });
	const { data } = await client.get(`${CATALOG}/batches?dataSet=${other.datasetId}`);
	const [[id, batch]] = Object.entries(data) as [[string, { errors: object[] }]];
	expect(batch.errors).toMatchObject([{ code: 'INGEST-1211-400' }]);
	expect((await client.get(`${BATCHES}/${id}/meta?path=row_errors`)).status).toBe(404);
	expect((await client.get(`${BATCHES}/${id}/failed`)).data.data).toHaveLength(2);
});

it('gives a part of a file where a range is asked for', async () => {
	const { data } = await client.get(`${BATCHES}/${failed}/failed`);
	const { length, _links } = data.data[1];
	const whole = (await read(_links.self.href)).data as string;
	const first = await read(_links.self.href, { Range: 'bytes=0-9' });
	expect([first.status, first.data]).toEqual([206, whole.slice(0, 10)]);
	expect(first.headers['content-range']).toBe(`bytes 0-9/${length}`);
	expect((await read(_links.self.href, { Range: 'bytes=-5' })).data).toBe(whole.slice(-5));
	expect((await read(_links.self.href, { Range: 'bytes=10-' })).data).toBe(whole.slice(10));
	expect((await read(_links.self.href, { Range: `bytes=${length}-` })).status).toBe(416);
});

it('leads to what was stored', async () => {
	const { data } = await client.get(`${BATCHES}/${stored}/files`);
	const files = await client.get(data.data[0]._links.self.href);
	const { data: text } = await read(files.data.data[0]._links.self.href);
	expect(lines(text).map(({ _id }) => _id)).toEqual(['1', '2']);
	expect((await client.get(`${BATCHES}/${failed}/files`)).data.data).toEqual([]);
	expect((await client.get(`/data/foundation/export/files/${failed}-1`)).status).toBe(404);
	expect((await client.get(`${BATCHES}/nowhere/meta?path=row_errors`)).status).toBe(404);
	expect((await client.get(`${BATCHES}/${failed}/meta?path=row_errors/x`)).status).toBe(404);
});
