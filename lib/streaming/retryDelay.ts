/** First step of the waiting time in ms; each further attempt doubles it. */
export const FIRST_DELAY_MS = 500;

/** Longest waiting time of our own choosing, in ms. What Adobe asks for may be longer. */
export const LONGEST_DELAY_MS = 30_000;

/**
 * How long to wait after an attempt (1 is the first), in ms: a random part of a step that doubles,
 * so that many workers that were turned away together do not come back together. What the server
 * asked for is waited for in full, with the random part on top for the same reason.
 * @param random from 0 up to, not including, 1
 */
export function retryDelayMs(attempt: number, random: number, retryAfterMs = 0): number {
	const step = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
	const jitter = retryAfterMs > 0 ? FIRST_DELAY_MS : step;
	return retryAfterMs + Math.round(random * jitter);
}

/**
 * Reads `Retry-After` from reply headers: seconds or an HTTP date, in ms from now, never below 0.
 * Undefined if there is none or it says neither. Source: RFC 9110, section 10.2.3.
 */
export function readRetryAfter(headers: Record<string, unknown>, now: number): number | undefined {
	const name = Object.keys(headers).find((key) => key.toLowerCase() === 'retry-after');
	if (name === undefined) return undefined;
	const value: unknown = [headers[name]].flat()[0];
	const text = typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() : '';
	if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
	// Only a date as HTTP writes it: Date.parse alone would read "-5" as a year.
	if (!/^[A-Z][a-z]+,? /.test(text)) return undefined;
	const at = Date.parse(text);
	return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
