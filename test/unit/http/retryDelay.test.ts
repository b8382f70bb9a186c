import fc from 'fast-check';
import { FIRST_DELAY_MS, LONGEST_DELAY_MS, retryDelayMs } from '../../../lib/http/retryDelay';

describe('the waiting time', () => {
	it('is a random part of a step that doubles up to its limit', () => {
		expect([1, 2, 3, 20].map((attempt) => retryDelayMs(attempt, 1))).toEqual([
			FIRST_DELAY_MS,
			2 * FIRST_DELAY_MS,
			4 * FIRST_DELAY_MS,
			LONGEST_DELAY_MS,
		]);
		expect(retryDelayMs(9, 0)).toBe(0);
	});

	it('is never shorter than what was asked for', () => {
		fc.assert(
			fc.property(
				fc.nat(20),
				fc.double({ min: 0, max: 0.99, noNaN: true }),
				fc.nat(1e6),
				(n, random, asked) => {
					expect(retryDelayMs(n + 1, random, asked)).toBeGreaterThanOrEqual(asked);
				},
			),
		);
	});
});
