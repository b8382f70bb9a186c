import { timeOfDay } from '../../../lib/n8n/timeOfDay';

it.each([
	['2026-01-31T11:52:20Z', 'Europe/Berlin', '12:53 (Europe/Berlin)'],
	['2026-01-31T11:53:00Z', 'Europe/Berlin', '12:53 (Europe/Berlin)'],
	['2026-07-31T11:53:00Z', 'Europe/Berlin', '13:53 (Europe/Berlin)'],
	['2026-01-31T23:59:30Z', 'UTC', '00:00 (UTC)'],
	['2026-01-31T00:00:00Z', 'America/New_York', '19:00 (America/New_York)'],
	['2026-01-31T11:53:00Z', 'DEFAULT', '11:53 (UTC)'],
])('%s in %s is %s, never too early', (time, zone, expected) => {
	expect(timeOfDay(Date.parse(time), zone)).toBe(expected);
});
