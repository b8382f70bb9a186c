import { shortened } from './shortened';
import { withoutTokens } from './withoutTokens';

/** Longest text of a service in a message or an item, in characters. */
export const LONGEST_SERVICE_TEXT = 500;

/**
 * A text from a service's answer, fit to be shown and stored: without tokens, and cut. Every such text goes through
 * here, also codes and ids, because a service or whoever answers in its place can write anything into any field.
 * Tokens go first, or a cut could leave a part of one that nothing recognizes.
 */
export const serviceText = (text: string, max = LONGEST_SERVICE_TEXT): string =>
	shortened(withoutTokens(text), max);
