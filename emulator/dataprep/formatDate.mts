import { DAYS, MONTHS, partsOf } from './datePattern.mts';
import { NotComputable } from './notComputable.mts';
import { offsetText, type ZonedDate } from './zonedDate.mts';

const DAY_MS = 86_400_000;

const pad = (number: number, count: number) => String(number).padStart(count, '0');

const nameText = (name: string, count: number) => (count < 4 ? name.slice(0, 3) : name);

const isoDay = (local: Date) => local.getUTCDay() || 7;

/** Returns the day of the year; January 1 is 1. */
export const dayOfYear = (local: Date) =>
	Math.floor((local.getTime() - Date.UTC(local.getUTCFullYear(), 0, 1)) / DAY_MS) + 1;

export const quarter = (local: Date) => Math.floor(local.getUTCMonth() / 3) + 1;

/** Returns the Thursday of the date's week: the ISO week belongs to its year. */
const thursday = (local: Date) => new Date(local.getTime() + (4 - isoDay(local)) * DAY_MS);

/** Returns the ISO 8601 week of the year. */
export const week = (local: Date) => Math.ceil(dayOfYear(thursday(local)) / 7);

export const weekday = isoDay;

/** Returns the week of the month: weeks begin on Monday; the first may be short. */
function weekOfMonth(local: Date): number {
	const date = local.getUTCDate();
	const daysBeforeFirst = (isoDay(local) - date + 35) % 7;
	return Math.ceil((date + daysBeforeFirst) / 7);
}

const monthText = (local: Date, count: number) =>
	count < 3 ? pad(local.getUTCMonth() + 1, count) : nameText(MONTHS[local.getUTCMonth()], count);

const ORDINALS = ['1st', '2nd', '3rd', '4th'];

function quarterText(local: Date, count: number): string {
	const number = quarter(local);
	if (count < 3) return pad(number, count);
	return count === 3 ? `Q${number}` : `${ORDINALS[number - 1]} quarter`;
}

type Writer = (local: Date, count: number, date: ZonedDate) => string;

const hour12 = (local: Date) => local.getUTCHours() % 12;

const isoOffset: Writer = (_, count, { offset }) => {
	const text = offsetText(offset, count > 2 ? ':' : '');
	return count === 1 && text.endsWith('00') && text !== 'Z' ? text.slice(0, 3) : text;
};

/** Source: Adobe, "Handling data formats with Data Prep", date/time format strings. */
const WRITERS: Record<string, Writer> = {
	G: () => 'AD',
	y: (local, count) => {
		const year = local.getUTCFullYear();
		return count === 2 ? pad(year % 100, 2) : pad(year, count);
	},
	Y: (local, count) => {
		const year = thursday(local).getUTCFullYear();
		return count === 2 ? pad(year % 100, 2) : pad(year, count);
	},
	M: monthText,
	L: monthText,
	w: (local, count) => pad(week(local), count),
	W: (local, count) => pad(weekOfMonth(local), count),
	D: (local, count) => pad(dayOfYear(local), count),
	d: (local, count) => pad(local.getUTCDate(), count),
	F: (local, count) => pad(Math.ceil(local.getUTCDate() / 7), count),
	E: (local, count) => nameText(DAYS[local.getUTCDay()], count),
	u: (local, count) => pad(isoDay(local), count),
	a: (local) => (local.getUTCHours() < 12 ? 'AM' : 'PM'),
	H: (local, count) => pad(local.getUTCHours(), count),
	k: (local, count) => pad(local.getUTCHours() || 24, count),
	K: (local, count) => pad(hour12(local), count),
	h: (local, count) => pad(hour12(local) || 12, count),
	m: (local, count) => pad(local.getUTCMinutes(), count),
	s: (local, count) => pad(local.getUTCSeconds(), count),
	S: (local, count) => pad(local.getUTCMilliseconds(), 3).padEnd(count, '0').slice(0, count),
	z: (_, __, { zone, offset }) =>
		/^[A-Z]{2,}$/i.test(zone) ? zone : `GMT${offsetText(offset, ':', '')}`,
	Z: (_, __, { offset }) => offsetText(offset, '', '+0000'),
	X: isoOffset,
	V: (_, __, { zone }) => (zone === 'Z' ? 'UTC' : zone),
	O: (_, __, { offset }) => `GMT${offsetText(offset, ':', '').replace(/([+-])0?(\d+):00/, '$1$2')}`,
	Q: quarterText,
	q: quarterText,
};

/** Formats a date with a Java pattern, in its own zone. Throws NotComputable for letters without a meaning. */
export function formatDate(date: ZonedDate, pattern: string): string {
	const { local } = date;
	return partsOf(pattern)
		.map((part) => {
			if ('text' in part) return part.text;
			const writer = Object.hasOwn(WRITERS, part.letter) ? WRITERS[part.letter] : undefined;
			if (writer) return writer(local, part.count, date);
			throw new NotComputable(
				`The letter ${part.letter} has no meaning in the date pattern ${pattern}`,
			);
		})
		.join('');
}
