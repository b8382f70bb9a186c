const RFC_3339 =
	/^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** Earlier years come from Go's zero time (year 1) or from clocks that were never set. Chatlio began in 2015. */
const FIRST_YEAR = 2000;

const MINUTE = 60_000;

/**
 * Converts a time to the form that XDM expects: RFC 3339 with milliseconds and `Z`.
 *
 * Chatlio sends six to nine fraction digits and an offset (chatlio.com/docs/webhooks). Digits beyond milliseconds are
 * cut off, because rounding up could yield a time in the future.
 *
 * @param value any value
 * @returns undefined if the value is not RFC 3339 text, not a calendar day, or before the year 2000
 */
export function toXdmTime(value: unknown): string | undefined {
	const time = readMoment(value);
	return time && isKnown(time) ? time.toISOString() : undefined;
}

/** Converts RFC 3339 text of any year like `toXdmTime`; undefined for any other text. */
export function toUtcTime(text: string): string | undefined {
	return readMoment(text)?.toISOString();
}

/** Returns true for a time that means "unknown": RFC 3339 text of a year before 2000. */
export function isUnknownTime(value: unknown): boolean {
	const time = readMoment(value);
	return time !== undefined && !isKnown(time);
}

function isKnown(time: Date): boolean {
	const year = time.getUTCFullYear();
	return year >= FIRST_YEAR && year <= 9999;
}

function readMoment(value: unknown): Date | undefined {
	const match = typeof value === 'string' ? RFC_3339.exec(value) : null;
	if (!match) return undefined;
	const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
	const [fraction = '', sign = '+', offsetHour = '00', offsetMinute = '00'] = match.slice(7);
	if (hour > 23 || minute > 59 || second > 59) return undefined;
	if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;

	const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
	const local = new Date(0);
	// Not with Date.UTC, which reads the year 1 as 1901.
	local.setUTCFullYear(year, month - 1, day);
	local.setUTCHours(hour, minute, second, milliseconds);
	// Date turns February 30 into a day in March.
	if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return undefined;

	const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * MINUTE;
	return new Date(local.getTime() + (sign === '-' ? offset : -offset));
}

/**
 * Returns the earlier of the two times, because a chat cannot end after its transcript arrived.
 *
 * @param time RFC 3339 with milliseconds and `Z`, as `toXdmTime` returns it
 * @param receivedAt time of receipt, in the same form
 */
export function notInFuture(time: string, receivedAt: string): string {
	return time > receivedAt ? receivedAt : time;
}
