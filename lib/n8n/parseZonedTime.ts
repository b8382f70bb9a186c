import { tryToParseDateTime } from 'n8n-workflow';

const MINUTE_MS = 60_000;
/** Longer than any zone's offset, so that a day before and a day after are on either side of a clock change. */
const DAY_MS = 86_400_000;

/**
 * Returns the time of a date picker, an expression or a text, in ms since 1970. A local time that a clock change skips
 * moves forward by the skipped time; of two equal local times, the first counts. n8n's own parser chooses between them
 * by the offset of today.
 * @param value in the forms that n8n accepts as dates; a text without an offset is in the given zone, a date object has
 * its own time, and a number is already one
 * @param zone IANA name, e.g. Europe/Berlin
 * @returns undefined if it is not a time
 */
export function parseZonedTime(value: unknown, zone: string): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	try {
		const inUtc = tryToParseDateTime(value, 'UTC').toMillis();
		// A value with its own offset is the same moment whatever the zone.
		const isLocal = inUtc !== tryToParseDateTime(value, 'UTC+1').toMillis();
		return isLocal ? momentOf(inUtc, zone) : inUtc;
	} catch {
		return undefined;
	}
}

/**
 * Returns the moment at which clocks in the zone show a local time.
 * @param local as if it were UTC, in ms
 */
function momentOf(local: number, zone: string): number {
	const offsetAt = (moment: number) =>
		tryToParseDateTime(new Date(moment), zone).offset * MINUTE_MS;
	const before = local - offsetAt(local - DAY_MS);
	const after = local - offsetAt(local + DAY_MS);
	const isShownAfter = after + offsetAt(after) === local;
	const isShownBefore = before + offsetAt(before) === local;
	return isShownAfter && !isShownBefore ? after : before;
}
