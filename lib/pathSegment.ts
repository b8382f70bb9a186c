import { PlatformRefusal } from './platform/refusal';
import { shortened } from './shortened';

/** The longest ID of Adobe is a schema's, a URL of some 100 characters. */
const LONGEST_ID = 500;

/** Half a character, which cannot be encoded. */
const LONE_SURROGATE = /\p{Cs}/u;

/** What URL parsers take for "this folder" and "the folder above". */
const DOT_SEGMENTS = ['.', '..'];

/**
 * Encodes an ID for one place in a path, whoever it comes from: a parameter or an answer. Whatever is in it, the
 * request goes to the resource of that kind, never to another path.
 * @throws PlatformRefusal for what names no single resource: an empty ID, `.`, `..`, and texts that no ID can be
 */
export function pathSegment(id: unknown): string {
	if (typeof id !== 'string' || id === '') throw refusal('An ID is empty or not text');
	if (DOT_SEGMENTS.includes(id)) throw refusal(`"${id}" is not an ID`);
	if (id.length > LONGEST_ID || LONE_SURROGATE.test(id)) {
		throw refusal(`"${shortened(id)}" is not an ID`);
	}
	return encodeURIComponent(id);
}

const refusal = (message: string) =>
	new PlatformRefusal({
		message,
		description: 'Copy the ID as Adobe shows it, or check the expression for this item.',
		status: 0,
	});
