import { createProblem } from '../problem/problem';
import { ServiceError } from '../problem/serviceError';
import { shorten } from '../problem/shorten';

/** Adobe's longest ID is a schema's, a URL of about 100 characters. */
const LONGEST_ID = 500;

/** Half a character, which cannot be encoded. */
const LONE_SURROGATE = /\p{Cs}/u;

/** URL parsers resolve them to the current and the parent folder. */
const DOT_SEGMENTS = ['.', '..'];

/**
 * Encodes an ID from a parameter or a response as one segment of a path, so that the request never goes to another
 * path.
 * @throws ServiceError for text that cannot be the ID of one resource: an empty ID, `.`, `..`, and texts that cannot be
 * an ID
 */
export function pathSegment(id: unknown): string {
	if (typeof id !== 'string') throw invalidId('A value that is not text');
	if (id === '') throw invalidId('An empty value');
	const isId = id.length <= LONGEST_ID && !LONE_SURROGATE.test(id) && !DOT_SEGMENTS.includes(id);
	if (!isId) throw invalidId(`"${shorten(id)}"`);
	return encodeURIComponent(id);
}

const invalidId = (value: string) => new ServiceError(createProblem('id.invalid', { value }));
