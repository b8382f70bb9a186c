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
		expect(() => expectLinear('a loop', same, (size) => runLoop(size ** 2))).toThrow(
			/^a loop: CPU time grows with the power (1\.[5-9]|2\.[0-5]) of the size: [\d.]+ ms at size \d+, /,
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
