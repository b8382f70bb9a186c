import { momentOf } from '../../../lib/zonedTime';

const iso = (value: unknown, zone = 'Europe/Berlin') => {
	const moment = momentOf(value, zone);
	return moment === undefined ? undefined : new Date(moment).toISOString();
};

it.each([
	['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.000Z'],
	['2026-01-31T12:00:00.5+05:30', '2026-01-31T06:30:00.500Z'],
	['2026-01-31T12:00:00-0500', '2026-01-31T17:00:00.000Z'],
	['2026-01-31T12:00:00', '2026-01-31T11:00:00.000Z'],
	['2026-07-31 12:00:00', '2026-07-31T10:00:00.000Z'],
	['2026-07-31', '2026-07-30T22:00:00.000Z'],
])('takes %s for the moment it is in Berlin', (text, moment) => {
	expect(iso(text)).toBe(moment);
});

it('takes the offset of that moment around a change of clocks', () => {
	expect(iso('2026-03-29T01:59:59')).toBe('2026-03-29T00:59:59.000Z');
	expect(iso('2026-03-29T03:00:00')).toBe('2026-03-29T01:00:00.000Z');
	expect(iso('2026-03-08T03:00:00', 'America/New_York')).toBe('2026-03-08T07:00:00.000Z');
	expect(iso('2026-03-07T23:00:00', 'America/New_York')).toBe('2026-03-08T04:00:00.000Z');
});

it('takes a date object and a number for their own moment', () => {
	expect(iso(new Date('2026-01-31T12:00:00Z'))).toBe('2026-01-31T12:00:00.000Z');
	expect(momentOf(5, 'UTC')).toBe(5);
});

it.each(['yesterday', '', '2026-13-01', 'T', '2026-01-31T99:00:00Z', {}, undefined])(
	'takes %j for no time',
	(value) => {
		expect(momentOf(value, 'UTC')).toBeUndefined();
	},
);
