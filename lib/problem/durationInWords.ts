const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const YEAR_MS = 365 * DAY_MS;

/**
 * Formats a duration in whole seconds below two minutes, in minutes below two hours, in hours below two days, else in
 * days, rounded up. Beyond 365 days, no number helps.
 */
export function durationInWords(ms: number): string {
	if (ms < 2 * MINUTE_MS) return count(ms / SECOND_MS, 'second');
	if (ms < 2 * HOUR_MS) return count(ms / MINUTE_MS, 'minute');
	if (ms < 2 * DAY_MS) return count(ms / HOUR_MS, 'hour');
	return ms > YEAR_MS ? 'more than a year' : count(ms / DAY_MS, 'day');
}

function count(amount: number, unit: string): string {
	const whole = Math.ceil(amount);
	return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
