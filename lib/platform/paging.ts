import type { PlatformCall, PlatformRequest } from './call';
import { parseUrl } from '../parseUrl';

export interface Page<Entity> {
	entities: Entity[];
	/** Of the page after; absent on the last. */
	next?: string;
}

/**
 * Reads pages until enough entities are there.
 * @param limit most entities to return; Infinity for all
 * @param read one page; undefined is the first
 */
export async function readPages<Entity>(
	limit: number,
	read: (cursor?: string) => Promise<Page<Entity>>,
): Promise<Entity[]> {
	const found: Entity[] = [];
	let cursor: string | undefined;
	let first: string | undefined;
	do {
		const { entities, next } = await read(cursor);
		// A service that does not page would give the same page without end.
		const begins = JSON.stringify(entities[0]);
		if (cursor !== undefined && begins === first) break;
		first = begins;
		for (const entity of entities) found.push(entity);
		cursor = next === cursor ? undefined : next;
	} while (cursor !== undefined && found.length < limit);
	return found.slice(0, limit);
}

/** What a list of Flow Service looks like. Source: Flow Service API reference. */
interface FlowServicePage<Entity> {
	items?: Entity[];
	_links?: { next?: { href?: string } };
}

/**
 * One page of a Flow Service list. The next page's address is a relative path with a token in it.
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

const continuationToken = (href = '') =>
	parseUrl(href, 'https://platform.adobe.io')?.searchParams.get('continuationToken') ?? undefined;
