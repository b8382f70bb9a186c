import type { Figure, Goal, Pass } from '../../../bench/figure.mts';
import { judge, median } from '../../../bench/judge.mts';

const figureWith = (goal: Goal, more: Partial<Figure> = {}): Figure => ({
	id: 'events',
	title: 'Events',
	against: 'the others',
	unit: 'events/s',
	goal,
	ours: 'ours',
	theirs: 'theirs',
	...more,
});
/** Those of one round. */
const passes = (...values: number[]): Pass[][] => [
	values.map((value) => ({ value, lost: 0, doubled: 0 })),
];

test('the median of an even number lies between the two in the middle', () => {
	expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
});

test('each pass of a round is compared with each of the other side, not with the one beside it only', () => {
	const judged = judge(figureWith({}), passes(10, 40, 90), passes(10, 20, 10));
	expect(judged).toMatchObject({
		// 1, ½, 1, 4, 2, 4, 9, 4½, 9
		ratio: 4,
		spread: [0.5, 9],
		medians: { ours: 40, theirs: 10 },
		met: null,
	});
});

test('passes of different rounds are not compared', () => {
	const ours = [...passes(10), ...passes(300)];
	const theirs = [...passes(10), ...passes(100)];
	expect(judge(figureWith({}), ours, theirs)).toMatchObject({
		ratio: 2,
		spread: [1, 3],
		medians: { ours: 155, theirs: 55 },
	});
});

test('a goal is met at its limit and not below', () => {
	const met = (goal: Goal, ratio: number) => judge(figureWith(goal), passes(ratio), passes(1)).met;
	expect([met({ atLeast: 20 }, 20), met({ atLeast: 20 }, 19.9)]).toEqual([true, false]);
	expect([met({ atMost: 0.08 }, 0.08), met({ atMost: 0.08 }, 0.081)]).toEqual([true, false]);
});

test('of a pass that holds several numbers the figure says which is compared', () => {
	const withP95 = (p95: number): Pass => ({ value: 1, lost: 0, doubled: 0, details: { p95 } });
	const figure = figureWith({ atMost: 0.5 }, { of: ({ details }) => details!.p95 });
	expect(judge(figure, [[withP95(30)]], [[withP95(100)]])).toMatchObject({ ratio: 0.3, met: true });
});

test('a figure may have another ratio than a quotient', () => {
	const figure = figureWith({ atMost: 1 }, { ratio: (ours, theirs) => ours.value - theirs.value });
	expect(judge(figure, passes(101), passes(100))).toMatchObject({ ratio: 1, met: true });
});

test('no goal is met by a side that lost an event or sent one twice', () => {
	const fast = (lost: number, doubled: number): Pass[][] => [[{ value: 100, lost, doubled }]];
	const figure = figureWith({ atLeast: 20 });
	expect(judge(figure, fast(1, 0), passes(1)).met).toBe(false);
	expect(judge(figure, fast(0, 1), passes(1)).met).toBe(false);
	expect(judge(figure, fast(0, 0), passes(1)).met).toBe(true);
});

test('what the others lose is counted and does not help them', () => {
	const judged = judge(figureWith({ atLeast: 20 }), passes(100), [
		[{ value: 1, lost: 3, doubled: 2 }],
	]);
	expect(judged).toMatchObject({
		met: true,
		lost: { ours: 0, theirs: 3 },
		doubled: { ours: 0, theirs: 2 },
	});
});

test('what only one side finished has no ratio, and nothing is met before the end', () => {
	const figure = figureWith({ atLeast: 1 });
	const ours = [...passes(4), ...passes(8)];
	expect(judge(figure, ours, passes(2), 'stopped')).toMatchObject({
		...{ ratio: 2, met: null, why: 'stopped' },
	});
	expect(judge(figure, [], passes(2), 'stopped')).toMatchObject({ ratio: null, spread: null });
});
