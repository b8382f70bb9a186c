import { createHealth } from '../../../lib/streaming/health';

describe('the health of an inlet', () => {
	it('counts the budget from the first passing answer since the last definite one', () => {
		const health = createHealth(1_000);
		health.passing(100);
		health.passing(300);
		expect(health.remainingMs(300, 400)).toBe(700);
		health.definite();
		expect(health.remainingMs(300, 400)).toBe(900);
		expect(health.heard()).toBe(true);
	});

	it('gives the run up after three requests over the whole budget, not before either', () => {
		const health = createHealth(1_000);
		expect(health.heard()).toBe(false);
		health.passing(0);
		expect([health.givenUp(10), health.givenUp(20), health.givenUp(30)]).toEqual([
			false,
			false,
			false,
		]);
		expect(health.givenUp(1_000)).toBe(true);
		health.definite();
		const after = [2_000, 3_000, 4_000].map((now) => health.givenUp(now));
		expect(after).toEqual([false, false, false]);
		health.definite();
		health.passing(5_000);
		expect(health.givenUp(6_000)).toBe(false);
	});
});
