import { evaluate } from '../../emulator/dataprep/evaluate.mts';

const now = new Date('2021-10-26T10:10:24.005Z');

const compute = (expression: string) => evaluate(expression, {}, { now });

describe("Adobe's samples", () => {
	it.each([
		['now()', '2021-10-26T10:10:24.005Z'],
		['timestamp()', 1635243024005],
		['format(date("2019-10-23T11:24:35Z"), "yyyy-MM-dd HH:mm:ss")', '2019-10-23 11:24:35'],
		['dformat(1571829875000, "yyyy-MM-dd\'T\'HH:mm:ss.SSSX")', '2019-10-23T11:24:35.000Z'],
		['date("2019-10-23 11:24", "yyyy-MM-dd HH:mm", now())', '2019-10-23T11:24:00Z'],
		['date("2019-10-23 11:24", "yyyy-MM-dd HH:mm")', '2019-10-23T11:24:00Z'],
		['date("2019-10-23 11:24")', '2019-10-23T11:24:00Z'],
		['date_part("MM", date("2019-10-17 11:55:12"))', 10],
		['set_date_part("m", 4, date("2016-11-09T11:44:44.797"))', '2016-04-09T11:44:44.797Z'],
		// The guide prints a "Z" behind Californian clocks; the offset is what makes the moment right.
		[
			'make_date_time(2019, 10, 17, 11, 55, 12, 999, "America/Los_Angeles")',
			'2019-10-17T11:55:12-07:00',
		],
		[
			'zone_date_to_utc(date("2019-10-17T11:55:12 PST", "yyyy-MM-dd\'T\'HH:mm:ss z"))',
			'2019-10-17T18:55:12Z',
		],
		['zone_date_to_zone(now(), "Europe/Paris")', '2021-10-26T12:10:24.005+02:00'],
	])('%s', (expression, value) => {
		expect(compute(expression)).toEqual(value);
	});
});

describe('a text without a format', () => {
	it.each([
		['2020-12-31 11:24:35-0800', '2020-12-31T11:24:35-08:00'],
		['2020-12-31 11:24:35.123+0100', '2020-12-31T11:24:35.123+01:00'],
		['2020-12-31 11:24:35.123', '2020-12-31T11:24:35.123Z'],
		['2020-12-31T11:24:35.123-08', '2020-12-31T11:24:35.123-08:00'],
		['2020-12-31T11:24:35.123-08:00', '2020-12-31T11:24:35.123-08:00'],
		['2020-12-31T11:24:35.123Z', '2020-12-31T11:24:35.123Z'],
		['2020-12-31T11:24:35Z', '2020-12-31T11:24:35Z'],
		['2020-12-31', '2020-12-31T00:00:00Z'],
		['2020/12/31', '2020-12-31T00:00:00Z'],
		['2020.12.31', '2020-12-31T00:00:00Z'],
		['2020-Dec-31', '2020-12-31T00:00:00Z'],
		['20201231', '2020-12-31T00:00:00Z'],
		['12-31-2020', '2020-12-31T00:00:00Z'],
		// The guide's own warning: eight digits that could be either are read as month, day, year.
		['12112020', '2020-12-11T00:00:00Z'],
		['1/31/2020', '2020-01-31T00:00:00Z'],
		['31.1.2020', '2020-01-31T00:00:00Z'],
		['1/31/2020 01:02:03 PM', '2020-01-31T13:02:03Z'],
		['31.1.2020 12:02:03 am', '2020-01-31T00:02:03Z'],
		['31.Jan.2020', '2020-01-31T00:00:00Z'],
		['31-jan-2020', '2020-01-31T00:00:00Z'],
	])('%s', (text, value) => {
		expect(compute(`date("${text}")`)).toBe(value);
	});

	it.each([
		'December 31st, 2020',
		'2020-02-30',
		'2020-13-01',
		'2020-12-31 25:00:00.000',
		'2020-12-31 11:60:00',
		'',
		// Six or nine digits of a second, as Chatlio sends them, are in none of the formats.
		'2016-02-07T11:02:17.839766-08:00',
		'2018-05-19T18:14:32.000026941+02:00',
		'2018-05-19T18:14:32+02:00',
	])('"%s" is in none of the formats', (text) => {
		expect(() => compute(`date("${text}")`)).toThrow(
			'is in none of the date formats Data Prep knows: name its format with date()',
		);
	});
});

