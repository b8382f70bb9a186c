/**
 * Reads `Retry-After` from response headers: seconds or an HTTP date, in ms from now, at least 0. Source: RFC 9110,
 * section 10.2.3.
 * @param now ms since 1970
 * @returns undefined if the header is missing or has neither form
 */
export function readRetryAfter(headers: Record<string, unknown>, now: number): number | undefined {
	const name = Object.keys(headers).find((key) => key.toLowerCase() === 'retry-after');
	if (name === undefined) return undefined;
	const value: unknown = [headers[name]].flat()[0];
	const text = typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() : '';
	if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
	// Only dates in HTTP's format: Date.parse alone would read "-5" as a year.
	if (!/^[A-Z][a-z]+,? /.test(text)) return undefined;
	const at = Date.parse(text);
	return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
