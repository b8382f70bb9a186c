import type { AxiosInstance } from 'axios';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { until } from '../harness/until.mts';
import { batchUrl, event, http, message, platform } from './http';

let emulator: Emulator;
let client: AxiosInstance;
let flow: PreparedDataflow;

const BASE = '/data/foundation/flowservice';
const HOUR = 3_600_000;

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => {
	await emulator.control.reset();
	client = await platform(emulator.url);
	flow = await prepareDataflow(emulator.url, { name: 'Runs', format: 'xdm', authenticated: false });
});
afterAll(async () => await emulator.stop());

const send = async (entities: unknown[], total = entities.length) => {
	await http.post(batchUrl(flow), { messages: entities.map((one) => message(flow, one)) });
	await emulator.control.settled(total);
};
const runs = async (query = '') => {
	const { data } = await client.get(`${BASE}/runs?property=flowId==${flow.flowId}${query}`);
	return data.items;
};

it('lists no run before its hour is over', async () => {
	await send([event('1')]);
	expect(await client.get(`${BASE}/runs`)).toMatchObject({ data: { items: [], _links: {} } });
});

it("sums up an hour in the form of Adobe's example", async () => {
	await send([event('1'), event('2'), event('3', { eventType: 5 })]);
	await emulator.control.ageRecords();
	const [run, ...others] = await runs();
	expect(others).toEqual([]);
	expect(run).toMatchObject({
		id: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
		flowId: flow.flowId,
		flowSpec: { id: 'd8a6f005-7eaf-4153-983e-e8574508b877', version: '1.0' },
		sandboxName: 'prod',
		imsOrgId: '9C1D3A5E7F0B2468@AdobeOrg',
		etag: expect.stringMatching(/^".+"$/),
		metrics: {
			durationSummary: {
				startedAtUTC: expect.any(Number),
				completedAtUTC: run.metrics.durationSummary.startedAtUTC + HOUR,
			},
			sizeSummary: { inputBytes: expect.any(Number), outputBytes: expect.any(Number) },
			recordSummary: {
				inputRecordCount: 3,
				createdRecordCount: 2,
				outputRecordCount: 2,
				failedRecordCount: 1,
			},
			statusSummary: {
				status: 'success',
				errors: [
					{
						code: 'DCVS-1104-400',
						message:
							'The message cannot be validated: [#/eventType: expected type: String, found: Long]',
						recordCount: 1,
					},
				],
			},
		},
	});
	expect((await client.get(`${BASE}/runs/${run.id}`)).data.items).toEqual([run]);
	expect((await client.get(`${BASE}/runs/nowhere`)).data.type).toMatch(/FLOW-1439-404$/);
	const { data } = await client.get(`${BASE}/flows/${flow.flowId}`);
	expect(data.items[0].lastRunDetails).toMatchObject({ id: run.id, state: 'success' });
});

it('leads from a run to the records that were refused', async () => {
	await send([event('1', { eventType: null })]);
	await emulator.control.ageRecords();
	const [run] = await runs();
	expect(run.metrics.statusSummary).toMatchObject({
		status: 'failed',
		errors: [{ code: 'DCVS-1101-400' }],
	});
	const [activity] = run.activities;
	const batches = activity.targetInfo[0].reference;
	expect(batches).toEqual({ type: 'Batch', ids: [expect.stringMatching(/^[\dA-Z]{26}$/)] });
	expect(activity.statusSummary.extensions.manifest.failedRecords).toBe(
		`${emulator.url}/data/foundation/export/batches/${batches.ids[0]}/meta?path=row_errors`,
	);
	expect(activity.statusSummary.extensions.errors[0]).toMatchObject({
		code: 'INGEST-1212-400',
		message: expect.stringContaining('Encountered 1 errors in the data. Successfully ingested 0'),
	});
});

it('has one run for each hour, found by time, status and order', async () => {
	await send([event('1')]);
	await emulator.control.ageRecords(2 * HOUR);
	await send([event('2', { eventType: 5 })], 2);
	await emulator.control.ageRecords(2 * HOUR);
	const [first, second] = await runs();
	const since = second.metrics.durationSummary.startedAtUTC;
	expect(first.metrics.durationSummary.startedAtUTC).toBeLessThan(since);
	expect(await runs(`&property=metrics.durationSummary.startedAtUTC>=${since}`)).toEqual([second]);
	expect(await runs('&property=metrics.statusSummary.status==Failed')).toEqual([second]);
	expect(await runs('&property=metrics.statusSummary.status==success')).toEqual([first]);
	expect(await runs('&orderby=-createdAt')).toEqual([second, first]);
	expect(await runs('&property=flowId==other')).toEqual([]);
	expect((await client.get(`${BASE}/runs?count=true`)).data).toEqual({ count: 2 });
	const { data } = await client.get(`${BASE}/runs?limit=1`);
	expect(data._links.next.href).toMatch(/^\/runs\?continuationToken=/);
});

it('leaves out what vanished', async () => {
	await emulator.control.setFlowState(flow.flowId, 'disabled');
	await send([event('1')]);
	await emulator.control.ageRecords();
	expect(await runs()).toEqual([]);
});

it('makes a run of a shorter window, for those who cannot wait an hour', async () => {
	await emulator.control.settings({ runWindowMs: 50 });
	await send([event('1')]);
	await until('the run is listed', async () => (await runs()).length > 0);
	const [{ metrics }] = await runs();
	expect(metrics.recordSummary.inputRecordCount).toBe(1);
});

it('tells what a mapping could not compute as a warning of a stored record', async () => {
	flow = await prepareDataflow(emulator.url, {
		name: 'Raw',
		format: 'raw',
		authenticated: false,
		mappings: [
			{ source: 'id', destination: '_id' },
			{ sourceType: 'EXPRESSION', source: 'now()', destination: 'timestamp' },
			{
				sourceType: 'EXPRESSION',
				source: 'to_integer(id)',
				destination: 'environment.browserDetails.viewportHeight',
			},
		],
	});
	const headers = { 'x-adobe-flow-id': flow.flowId };
	await http.post(flow.inletUrl, { id: 'a' }, { headers });
	await emulator.control.settled(1);
	await emulator.control.ageRecords();
	const [run] = await runs();
	expect(run.metrics.statusSummary).toMatchObject({ status: 'success', errors: [] });
	expect(run.activities[0].statusSummary.extensions.errors).toEqual([
		{ code: 'MAPPER-3700-400', recordCount: 1, message: 'Mapper Transform Error' },
	]);
});
