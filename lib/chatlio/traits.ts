import { sanitize } from './sanitize';
import { isRecord, type JsonRecord } from './values';

/**
 * What a site told the widget about its visitor.
 *
 * Chatlio's pages show an object for transcripts and text that holds JSON for the other events; in the field it is
 * text for both. `null` as text is what Chatlio's language writes for no traits.
 *
 * @returns An object; other text as `{ text }`; `undefined` when there is nothing in it.
 */
export function readTraits(value: unknown): JsonRecord | undefined {
	const traits = typeof value === 'string' ? parseTraits(value) : value;
	return isRecord(traits) && Object.keys(traits).length > 0 ? traits : undefined;
}

function parseTraits(text: string): JsonRecord | undefined {
	if (['', 'null'].includes(text.trim())) return undefined;
	try {
		const parsed: unknown = JSON.parse(text);
		return isRecord(parsed) ? sanitize(parsed) : { text };
	} catch {
		return { text };
	}
}
