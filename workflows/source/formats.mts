const ENTITIES: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Escapes a text for HTML, in elements and in quoted attributes. */
export const escapeHtml = (text: string): string =>
	text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]);

/** Formats a number, such as 1,204. */
export const formatNumber = (number: number): string => number.toLocaleString('en-US');

/** Formats a number of events, such as `1 event` or `1,204 events`. */
export const countOf = (number: number, noun: string): string =>
	`${formatNumber(number)} ${noun}${number === 1 ? '' : 's'}`;

/** Formats times in a time zone. */
export interface Clock {
	/** Such as 14:00. */
	time: (ms: number) => string;
	/** Such as Mon, Nov 30. */
	day: (ms: number) => string;
	/** Such as `today, 14:00`, `yesterday, 14:00`, or `Mon, Nov 30, 14:00`. */
	when: (ms: number) => string;
	/** Such as `Europe/Berlin, UTC+1`. */
	zone: string;
}

/** Makes a clock for a time zone; `now` says which day is today. */
export function clockOf(zone: string, now: number): Clock {
	const format = (options: Intl.DateTimeFormatOptions) => {
		const formatter = new Intl.DateTimeFormat('en-US', { timeZone: zone, ...options });
		return (ms: number) => formatter.format(ms);
	};
	const time = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
	const day = format({ weekday: 'short', month: 'short', day: 'numeric' });
	const offset = format({ timeZoneName: 'shortOffset' })(now).replace(/^.*GMT/, 'UTC');
	const today = day(now);
	// Noon is on the same day in spite of a change of the clocks.
	const yesterday = day(now - 86_400_000);
	const nameOf = (ms: number) =>
		({ [yesterday]: 'yesterday', [today]: 'today' })[day(ms)] ?? day(ms);
	return {
		time,
		day,
		when: (ms) => `${nameOf(ms)}, ${time(ms)}`,
		zone: zone === offset ? zone : `${zone}, ${offset}`,
	};
}

const UNITS: Array<[ms: number, name: string]> = [
	[86_400_000, 'd'],
	[3_600_000, 'h'],
	[60_000, 'min'],
	[1_000, 's'],
	[1, 'ms'],
];

/** Formats a duration with two digits, such as `280 ms`, `1.4 s`, or `12 min`. */
export function formatDuration(ms: number): string {
	const [unit, name] = UNITS.find(([size]) => ms >= size) ?? [1, 'ms'];
	const value = ms / unit;
	return `${value < 10 && name !== 'ms' ? Number(value.toFixed(1)) : Math.round(value)} ${name}`;
}
