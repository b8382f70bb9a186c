const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** Formats a duration in whole seconds below two minutes, in minutes below two hours, else in hours, rounded up. */
export function durationInWords(ms: number): string {
	if (ms < 2 * MINUTE_MS) return count(ms / SECOND_MS, 'second');
	return ms < 2 * HOUR_MS ? count(ms / MINUTE_MS, 'minute') : count(ms / HOUR_MS, 'hour');
}

function count(amount: number, unit: string): string {
	const whole = Math.ceil(amount);
	return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
