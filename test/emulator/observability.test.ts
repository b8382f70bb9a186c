import type { AxiosInstance } from 'axios';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { batchUrl, event, http, message, platform } from './http';

let emulator: Emulator;
let client: AxiosInstance;
let flow: PreparedDataflow;

const BASE = '/data/infrastructure/observability/insights/metrics';
const DAY = 86_400_000;
const INLET = 'timeseries.data.collection.inlet';
const STORED = 'timeseries.ingestion.dataset.recordsuccess.count';

const time = (ms: number) => new Date(ms).toISOString();
const today = () => `${new Date().toISOString().slice(0, 10)}T00:00:00Z`;

beforeAll(async () => {
	emulator = await startEmulator();
	client = await platform(emulator.url);
	flow = await prepareDataflow(emulator.url, { name: 'A', format: 'xdm', authenticated: false });
	const messages = [event('1'), event('2'), event('3', { eventType: 5 }), { _id: '4' }];
	await http.post(batchUrl(flow), { messages: messages.map((one) => message(flow, one)) });
	await http.post(flow.inletUrl, message(flow, event('5')));
	await http.post(flow.inletUrl, { not: 'a message' });
	await emulator.control.settled(5);
});
afterAll(async () => await emulator.stop());

const metric = (name: string, change: object = {}) => ({
	name,
	filters: [],
	aggregator: 'sum',
	downsample: 'sum',
	...change,
});
const query = (metrics: object[], change: object = {}) =>
	client.post(BASE, {
		start: time(Date.now() - 7 * DAY),
		end: time(Date.now() + DAY),
		granularity: 'day',
		metrics,
		...change,
	});
const ofInlet = () => [{ name: 'inletId', value: flow.inletId, groupBy: false }];

it("counts stored records of several datasets by day, in the form of Adobe's example", async () => {
	const filters = [{ name: 'dataSetId', value: `${flow.datasetId}|other`, groupBy: true }];
	const { status, data } = await query([metric(STORED, { filters })]);
	expect(status).toBe(200);
	expect(data).toEqual({
		metricResponses: [
			{
				metric: STORED,
				filters,
				datapoints: [
					{ groupBy: { dataSetId: flow.datasetId }, dps: { [today()]: 3 } },
					{ groupBy: { dataSetId: 'other' }, dps: {} },
				],
				granularity: 'DAY',
			},
		],
	});
});

it.each<[string, number]>([
	[`${INLET}.total.messages.received`, 6],
	[`${INLET}.success`, 2],
	[`${INLET}.failure`, 1],
])('counts %s of an inlet', async (name, expected) => {
	const { data } = await query([metric(name, { filters: ofInlet() })]);
	expect(data.metricResponses[0].datapoints).toEqual([
		{ groupBy: {}, dps: { [today()]: expected } },
	]);
});

it.each<[string, number]>([
	['timeseries.ingestion.dataset.batchsuccess.count', 1],
	['timeseries.ingestion.dataset.batchfailed.count', 1],
	['timeseries.data.collection.validation.category.presence.count', 1],
	['timeseries.data.collection.validation.category.type.count', 1],
	['timeseries.profiles.dataset.recordsuccess.count', 0],
])('counts %s of a dataset', async (name, expected) => {
	const filters = [{ name: 'dataSetId', value: flow.datasetId }];
	const { data } = await query([metric(name, { filters })]);
	const { dps } = data.metricResponses[0].datapoints[0];
	const total = Object.values(dps as Record<string, number>).reduce((sum, one) => sum + one, 0);
	expect(total > 0).toBe(expected > 0);
	expect(total).toBeGreaterThanOrEqual(expected);
});

it('takes several metrics at once, other steps, and periods in which nothing was', async () => {
	const both = await query([metric(STORED), metric(`${INLET}.success`)], { granularity: 'HOUR' });
	expect(both.data.metricResponses).toHaveLength(2);
	expect(both.data.metricResponses[0].granularity).toBe('HOUR');
	const past = await query([metric(STORED)], { end: time(Date.now() - DAY) });
	expect(past.data.metricResponses[0].datapoints).toEqual([{ groupBy: {}, dps: {} }]);
	const whole = await query([metric(STORED, { downsample: undefined })], {
		granularity: undefined,
	});
	expect(Object.values(whole.data.metricResponses[0].datapoints[0].dps)).toEqual([3]);
});

describe('refuses', () => {
	const bad = async (reply: ReturnType<typeof query>, text: string) => {
		const { status, data } = await reply;
		expect(status).toBe(400);
		expect(data).toMatchObject({
			type: 'http://ns.adobe.com/aep/errors/INSGHT-1000-400',
			title: `Bad Request - ${text}`,
			status: 400,
			report: {
				tenantInfo: { sandboxName: 'prod', imsOrgId: '9C1D3A5E7F0B2468@AdobeOrg' },
				additionalContext: null,
			},
			'error-chain': [{ serviceId: 'INSGHT', errorCode: 'INSGHT-1000-400' }],
		});
	};
	const counted = (change: object) => [metric(STORED, change)];

	it('a period that ends before it starts, in the words Adobe prints', async () =>
		await bad(query(counted({}), { end: time(0) }), 'Start date cannot be after end date.'));
	it('a period without start or end', async () => {
		await bad(query(counted({}), { start: 'x' }), 'Start date is missing or not valid.');
		await bad(query(counted({}), { end: undefined }), 'End date is missing or not valid.');
	});
	it('no metric, and a metric it does not know', async () => {
		await bad(query([]), 'At least one metric is required.');
		await bad(query([metric('toString')]), 'Metric toString is not valid.');
	});
	it('a metric without aggregator, or without what the granularity needs', async () => {
		const aggregator = `Aggregator is missing or not valid for ${STORED}.`;
		await bad(query(counted({ aggregator: undefined })), aggregator);
		const downsample = `Downsample is missing or not valid for ${STORED}.`;
		await bad(query(counted({ downsample: undefined })), downsample);
	});
	it('a step or a filter that does not fit', async () => {
		await bad(query(counted({}), { granularity: 'blink' }), 'Granularity blink is not valid.');
		const filters = [{ name: 'inletId', value: 'x' }];
		await bad(query(counted({ filters })), `Filter is not valid for ${STORED}.`);
		const name = 'timeseries.identity.dataset.namespacecode.recordfailed.count';
		await bad(query([metric(name)]), `Filter namespaceId is required for ${name}.`);
	});
});
