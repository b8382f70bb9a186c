import { judge } from '../../../bench/judge.mts';
import { pageWith } from '../../../bench/report/page.mts';
import type { Results } from '../../../bench/report/results.mts';
import { isThere, readPage, rowsIn } from '../../harness/docs.mts';

const page = readPage('docs/performance.md');

const passes = (value: number) => [[{ value, lost: 0, doubled: 0 }]];

const results: Results = {
	machine: { cpus: 'A processor', count: 2, memoryGb: 24 },
	versions: { node: '24.0.0', n8n: '2.41.1', package: '0.1.0' },
	date: '2026-01-15T12:00:00.000Z',
	seconds: 600,
	figures: [
		judge(
			{
				...{ id: 'one', title: 'Events', against: 'others', unit: 'events/s' },
				...{ goal: { atLeast: 20 }, ours: '', theirs: '' },
			},
			passes(250),
			passes(10),
		),
	],
	model: [
		{
			engine: 'lazy',
			costsMs: { call: 2, execution: 10, item: 1 },
			predictions: [
				{
					setUp: 'ours',
					executionsPerEvent: 0.05,
					measured: 200,
					predicted: 220,
					errorPercent: 10,
				},
			],
			most: { oneExecutionEach: 76.9, collected: 331 },
		},
	],
};

test('a run writes its figures, its model and its machine into the page, and nothing else', async () => {
	const written = await pageWith(page, results);
	const rows = rowsIn(written);
	expect(rows).toContainEqual(
		expect.arrayContaining(['Events', 'others', '≥ 20', '**25**', 'yes', '250 events/s']),
	);
	expect(rows).toContainEqual(expect.arrayContaining(['lazy', '2 ms', '10 ms', '76.9 events/s']));
	expect(rows).toContainEqual(expect.arrayContaining(['ours', '20', '220/s', '200/s', '10 %']));
	expect(written).toContain('2 cores (A processor)');
	expect(written).toContain('performance.svg');
	expect(await pageWith(written, results)).toBe(written);
});

test('a page without its marks is refused', async () => {
	await expect(pageWith('# Performance', results)).rejects.toThrow('measured: machine');
});

const recorded = isThere('bench/results.json');

(recorded ? test : test.skip)(
	`the page says what was measured last${recorded ? '' : ' (left out: no whole run is on record)'}`,
	async () => {
		const last = JSON.parse(readPage('bench/results.json')) as Results;
		expect(await pageWith(page, last)).toBe(page);
	},
);
