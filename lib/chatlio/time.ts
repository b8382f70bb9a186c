const RFC_3339 =
	/^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;

/** Go's zero time (year 1) and clocks that were never set come before this. Chatlio began in 2015. */
const FIRST_YEAR = 2000;

const MINUTE = 60_000;

/**
 * A time as XDM wants it: RFC 3339 with milliseconds and `Z`.
 *
 * Chatlio writes six to nine digits of a second and an offset (chatlio.com/docs/webhooks); what is finer than a
 * millisecond is cut off, never rounded up into the future.
 *
 * @param value Anything. What is no RFC 3339 text, no day of the calendar, or before the year 2000 is unknown.
 * @returns `undefined` for an unknown time.
 */
export function toXdmTime(value: unknown): string | undefined {
	const match = typeof value === 'string' ? RFC_3339.exec(value) : null;
	if (!match) return undefined;
	const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
	const [fraction = '', sign = '+', offsetHour = '00', offsetMinute = '00'] = match.slice(7);
	if (hour > 23 || minute > 59 || second > 59) return undefined;
	if (Number(offsetHour) > 23 || Number(offsetMinute) > 59) return undefined;

	const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
	const local = new Date(Date.UTC(year, month - 1, day, hour, minute, second, milliseconds));
	// Date carries 30 February over into March.
	if (local.getUTCMonth() !== month - 1 || local.getUTCDate() !== day) return undefined;

	const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * MINUTE;
	const utc = new Date(local.getTime() + (sign === '-' ? offset : -offset));
	const utcYear = utc.getUTCFullYear();
	return utcYear >= FIRST_YEAR && utcYear <= 9999 ? utc.toISOString() : undefined;
}

/**
 * The time, or when it was received if that was earlier: a chat cannot end after its transcript came.
 *
 * @param time RFC 3339 with milliseconds and `Z`, as `toXdmTime` gives it.
 * @param receivedAt The same.
 */
export function notInFuture(time: string, receivedAt: string): string {
	return time > receivedAt ? receivedAt : time;
}
