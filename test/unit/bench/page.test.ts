import { judge } from '../../../bench/judge.mts';
import { measuredPages, pageWith } from '../../../bench/report/page.mts';
import type { Results } from '../../../bench/report/results.mts';
import { isThere, readPage, rowsIn } from '../../harness/docs.mts';

const [forUsers, forContributors] = measuredPages;

const rewritten = async (page: string, text = readPage(page)) =>
	await pageWith(page, text, results);

const passes = (value: number) => [[{ value, lost: 0, doubled: 0 }]];

const results: Results = {
	machine: { cpus: 'A processor', count: 2, memoryGb: 24 },
	versions: { node: '24.0.0', n8n: '2.41.1', package: '0.1.0' },
	date: '2026-01-15T12:00:00.000Z',
	seconds: 600,
	figures: [
		judge(
			{
				...{ id: 'one', title: 'Events', against: 'n8n’s nodes', unit: 'events/s' },
				...{ goal: { atLeast: 20 }, ours: '', theirs: '' },
			},
			passes(250),
			passes(10),
		),
		judge(
			{
				...{ id: 'two', title: 'Tokens', against: 'one for the process', unit: 'requests' },
				...{ goal: { atMost: 1 }, ours: '', theirs: '' },
			},
			passes(1),
			passes(1),
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

test('a run writes its figures and predictions into the page of the benchmark, and nothing else', async () => {
	const written = await rewritten(forContributors);
	const rows = rowsIn(written);
	expect(rows).toContainEqual(
		expect.arrayContaining(['Events', 'n8n’s nodes', '≥ 20', '**25**', 'yes', '250 events/s']),
	);
	expect(rows).toContainEqual(expect.arrayContaining(['Tokens', 'one for the process', '**1**']));
	expect(rows).toContainEqual(expect.arrayContaining(['ours', '20', '220/s', '200/s', '10 %']));
	expect(written).toContain('performance.svg');
	expect(await rewritten(forContributors, written)).toBe(written);
});

test('a run writes what an event costs, and the comparison with n8n’s own nodes, into the page for users', async () => {
	const written = await rewritten(forUsers);
	const rows = rowsIn(written);
	expect(rows).toContainEqual(expect.arrayContaining(['lazy', '2 ms', '10 ms', '76.9 events/s']));
	expect(rows).toContainEqual(['Events', 'n8n’s nodes', '250 events/s', '10 events/s', '**25**']);
	expect(rows.map(([title]) => title)).not.toContain('Tokens');
	expect(await rewritten(forUsers, written)).toBe(written);
});

describe.each(measuredPages)('%s', (page) => {
	test('says on which machine it was measured', async () => {
		expect(await rewritten(page)).toContain('2 cores (A processor)');
	});

	test('is not written without its marks', async () => {
		await expect(rewritten(page, '# Performance')).rejects.toThrow('measured: machine');
	});
});

const recorded = isThere('bench/results.json');

(recorded ? test : test.skip).each(measuredPages)(
	`%s says what was measured last${recorded ? '' : ' (left out: no whole run is on record)'}`,
	async (page) => {
		const last = JSON.parse(readPage('bench/results.json')) as Results;
		expect(await pageWith(page, readPage(page), last)).toBe(readPage(page));
	},
);
