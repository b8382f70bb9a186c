import fc from 'fast-check';

import { notInFuture, toXdmTime } from '../../../lib/chatlio/chatlioTime';

describe('a time for XDM', () => {
	test.each([
		['2016-02-07T11:02:17.839766-08:00', '2016-02-07T19:02:17.839Z'],
		['2018-05-19T18:14:32.000026941+02:00', '2018-05-19T16:14:32.000Z'],
		['2016-07-28T19:03:29.000005006+02:00', '2016-07-28T17:03:29.000Z'],
		['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
		['2024-12-31T23:59:59.9999-00:30', '2025-01-01T00:29:59.999Z'],
		['2024-05-01t10:00:00.5z', '2024-05-01T10:00:00.500Z'],
		['2024-05-01 10:00:00+14:00', '2024-04-30T20:00:00.000Z'],
		['1999-12-31T23:30:00-01:00', '2000-01-01T00:30:00.000Z'],
	])('writes %s with milliseconds and Z', (value, expected) => {
		expect(toXdmTime(value)).toBe(expected);
	});

	test.each([
		['an empty string', ''],
		["Go's zero time", '0001-01-01T00:00:00Z'],
		['a year before 2000', '1999-12-31T23:59:59Z'],
		['a year before 2000 once in UTC', '2000-01-01T00:30:00+01:00'],
		['a year after 9999 once in UTC', '9999-12-31T23:30:00-01:00'],
		['a day the month does not have', '2023-02-29T00:00:00Z'],
		['a month the year does not have', '2023-13-01T00:00:00Z'],
		['the hour 24', '2023-01-01T24:00:00Z'],
		['the minute 60', '2023-01-01T23:60:00Z'],
		['the second 60', '2023-01-01T23:59:60Z'],
		['an offset of 24 hours', '2023-01-01T00:00:00+24:00'],
		['an offset of 60 minutes', '2023-01-01T00:00:00+00:60'],
		['no offset', '2023-01-01T00:00:00'],
		['a date alone', '2023-01-01'],
		['a number', 1675209600000],
		['nothing', undefined],
		['null', null],
		['an object', {}],
	])('treats %s as unknown', (_, value) => {
		expect(toXdmTime(value)).toBeUndefined();
	});

	test('is the same moment whatever the offset and the digits', () => {
		const moment = fc.date({
			min: new Date('2000-01-03T00:00:00Z'),
			max: new Date('9999-12-29T00:00:00Z'),
			noInvalidDate: true,
		});
		const offset = fc.integer({ min: -23 * 60 - 59, max: 23 * 60 + 59 });
		fc.assert(
			fc.property(moment, offset, fc.stringMatching(/^\d{0,9}$/), (date, minutes, digits) => {
				const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
				const abs = Math.abs(minutes);
				const hours = String(Math.floor(abs / 60)).padStart(2, '0');
				const zone = `${minutes < 0 ? '-' : '+'}${hours}:${String(abs % 60).padStart(2, '0')}`;
				expect(toXdmTime(`${local}${digits}${zone}`)).toBe(date.toISOString());
			}),
		);
	});
});

test('replaces a time after the receipt with the time of receipt', () => {
	const receivedAt = '2026-01-02T03:04:05.006Z';
	expect(notInFuture('2026-01-02T03:04:05.007Z', receivedAt)).toBe(receivedAt);
	expect(notInFuture('2026-01-02T03:04:05.005Z', receivedAt)).toBe('2026-01-02T03:04:05.005Z');
});
