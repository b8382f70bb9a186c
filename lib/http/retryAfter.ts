/**
 * Reads `Retry-After` from response headers: seconds or an HTTP date, in ms from now, at least 0. A date is compared
 * with the response's own `Date`, if it has a valid one: the clock of this machine may differ from the server's.
 * Source: RFC 9110, sections 5.6.7, 6.6.1 and 10.2.3.
 * @param now ms since 1970
 * @returns undefined if the header is missing or has neither form
 */
export function readRetryAfter(headers: Record<string, unknown>, now: number): number | undefined {
	const text = headerText(headers, 'retry-after');
	if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
	const at = parseHttpDate(text);
	if (at === undefined) return undefined;
	return Math.max(0, at - (parseHttpDate(headerText(headers, 'date')) ?? now));
}

function headerText(headers: Record<string, unknown>, lowerCaseName: string): string {
	const name = Object.keys(headers).find((key) => key.toLowerCase() === lowerCaseName);
	const value: unknown = name === undefined ? undefined : [headers[name]].flat()[0];
	return typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() : '';
}

/** Parses HTTP's three date formats; the oldest of them names no time zone and is in UTC as well. */
function parseHttpDate(text: string): number | undefined {
	// Date.parse alone would read "-5" as a year.
	if (!/^[A-Z][a-z]+,? /.test(text)) return undefined;
	const at = Date.parse(/ (GMT|UTC|[+-]\d{4})$/.test(text) ? text : `${text} GMT`);
	return Number.isNaN(at) ? undefined : at;
}
