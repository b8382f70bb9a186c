import { expectLinear, growthOf } from '../harness/growth.mts';

const runLoop = (steps: number) => {
	let sum = 0;
	for (let step = 0; step < steps; step += 1) sum += step % 7;
	return sum;
};

const same = (size: number) => size;

describe('growth of CPU time', () => {
	test('is 1 for work that is linear, and passes', () => {
		expectLinear('a loop', same, (size) => runLoop(size * 100));
	});

	test('is 2 for work that is quadratic, and does not pass', () => {
		const { exponent } = growthOf(same, (size) => runLoop(size ** 2));
		expect(exponent).toBeGreaterThan(1.5);
		expect(exponent).toBeLessThan(2.5);
		expect(() => expectLinear('a loop', same, (size) => runLoop(size ** 2))).toThrow(
			/^a loop: CPU time grows with the power \d\.\d of the size: [\d.]+ ms at size \d+, /,
		);
	});

	test('is found within seconds for work that is exponential', () => {
		const { exponent, larger } = growthOf(same, (size) => runLoop(1.2 ** size));
		expect(exponent).toBeGreaterThan(3);
		expect(larger.ms).toBeLessThan(5_000);
	});

	test('is 0 for work that stays too short to measure', () => {
		expect(growthOf(same, () => undefined).exponent).toBe(0);
	});
});
