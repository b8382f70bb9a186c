import type { Goal } from '../../../bench/figure.mts';
import { judge, type Judged } from '../../../bench/judge.mts';
import { chartOf } from '../../../bench/report/chart.mts';
import { textsOfSvg } from './svg.mts';

const figure = (title: string, goal: Goal, ours: number, theirs: number): Judged =>
	judge(
		{ id: title, title, against: `${title} of others`, unit: 's', goal, ours: '', theirs: '' },
		[[{ value: ours, lost: 0, doubled: 0 }]],
		[[{ value: theirs, lost: 0, doubled: 0 }]],
	);

const figures = [
	figure('Events & records', { atLeast: 20 }, 500, 20),
	figure('p95 latency', { atMost: 0.08 }, 10, 200),
	figure('Missed', { atLeast: 3 }, 2, 1),
	figure('Stated', {}, 2, 1),
];
const svg = chartOf(figures);

const texts = textsOfSvg(svg);

test('the chart is one well-formed SVG on white', () => {
	expect(() => textsOfSvg(svg.replace('</svg>', ''))).toThrow();
	expect(svg).toMatch(/^<svg [^>]*viewBox/);
	expect(svg).toMatch(/<rect [^>]*fill="#ffffff"/);
});

test('every figure is named, with what it is compared with', () => {
	for (const { title, against } of figures) {
		expect(texts).toContain(title);
		expect(texts).toContain(`against ${against}`);
	}
});

test('ratio and goal are written in a column', () => {
	expect(texts).toEqual(expect.arrayContaining(['25 (≥ 20)', '0.05 (≤ 0.08)', '2 (≥ 3)', '2']));
});
