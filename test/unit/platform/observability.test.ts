import { listNamespaces } from '../../../lib/platform/services/identityService';
import { readMetrics } from '../../../lib/platform/services/observability';
import { fakePlatform } from './fakePlatform';

const NAME = 'timeseries.ingestion.dataset.recordsuccess.count';

const query = {
	of: 'dataset',
	id: 'd1',
	start: '2020-07-14T00:00:00.000Z',
	end: '2020-07-22T00:00:00.000Z',
	granularity: 'day',
	metrics: ['recordsStored'],
} as const;

it("asks as Adobe's guide does and returns a row per time, in order", async () => {
	const { call, asked } = fakePlatform(() => ({
		metricResponses: [
			{
				metric: NAME,
				datapoints: [
					{ groupBy: {}, dps: { '2020-07-15T00:00:00Z': 46, '2020-07-14T00:00:00Z': 44 } },
					{ groupBy: {} },
				],
			},
			{ metric: NAME },
			{ metric: 'timeseries.not.asked.for', datapoints: [{ dps: { x: 1 } }] },
		],
	}));
	const rows = await readMetrics(call, query);
	expect(rows.map(({ time, value }) => [time, value])).toEqual([
		['2020-07-14T00:00:00Z', 44],
		['2020-07-15T00:00:00Z', 46],
	]);
	expect(asked[0].body).toEqual({
		start: query.start,
		end: query.end,
		granularity: 'day',
		metrics: [
			{
				name: NAME,
				filters: [{ name: 'dataSetId', value: 'd1', groupBy: true }],
				aggregator: 'sum',
				downsample: 'sum',
			},
		],
	});
});

it('returns no rows when Adobe answers with nothing', async () => {
	expect(await readMetrics(fakePlatform(() => undefined).call, query)).toEqual([]);
});

it('asks nothing for a period that ends before it starts', async () => {
	const { call, asked } = fakePlatform(() => ({}));
	const reversed = { ...query, start: query.end, end: query.start };
	await expect(readMetrics(call, reversed)).rejects.toMatchObject({
		problem: { code: 'metric.periodReversed', retry: 'afterChange' },
	});
	expect(asked).toEqual([]);
});

it('returns no namespaces when Adobe answers with something else', async () => {
	expect(await listNamespaces(fakePlatform(() => ({})).call)).toEqual([]);
});
