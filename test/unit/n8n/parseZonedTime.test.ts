import { parseZonedTime } from '../../../lib/n8n/parseZonedTime';

const iso = (value: unknown, zone = 'Europe/Berlin') => {
	const moment = parseZonedTime(value, zone);
	return moment === undefined ? undefined : new Date(moment).toISOString();
};

it.each([
	['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
	['2026-01-31T12:00:00.5+05:30', '2026-01-31T06:30:00.500Z'],
	['2026-01-31T12:00:00-0500', '2026-01-31T17:00:00.000Z'],
	['2026-01-31T12:00:00', '2026-01-31T11:00:00.000Z'],
	['2026-07-31 12:00:00', '2026-07-31T10:00:00.000Z'],
	['2026-07-31', '2026-07-30T22:00:00.000Z'],
])('reads %s as a time in Berlin', (text, moment) => {
	expect(iso(text)).toBe(moment);
});

it('uses the offset of that moment around a clock change', () => {
	expect(iso('2026-03-29T01:59:59')).toBe('2026-03-29T00:59:59.000Z');
	expect(iso('2026-03-29T03:00:00')).toBe('2026-03-29T01:00:00.000Z');
	expect(iso('2026-03-08T03:00:00', 'America/New_York')).toBe('2026-03-08T07:00:00.000Z');
	expect(iso('2026-03-07T23:00:00', 'America/New_York')).toBe('2026-03-08T04:00:00.000Z');
});

it('keeps the moment of a date object and of a number', () => {
	expect(iso(new Date('2026-01-31T12:00:00Z'))).toBe('2026-01-31T12:00:00.000Z');
	expect(parseZonedTime(5, 'UTC')).toBe(5);
});

it.each(['yesterday', '', '2026-13-01', 'T', '2026-01-31T99:00:00Z', {}, undefined])(
	'rejects %j, which is not a time',
	(value) => {
		expect(parseZonedTime(value, 'UTC')).toBeUndefined();
	},
);
