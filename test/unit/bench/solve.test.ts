import { leastCosts, leastSquares } from '../../../bench/solve.mts';

test('equations that fit together are solved, in whichever order the unknowns come', () => {
	// 2x + 4y = 1 and 4y = 1/2.
	const [x, y] = leastSquares([
		[0, 8],
		[2, 4],
	])!;
	expect([x, y]).toEqual([expect.closeTo(0.25), expect.closeTo(0.125)]);
});

test('equations that contradict each other a little are met in the middle', () => {
	expect(leastSquares([[0.9], [1.1]])![0]).toBeCloseTo(2 / (0.81 + 1.21));
});

test('equations that say the same twice have no answer', () => {
	expect(
		leastSquares([
			[1, 1],
			[2, 2],
		]),
	).toBeUndefined();
	expect(leastSquares([])).toBeUndefined();
});

test('a cost below zero is taken for nothing and the others are fitted without it', () => {
	// x + y = 1 and x = 1.25 would make y negative.
	const [x, y] = leastCosts([
		[1, 1],
		[0.8, 0],
	])!;
	expect(y).toBe(0);
	expect(x).toBeCloseTo(1.8 / 1.64);
});
