import type { Page } from './paging';

/**
 * The first page, from a cursor on, that has something the user searches for; pages without are skipped.
 * @param cursor undefined starts at the first page
 */
export async function searchPages<Entity>(
	read: (cursor?: string) => Promise<Page<Entity>>,
	isWanted: (entity: Entity) => boolean,
	cursor?: string,
): Promise<Page<Entity>> {
	let next = cursor;
	do {
		const page = await read(next);
		const entities = page.entities.filter(isWanted);
		const following = page.next === next ? undefined : page.next;
		if (entities.length) return { entities, next: following };
		next = following;
	} while (next !== undefined);
	return { entities: [] };
}

/** Whether one of the texts contains what the user typed; upper and lower case do not matter. */
export function contains(search: string, ...texts: unknown[]): boolean {
	const wanted = search.trim().toLowerCase();
	return texts.some((text) => String(text).toLowerCase().includes(wanted));
}

/** Without what was given before: a resource made while pages are read moves the others to the next page. */
export function withoutRepeats<Entity>(entities: Entity[], idOf: (entity: Entity) => string) {
	return [...new Map(entities.map((entity) => [idOf(entity), entity])).values()];
}
