import { tryToParseDateTime } from 'n8n-workflow';

/**
 * Returns the time of a date picker, an expression or a text, in ms since 1970.
 * @param value in the forms that n8n accepts as dates; a text without an offset is in the given zone, a date object has
 * its own time, and a number is already one
 * @param zone IANA name, e.g. Europe/Berlin
 * @returns undefined if it is not a time
 */
export function parseZonedTime(value: unknown, zone: string): number | undefined {
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	try {
		return tryToParseDateTime(value, zone).toMillis();
	} catch {
		return undefined;
	}
}
