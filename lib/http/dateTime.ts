const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Up to nine fraction digits; an offset or "Z" is required. Source: Adobe, "Retrieve failed batches". */
const DATE_TIME =
	/^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|[+-](\d{2}):(\d{2}))$/;

/** Java's maximum offset from UTC, in minutes. */
const WIDEST_OFFSET = 18 * 60;

/** Returns true for a day of the calendar, as XDM's format `date` writes it. */
export function isDate(text: string): boolean {
	const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
	const date = new Date(0);
	// Not with the constructor, which reads the year 50 as 1950.
	date.setUTCFullYear(year, month - 1, day);
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Returns true for a moment as XDM's format `date-time` writes it, with an offset or "Z". */
export function isDateTime(text: string): boolean {
	const parts = DATE_TIME.exec(text);
	if (!parts || !isDate(parts[1])) return false;
	const [hour, minute, second, offsetHour, offsetMinute] = parts
		.slice(2)
		.map((part: string | undefined) => Number(part ?? 0));
	const isTime = hour < 24 && minute < 60 && second < 60;
	return isTime && offsetMinute < 60 && offsetHour * 60 + offsetMinute <= WIDEST_OFFSET;
}
