import { sanitize } from './sanitize';
import { parseLongNumbersAsText } from '../http/exactJson';
import { isRecord, type JsonRecord } from '../http/isRecord';

/**
 * Returns the traits that a site passed to the widget about its visitor.
 *
 * Chatlio documents an object for transcripts and JSON text for the other events; real payloads have text for both.
 * Chatlio's backend writes the text `null` if there are no traits. Long numbers become text with all their digits.
 *
 * @returns an object; a list and other text as `{ text }`; undefined if there are no traits
 */
export function readTraits(value: unknown): JsonRecord | undefined {
	const traits = typeof value === 'string' ? parseTraits(value) : (listAsText(value) ?? value);
	return isRecord(traits) && Object.keys(traits).length > 0 ? traits : undefined;
}

/** Returns a list in the form that the same list as JSON text has. */
function listAsText(value: unknown): JsonRecord | undefined {
	return Array.isArray(value) && value.length > 0 ? { text: JSON.stringify(value) } : undefined;
}

function parseTraits(text: string): JsonRecord | undefined {
	if (['', 'null'].includes(text.trim())) return undefined;
	try {
		const parsed = parseLongNumbersAsText(text);
		return isRecord(parsed) ? sanitize(parsed) : { text };
	} catch {
		return { text };
	}
}
