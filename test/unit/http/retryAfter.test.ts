import { readRetryAfter } from '../../../lib/http/retryAfter';

describe('Retry-After', () => {
	const now = Date.parse('2026-01-31T12:00:00Z');

	it.each([
		[{ 'retry-after': '2' }, 2_000],
		[{ 'Retry-After': 1.5 }, 1_500],
		[{ 'RETRY-AFTER': ['3', '9'] }, 3_000],
		[{ 'retry-after': 'Sat, 31 Jan 2026 12:00:05 GMT' }, 5_000],
		[{ 'retry-after': 'Saturday, 31-Jan-26 12:00:05 GMT' }, 5_000],
		[{ 'retry-after': 'Sat, 31 Jan 2026 11:00:00 GMT' }, 0],
		[{ 'retry-after': '-5' }, undefined],
		[{ 'retry-after': 'Soon, perhaps' }, undefined],
		[{ 'retry-after': null }, undefined],
		[{}, undefined],
	])('%j means %p ms', (headers, ms) => {
		expect(readRetryAfter(headers, now)).toBe(ms);
	});
});
