import { pagesFrom, type Page } from '../../http/pages';
import type { PlatformCall, PlatformRequest } from './platformRequest';

/**
 * Reads pages until there are enough entities.
 * @param limit most entities to return; Infinity for all
 * @param read reads one page, before any filter; undefined means the first
 * @param matches filter; by default, every entity matches
 */
export async function readPages<Entity>(
	limit: number,
	read: (cursor?: string) => Promise<Page<Entity>>,
	matches: (entity: Entity) => boolean = () => true,
): Promise<Entity[]> {
	const allEntities: Entity[] = [];
	for await (const { entities } of pagesFrom(read)) {
		for (const entity of entities) if (matches(entity)) allEntities.push(entity);
		if (allEntities.length >= limit) break;
	}
	return allEntities.slice(0, limit);
}

/** A page of a Flow Service list. Source: Flow Service API reference. */
interface FlowServicePage<Entity> {
	items?: Entity[];
	_links?: { next?: { href?: string } };
}

/**
 * Reads one page of a Flow Service list. The address of the next page is a relative path that contains a token.
 * @param cursor token of the page
 */
export async function readFlowServicePage<Entity>(
	call: PlatformCall,
	request: PlatformRequest,
	cursor?: string,
): Promise<Page<Entity>> {
	const query = { ...request.query, ...(cursor && { continuationToken: cursor }) };
	const page = (await call({ ...request, query })) as FlowServicePage<Entity> | undefined;
	return { entities: page?.items ?? [], next: continuationToken(page?._links?.next?.href) };
}

/** The value in the query of a link. */
const CONTINUATION_TOKEN = /^[^?#]*\?(?:[^#]*&)?continuationToken=([^&#]+)/;

/**
 * Reads the token from a link. URLSearchParams would turn a plus into a space, as in forms; tokens are Base64, where it
 * is a character like any other.
 */
function continuationToken(href = ''): string | undefined {
	const token = CONTINUATION_TOKEN.exec(href)?.[1];
	return token === undefined ? undefined : decoded(token);
}

/** Returns a text with a percent sign that encodes nothing as it is. */
function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
