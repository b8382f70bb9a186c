import fc from 'fast-check';
import { createThrottle } from '../../../lib/streaming/throttle';

describe('the throttle', () => {
	it('lets sixty requests a minute through, and the next when the first is a minute old', () => {
		const throttle = createThrottle(
			{ amount: 60, perMs: 60_000 },
			{ amount: 10_000, perMs: 1_000 },
		);
		const waits = Array.from({ length: 61 }, () => throttle.reserve(5_000, 1));
		expect(waits.slice(0, 60).every((wait) => wait === 0)).toBe(true);
		expect(waits[60]).toBe(60_000);
	});

	it('never lets more through in any window than either rate allows', () => {
		const calls = fc.array(
			fc.record({ after: fc.nat(400), messages: fc.integer({ min: 1, max: 10 }) }),
			{
				maxLength: 80,
			},
		);
		fc.assert(
			fc.property(calls, (list) => {
				const throttle = createThrottle({ amount: 3, perMs: 1_000 }, { amount: 10, perMs: 500 });
				let now = 0;
				const sent = list.map(({ after, messages }) => {
					now += after;
					const wait = throttle.reserve(now, messages);
					expect(wait).toBeGreaterThanOrEqual(0);
					return { at: now + wait, messages };
				});
				for (const { at } of sent) {
					const within = (ms: number) =>
						sent.filter((other) => other.at >= at && other.at < at + ms);
					expect(within(1_000).length).toBeLessThanOrEqual(3);
					const messages = within(500).reduce((sum, other) => sum + other.messages, 0);
					expect(messages).toBeLessThanOrEqual(10);
				}
			}),
		);
	});

	it('lets nothing through before a pause is over', () => {
		const throttle = createThrottle({ amount: 9, perMs: 1_000 }, { amount: 9, perMs: 1_000 });
		throttle.pauseUntil(3_000);
		throttle.pauseUntil(2_000);
		expect(throttle.reserve(1_000, 1)).toBe(2_000);
		expect(throttle.reserve(4_000, 1)).toBe(0);
	});
});
