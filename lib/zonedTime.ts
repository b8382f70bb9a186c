const OFFSET = /(?:Z|[+-]\d{2}:?\d{2})$/i;

/**
 * The moment that a date picker, an expression or a text means, in ms since 1970.
 * @param value ISO 8601; without an offset it is a time of the zone. A date object gives its own moment.
 * @param zone IANA name, e.g. Europe/Berlin
 * @returns undefined where it is no time
 */
export function momentOf(value: unknown, zone: string): number | undefined {
	if (typeof value !== 'string') return valid(Number(value));
	const text = value.trim().replace(' ', 'T');
	if (!text.includes('T')) return momentOf(`${text}T00:00:00`, zone);
	if (OFFSET.test(text)) return valid(Date.parse(text));
	const asUtc = Date.parse(`${text}Z`);
	// Twice, because the first guess may lie on the other side of a change of clocks.
	const near = asUtc - offsetAt(asUtc, zone);
	return valid(asUtc - offsetAt(near, zone));
}

const valid = (moment: number) => (Number.isFinite(moment) ? moment : undefined);

/** How far the zone's clocks are ahead of UTC at a moment, in ms. */
function offsetAt(moment: number, zone: string): number {
	if (!Number.isFinite(moment)) return NaN;
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	}).formatToParts(moment);
	const [year, month, day, hour, minute, second] = [
		'year',
		'month',
		'day',
		'hour',
		'minute',
		'second',
	].map((wanted) => Number(parts.find(({ type }) => type === wanted)?.value));
	const seconds = Math.floor(moment / 1000) * 1000;
	return Date.UTC(year, month - 1, day, hour, minute, second) - seconds;
}
