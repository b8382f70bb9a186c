const MINUTE_MS = 60_000;

/**
 * Returns a time as clocks in a zone show it, at the next full minute, e.g. `12:53 (Europe/Berlin)`.
 * @param time in ms since 1970
 * @param zone IANA name; an unknown one counts as UTC
 */
export function timeOfDay(time: number, zone: string): string {
	const options = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
	const minute = new Date(Math.ceil(time / MINUTE_MS) * MINUTE_MS);
	const inZone = (timeZone: string) =>
		`${new Intl.DateTimeFormat('en-US', { ...options, timeZone }).format(minute)} (${timeZone})`;
	try {
		return inZone(zone);
	} catch {
		return inZone('UTC');
	}
}
