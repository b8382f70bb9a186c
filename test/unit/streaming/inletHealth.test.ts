import { createInletHealth } from '../../../lib/streaming/inletHealth';

describe('the health of an inlet', () => {
	it('counts the budget from the first transient answer since the last definite one', () => {
		const health = createInletHealth(1_000);
		health.recordTransient(100);
		health.recordTransient(300);
		expect(health.remainingMs(300, 400)).toBe(700);
		health.recordAnswer();
		expect(health.remainingMs(300, 400)).toBe(900);
		expect(health.hasAnswered()).toBe(true);
	});

	it('gives up the run after three failed requests and the whole budget, and not before both', () => {
		const health = createInletHealth(1_000);
		expect(health.hasAnswered()).toBe(false);
		health.recordTransient(0);
		expect([health.recordGivenUp(10), health.recordGivenUp(20), health.recordGivenUp(30)]).toEqual([
			false,
			false,
			false,
		]);
		expect(health.recordGivenUp(1_000)).toBe(true);
		health.recordAnswer();
		const after = [2_000, 3_000, 4_000].map((now) => health.recordGivenUp(now));
		expect(after).toEqual([false, false, false]);
		health.recordAnswer();
		health.recordTransient(5_000);
		expect(health.recordGivenUp(6_000)).toBe(false);
	});
});
