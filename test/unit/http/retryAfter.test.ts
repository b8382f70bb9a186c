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
		[{ 'retry-after': 'Sat Jan 31 12:00:05 2026' }, 5_000],
		[{ 'retry-after': '-5' }, undefined],
		[{ 'retry-after': 'Soon, perhaps' }, undefined],
		[{ 'retry-after': null }, undefined],
		[{}, undefined],
	])('%j means %p ms', (headers, ms) => {
		expect(readRetryAfter(headers, now)).toBe(ms);
	});

	it.each([
		['is read against the Date of the same response', 'Sat, 31 Jan 2026 11:50:00 GMT', 605_000],
		['is 0 if that is later', 'Sat, 31 Jan 2026 13:00:00 GMT', 0],
		['is read against this clock without a valid Date', 'today', 5_000],
	])('that is a date %s', (_, date, ms) => {
		const headers = { Date: date, 'Retry-After': 'Sat, 31 Jan 2026 12:00:05 GMT' };
		expect(readRetryAfter(headers, now)).toBe(ms);
	});

	it('in seconds does not depend on any clock', () => {
		const headers = { date: 'Sat, 31 Jan 2026 11:00:00 GMT', 'retry-after': '7' };
		expect(readRetryAfter(headers, now)).toBe(7_000);
	});
});
