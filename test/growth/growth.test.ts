import { expectLinear, growthOf } from '../harness/growth.mts';

const runLoop = (steps: number) => {
	let sum = 0;
	for (let step = 0; step < steps; step += 1) sum += step % 7;
	return sum;
};

const same = (size: number) => size;

describe('growth of CPU time', () => {
	test('accepts linear work', () => {
		expectLinear('a loop', same, (size) => runLoop(size * 100));
	});

	test('rejects quadratic work', () => {
		// A busy machine may hide it, but not each time.
		const measureOften = () => {
			for (let time = 0; time < 10; time += 1)
				expectLinear('a loop', same, (size) => runLoop(size ** 2));
		};
		expect(measureOften).toThrow(
			/^a loop: CPU time grows with the power [12]\.\d of the size: [\d.]+ ms at size \d+, /,
		);
	});

	test('rejects exponential work without hanging', () => {
		expect(() => expectLinear('a loop', same, (size) => runLoop(1.5 ** size), 300)).toThrow(
			'a loop: a run at size 64 has not ended after 0.3 s',
		);
	});

	test('rejects a backtracking regular expression without hanging', () => {
		const nearMiss = (size: number) => `${'!'.repeat(size)}?`;
		expect(() => expectLinear('a pattern', nearMiss, (text) => /^(!+)+$/.test(text), 300)).toThrow(
			/^a pattern: a run at size \d+ has not ended after 0.3 s$/,
		);
	});

	test('is 0 for work that is too short to measure', () => {
		expect(growthOf(same, () => undefined).exponent).toBe(0);
	});
});
