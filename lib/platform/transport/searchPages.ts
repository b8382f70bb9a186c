import { pagesFrom, type Page } from '../../http/pages';

/**
 * Returns the first page, starting at a cursor, with an entity that matches the search; pages without one are skipped.
 * @param cursor undefined starts at the first page
 */
export async function searchPages<Entity>(
	read: (cursor?: string) => Promise<Page<Entity>>,
	matches: (entity: Entity) => boolean,
	cursor?: string,
): Promise<Page<Entity>> {
	for await (const page of pagesFrom(read, cursor)) {
		const entities = page.entities.filter(matches);
		if (entities.length) return { entities, next: page.next };
	}
	return { entities: [] };
}

/** Returns true if one of the texts contains what the user typed, ignoring case. */
export function contains(search: string, ...texts: unknown[]): boolean {
	const searchText = search.trim().toLowerCase();
	return texts.some((text) => String(text).toLowerCase().includes(searchText));
}