describe('a format', () => {
	const day = '2021-03-04T15:06:07.089Z';

	it.each([
		['yyyy yy y', '2021 21 2021'],
		['M MM MMM MMMM L', '3 03 Mar March 3'],
		['d dd D DDD F', '4 04 63 063 1'],
		['E EEE EEEE u', 'Thu Thu Thursday 4'],
		['w ww W Y', '9 09 1 2021'],
		['YY', '21'],
		['H HH h hh K k a', '15 15 3 03 3 15 PM'],
		['m mm s ss S SS SSS SSSSSS', '6 06 7 07 0 08 089 089000'],
		['Q QQ QQQ QQQQ q', '1 01 Q1 1st quarter 1'],
		['G', 'AD'],
		['X XX XXX Z z O V', 'Z Z Z +0000 GMT GMT UTC'],
		["yyyy'year' ''d'' 'o''clock'", "2021year '4' o'clock"],
		['yyyy-MM-dd é', '2021-03-04 é'],
	])('%s', (pattern, text) => {
		expect(compute(`format(date("${day}"), "${pattern}")`)).toBe(text);
	});

	it.each([
		['X XX XXX Z z O V', '-08 -0800 -08:00 -0800 PST GMT-8 PST', 'PST'],
		['X XX XXX Z O', '+0530 +0530 +05:30 +0530 GMT+05:30', 'Asia/Kolkata'],
		['z V', 'GMT+01:00 Europe/Paris', 'Europe/Paris'],
		['z', 'GMT+02:00', '+02:00'],
		['z XXX', 'UTC Z', 'UTC'],
		['XXX V', 'Z Europe/London', 'Europe/London'],
	])('%s in a zone: %s', (pattern, text, zone) => {
		expect(compute(`format(zone_date_to_zone(date("${day}"), "${zone}"), "${pattern}")`)).toBe(
			text,
		);
	});

	it.each([
		['00:30', '12 12 0 24 AM'],
		['12:30', '12 12 0 12 PM'],
	])('hours of a half day at %s', (time, text) => {
		expect(compute(`format(date("2021-03-04 ${time}"), "h hh K k a")`)).toBe(text);
	});

	it.each([
		['2021-08-01', '1'],
		['2021-08-02', '2'],
		['2021-08-31', '6'],
		['2021-02-28', '4'],
	])('the week of the month of %s', (date, text) => {
		expect(compute(`format(date("${date}"), "W")`)).toBe(text);
	});

	it.each([
		['2021-01-03', '53 2020'],
		['2021-01-04', '1 2021'],
		['2020-12-31', '53 2020'],
		['2024-12-30', '1 2025'],
	])('the ISO week of %s', (date, text) => {
		expect(compute(`format(date("${date}"), "w Y")`)).toBe(text);
	});

	it.each([
		['"2020-01-02 03:04:05 pm", "yyyy-MM-dd hh:mm:ss a"', '2020-01-02T15:04:05Z'],
		['"2020-01-02 00:04 PM", "yyyy-MM-dd KK:mm a"', '2020-01-02T12:04:00Z'],
		['"2020-01-02 24:04", "yyyy-MM-dd kk:mm"', '2020-01-02T00:04:00Z'],
		['"20-1-2", "yy-M-d"', '2020-01-02T00:00:00Z'],
		['"2020 366", "yyyy D"', '2020-12-31T00:00:00Z'],
		['"Thu, March 4 2021 AD", "EEE, MMMM d yyyy G"', '2021-03-04T00:00:00Z'],
		['"4 4 2021-03-04", "u u yyyy-LL-dd"', '2021-03-04T00:00:00Z'],
		['"2020-01-02 03:04:05.1", "yyyy-MM-dd HH:mm:ss.S"', '2020-01-02T03:04:05.100Z'],
		[
			'"2018-05-19T18:14:32.839766+02:00", "yyyy-MM-dd\'T\'HH:mm:ss.SSSSSSX"',
			'2018-05-19T18:14:32.839+02:00',
		],
		['"2020-07-02 03:04 Europe/Paris", "yyyy-MM-dd HH:mm V"', '2020-07-02T03:04:00+02:00'],
		['"2020-07-02 03:04 GMT+8", "yyyy-MM-dd HH:mm O"', '2020-07-02T03:04:00+08:00'],
		['"2020-07-02 03:04 GMT", "yyyy-MM-dd HH:mm z"', '2020-07-02T03:04:00Z'],
		['"2020-01-02 (x)", "yyyy-MM-dd (\'x\')"', '2020-01-02T00:00:00Z'],
	])('reads date(%s)', (args, value) => {
		expect(compute(`date(${args})`)).toBe(value);
	});

	it('reads a year of one digit as it is', () => {
		expect(compute('date("7-01-02", "y-MM-dd")')).toBe('0007-01-02T00:00:00Z');
	});
});

