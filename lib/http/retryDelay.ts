/** First step of the delay in ms; each further attempt doubles it. */
export const FIRST_DELAY_MS = 500;

/** Longest delay that we choose ourselves, in ms. Adobe may ask for longer. */
export const LONGEST_DELAY_MS = 30_000;

/**
 * Returns the delay after an attempt (1 is the first), in ms: a random part of a step that doubles, so that many
 * workers that were rejected together do not all return at once. A `Retry-After` is waited for in full, plus a random
 * part for the same reason.
 * @param random from 0 up to but not including 1
 */
export function retryDelayMs(attempt: number, random: number, retryAfterMs = 0): number {
	const step = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
	const jitter = retryAfterMs > 0 ? FIRST_DELAY_MS : step;
	return retryAfterMs + Math.round(random * jitter);
}
