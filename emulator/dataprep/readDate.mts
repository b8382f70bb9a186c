import { MONTHS, partsOf } from './datePattern.mts';
import { NotComputable } from './notComputable.mts';
import { remember } from './remember.mts';
import { fromLocal, ZonedDate } from './zonedDate.mts';

/** Parts of a date in a text; the hour is 0 to 23 unless `half` is set for a 12-hour clock. */
interface Fields {
	year: number;
	month: number;
	day: number;
	dayOfYear?: number;
	hour: number;
	minute: number;
	second: number;
	ms: number;
	half?: 'am' | 'pm';
	zone: string;
}

interface Reader {
	/** Returns the regular expression for this number of letters. */
	form: (count: number) => string;
	take?: (fields: Fields, text: string) => void;
}

/** One letter means any number of digits, two or more mean exactly that many. */
const digits = (count: number) => (count === 1 ? '\\d{1,2}' : `\\d{${count}}`);

const numeric = (name: 'day' | 'hour' | 'minute' | 'second'): Reader => ({
	form: digits,
	take: (fields, text) => (fields[name] = Number(text)),
});

const monthForm = (count: number) => {
	if (count < 3) return digits(count);
	return MONTHS.map((name) => (count === 3 ? name.slice(0, 3) : name)).join('|');
};

function takeMonth(fields: Fields, text: string) {
	const isNumber = /^\d/.test(text);
	const byName = (name: string) =>
		name.slice(0, 3).toLowerCase() === text.slice(0, 3).toLowerCase();
	fields.month = isNumber ? Number(text) : MONTHS.findIndex(byName) + 1;
}

const month: Reader = { form: monthForm, take: takeMonth };

const zone: Reader['take'] = (fields, text) => (fields.zone = text);

const offsetZone: Reader = { form: () => 'Z|[+-]\\d{2}(?::?\\d{2})?', take: zone };

const namedZone: Reader = {
	form: () => '(?:GMT|UTC)?[+-]\\d{1,2}(?::?\\d{2})?|[A-Za-z]+(?:/[A-Za-z_]+)*',
	take: zone,
};

/**
 * Letters of a pattern that a text can be read with. Source: Adobe, "Handling data formats with Data Prep", format
 * strings.
 */
const READERS: Record<string, Reader> = {
	G: { form: () => 'AD|Anno Domini' },
	y: {
		form: (count) => (count === 2 ? '\\d{2}' : count < 4 ? '\\d{1,4}' : `\\d{${count}}`),
		take: (fields, text) => (fields.year = Number(text) + (text.length === 2 ? 2000 : 0)),
	},
	M: month,
	L: month,
	d: numeric('day'),
	D: { form: () => '\\d{1,3}', take: (fields, text) => (fields.dayOfYear = Number(text)) },
	E: { form: () => '[A-Za-z]+' },
	u: { form: () => '[1-7]' },
	a: {
		form: () => 'am|pm',
		take: (fields, text) => (fields.half = text.toLowerCase() as 'am' | 'pm'),
	},
	H: numeric('hour'),
	k: { form: digits, take: (fields, text) => (fields.hour = Number(text) % 24) },
	K: numeric('hour'),
	h: { form: digits, take: (fields, text) => (fields.hour = Number(text) % 12) },
	m: numeric('minute'),
	s: numeric('second'),
	S: {
		form: (count) => `\\d{${count}}`,
		take: (fields, text) => (fields.ms = Number(text.padEnd(3, '0').slice(0, 3))),
	},
	X: offsetZone,
	Z: offsetZone,
	z: namedZone,
	V: namedZone,
	O: namedZone,
};

interface Compiled {
	form: RegExp;
	take: Array<Reader['take']>;
}

/** Each pattern is compiled once for all records. */
const compile = remember((pattern): Compiled => {
	const take: Compiled['take'] = [];
	const forms = partsOf(pattern).map((part) => {
		if ('text' in part) return part.text.replace(/[^A-Za-z0-9]/g, '\\$&');
		const reader = Object.hasOwn(READERS, part.letter) ? READERS[part.letter] : undefined;
		if (!reader) {
			throw new NotComputable(`A date cannot be read by the letter ${part.letter} in ${pattern}`);
		}
		take.push(reader.take);
		return `(${reader.form(part.count)})`;
	});
	return { form: new RegExp(`^${forms.join('')}$`, 'i'), take };
}, 200);

/** Reads a date from a text with a Java pattern, in UTC unless it names a zone; undefined if it does not match. */
export function readDate(text: string, pattern: string): ZonedDate | undefined {
	const { form, take } = compile(pattern);
	const match = form.exec(text);
	if (!match) return undefined;
	const fields: Fields = {
		...{ year: 1970, month: 1, day: 1, hour: 0, minute: 0, second: 0, ms: 0 },
		zone: 'Z',
	};
	take.forEach((reader, index) => reader?.(fields, match[index + 1]));
	return toDate(fields);
}

function toDate(fields: Fields): ZonedDate | undefined {
	const { year, dayOfYear, minute, second, ms, zone } = fields;
	const [month, day] = dayOfYear === undefined ? [fields.month, fields.day] : [1, dayOfYear];
	const hour = fields.hour + (fields.half === 'pm' && fields.hour < 12 ? 12 : 0);
	const local = new Date(0);
	local.setUTCFullYear(year, month - 1, day);
	const isDay =
		dayOfYear !== undefined || (local.getUTCMonth() === month - 1 && local.getUTCDate() === day);
	if (!isDay || hour > 23 || minute > 59 || second > 59) return undefined;
	local.setUTCHours(hour, minute, second, ms);
	const zoneName = /^(?:gmt|utc)$/i.test(zone) ? 'Z' : zone;
	return new ZonedDate(fromLocal(local.getTime(), zoneName), zoneName);
}
