import { listNamespaces } from '../../../lib/platform/identityNamespaces';
import { readMetrics } from '../../../lib/platform/observability';
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

it("asks as Adobe's guide does and gives a row per time, in its order", async () => {
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

it('has no rows where Adobe answers with nothing', async () => {
	expect(await readMetrics(fakePlatform(() => undefined).call, query)).toEqual([]);
});

it('has no namespaces where Adobe answers with something else', async () => {
	expect(await listNamespaces(fakePlatform(() => ({})).call)).toEqual([]);
});