describe('dates that are null', () => {
	it.each([
		['date(null)', null],
		['date(missing, "yyyy")', null],
		['date(missing, "yyyy", now())', '2021-10-26T10:10:24.005Z'],
		['date(now(), "yyyy")', '2021-10-26T10:10:24.005Z'],
		['date("2020-01-01", null)', '2020-01-01T00:00:00Z'],
		['format(null, "yyyy")', null],
		['date_part("year", null)', null],
		['set_date_part("year", 2020, null)', null],
		['zone_date_to_utc(null)', null],
		['zone_date_to_zone(null, "Europe/Paris")', null],
	])('%s', (expression, value) => {
		expect(compute(expression)).toEqual(value);
	});
});

describe('parts of a date', () => {
	it.each([
		[['year', 'yyyy', 'yy'], 2021],
		[['quarter', 'qq', 'q'], 1],
		[['month', 'mm', 'm', 'MM'], 3],
		[['dayofyear', 'dy', 'y'], 63],
		[['day', 'dd', 'd'], 4],
		[['week', 'ww', 'w'], 9],
		[['weekday', 'dw'], 4],
		[['hour', 'hh', 'hh24'], 15],
		[['hh12'], 3],
		[['minute', 'mi', 'n'], 6],
		[['second', 'ss', 's'], 7],
		[['millisecond', 'ms'], 89],
	])('%j', (names, value) => {
		for (const name of names) {
			expect(compute(`date_part("${name}", date("2021-03-04T15:06:07.089Z"))`)).toBe(value);
		}
	});

	it('the twelfth hour of a half day is 12', () => {
		expect(compute('date_part("hh12", "2021-03-04T12:06:07Z")')).toBe(12);
	});

	it.each([
		['year', 2020, '2020-03-04T15:06:07Z'],
		['mm', 12, '2021-12-04T15:06:07Z'],
		['d', 31, '2021-03-31T15:06:07Z'],
		['hh', 0, '2021-03-04T00:06:07Z'],
		['n', 59, '2021-03-04T15:59:07Z'],
		['ss', 1, '2021-03-04T15:06:01Z'],
	])('%s can be set', (name, value, date) => {
		expect(compute(`set_date_part("${name}", ${value}, "2021-03-04T15:06:07Z")`)).toBe(date);
	});

	it('sets the hour that the clocks of its zone show, summer time or not', () => {
		const summer = 'zone_date_to_zone(date("2021-07-01T10:00:00Z"), "Europe/Paris")';
		expect(compute(`set_date_part("mm", 12, ${summer})`)).toBe('2021-12-01T12:00:00+01:00');
	});
});

describe('what cannot be computed', () => {
	it.each([
		['date("x", "yyyy-MM-dd")', '"x" is no date in the format yyyy-MM-dd'],
		['date("2020", "yyyy b")', 'A date cannot be read by the letter b in yyyy b'],
		['date("1", "w")', 'A date cannot be read by the letter w in w'],
		['date("x", "yyyy\'")', "The date pattern yyyy' has an open quote"],
		['date("2020-01-01 Mars/Base", "yyyy-MM-dd V")', '"Mars/Base" is no time zone'],
		['format(now(), "b")', 'The letter b has no meaning in the date pattern b'],
		['zone_date_to_zone(now(), "Mars")', '"Mars" is no time zone'],
		['zone_date_to_zone(now(), "constructor")', '"constructor" is no time zone'],
		['date_part("era", now())', '"era" is no part of a date'],
		['set_date_part("week", 1, now())', 'The part "week" of a date cannot be set'],
		['dformat(1e300, "yyyy")', 'The date is out of range'],
		['make_date_time(2019, 10, 17, 11, 55, 12, 999, null)', 'A text is needed, found null'],
		['date(5)', '"5" is in none of the date formats'],
	])('%s: %s', (expression, sentence) => {
		expect(() => compute(expression)).toThrow(sentence);
	});

	it('formats made up while reading do not pile up', () => {
		for (let i = 0; i < 250; i++) compute(`date("2020${i}", "yyyy'${i}'")`);
		expect(compute('date("2020", "yyyy")')).toBe('2020-01-01T00:00:00Z');
	});
});
