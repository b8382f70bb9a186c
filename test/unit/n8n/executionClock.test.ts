import type { IExecuteFunctions } from 'n8n-workflow';
import { executionClock } from '../../../lib/n8n/executionClock';

afterEach(() => jest.restoreAllMocks());

const context = { getExecutionCancelSignal: () => undefined } as unknown as IExecuteFunctions;

test('The clock of an execution begins with the time of day, and setting that back or ahead does not change it', () => {
	const before = Date.now();
	const clock = executionClock(context);
	const first = clock.now();
	expect(first).toBeGreaterThanOrEqual(before - 1);
	expect(first).toBeLessThanOrEqual(Date.now());
	for (const jump of [-3_600_000, 3_600_000]) {
		jest.spyOn(Date, 'now').mockReturnValue(before + jump);
		const later = clock.now();
		expect(later).toBeGreaterThanOrEqual(first);
		expect(later).toBeLessThan(first + 600_000);
	}
	expect(Number.isInteger(clock.now())).toBe(true);
});
