import { shorten } from './shorten';
import { redactTokens } from './redactTokens';

/** Longest text of a service in a message or an item, in characters. */
export const LONGEST_SERVICE_TEXT = 500;

/**
 * Returns a text from a service's response, safe to show and store: shortened and without tokens. Every such text goes
 * through here, including codes and IDs, because a service or a proxy can write anything into any field. Tokens are
 * removed first: shortening could leave part of a token that is no longer recognized.
 */
export const serviceText = (text: string, max = LONGEST_SERVICE_TEXT): string =>
	shorten(redactTokens(text), max);
