import { dayOfYear, formatDate, quarter, week, weekday } from '../formatDate.mts';
import { NotComputable } from '../notComputable.mts';
import { readAnyDate } from '../knownDates.mts';
import { readDate } from '../readDate.mts';
import { isNull, toInteger, toText } from '../values.mts';
import { fromLocal, ZonedDate } from '../zonedDate.mts';
import { fn, nullable, type FunctionTable } from './table.mts';

/** Returns a date of the language unchanged, and reads a text with the known patterns. */
const toDate = (value: unknown): ZonedDate =>
	value instanceof ZonedDate ? value : readAnyDate(toText(value));

function date(args: unknown[]): unknown {
	const [value, pattern, otherwise] = args;
	if (isNull(value)) return otherwise ?? null;
	if (value instanceof ZonedDate || isNull(pattern)) return toDate(value);
	const read = readDate(toText(value), toText(pattern));
	if (read) return read;
	throw new NotComputable(
		`"${toText(value).slice(0, 60)}" is no date in the format ${toText(pattern).slice(0, 60)}`,
	);
}

interface Component {
	names: string[];
	read: (local: Date) => number;
	write?: (local: Date, value: number) => void;
}

const component = (
	names: string,
	read: Component['read'],
	write?: Component['write'],
): Component => ({
	names: names.split(' '),
	read,
	write,
});

/**
 * Source: Adobe, "Data Prep mapping functions", date_part and set_date_part. "w" is listed for both week and weekday:
 * here it means the week. Monday is 1.
 */
const COMPONENTS: Component[] = [
	component(
		'year yyyy yy',
		(d) => d.getUTCFullYear(),
		(d, value) => d.setUTCFullYear(value),
	),
	component('quarter qq q', quarter),
	component(
		'month mm m',
		(d) => d.getUTCMonth() + 1,
		(d, value) => d.setUTCMonth(value - 1),
	),
	component('dayofyear dy y', dayOfYear),
	component(
		'day dd d',
		(d) => d.getUTCDate(),
		(d, value) => d.setUTCDate(value),
	),
	component('week ww w', week),
	component('weekday dw', weekday),
	component(
		'hour hh hh24',
		(d) => d.getUTCHours(),
		(d, value) => d.setUTCHours(value),
	),
	component('hh12', (d) => d.getUTCHours() % 12 || 12),
	component(
		'minute mi n',
		(d) => d.getUTCMinutes(),
		(d, value) => d.setUTCMinutes(value),
	),
	component(
		'second ss s',
		(d) => d.getUTCSeconds(),
		(d, value) => d.setUTCSeconds(value),
	),
	component('millisecond ms', (d) => d.getUTCMilliseconds()),
];

function componentOf(name: unknown): Component {
	const partName = toText(name).toLowerCase();
	const match = COMPONENTS.find(({ names }) => names.includes(partName));
	if (match) return match;
	throw new NotComputable(`"${partName.slice(0, 60)}" is no part of a date`);
}

function setPart([name, value, input]: unknown[]): unknown {
	const { write } = componentOf(name);
	if (!write) throw new NotComputable(`The part "${toText(name)}" of a date cannot be set`);
	if (isNull(input)) return null;
	const { local, zone } = toDate(input);
	write(local, toInteger(value));
	return new ZonedDate(fromLocal(local.getTime(), zone), zone);
}

function makeDate(args: unknown[]): ZonedDate {
	const [year, month, day, hour, minute, second, nano] = args.slice(0, 7).map(toInteger);
	const zone = toText(args[7]);
	const local = Date.UTC(year, month - 1, day, hour, minute, second, Math.trunc(nano / 1e6));
	return new ZonedDate(fromLocal(local, zone), zone);
}

const makeDateFunction = fn([8, 8], makeDate);

/** Source: Adobe, "Data Prep mapping functions", date and time functions. Dates have millisecond precision. */
export const dates: FunctionTable = {
	now: nullable([0, 0], (_, { now }) => new ZonedDate(now.getTime())),
	timestamp: nullable([0, 0], (_, { now }) => now.getTime()),
	format: fn([2, 2], ([value, pattern]) => formatDate(toDate(value), toText(pattern))),
	dformat: fn([2, 2], ([ms, pattern]) => formatDate(new ZonedDate(toInteger(ms)), toText(pattern))),
	date: nullable([1, 3], date),
	date_part: fn([2, 2], ([name, value]) =>
		isNull(value) ? null : componentOf(name).read(toDate(value).local),
	),
	set_date_part: fn([3, 3], setPart),
	make_date_time: makeDateFunction,
	make_timestamp: makeDateFunction,
	zone_date_to_utc: fn([1, 1], ([value]) => new ZonedDate(toDate(value).ms)),
	zone_date_to_zone: fn([2, 2], ([value, zone]) => new ZonedDate(toDate(value).ms, toText(zone))),
};
