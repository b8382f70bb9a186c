export interface Page<Entity> {
	entities: Entity[];
	/** Cursor of the next page; absent on the last page. */
	next?: string;
}

/**
 * Most pages of one list. It is a last resort against a service whose list never ends: at 100 entities per page, no
 * sandbox has that many.
 */
export const MOST_PAGES = 10_000;

/**
 * Reads page after page, without entities that were on an earlier one: a resource created meanwhile moves others to the
 * next page. It ends with the last page, or with one that brings nothing new: a service without paging, or one that
 * alternates or ignores the order, would return known pages endlessly.
 * @param read reads one page as the service has it, before any filter; undefined means the first
 * @param cursor undefined starts at the first page
 */
export async function* pagesFrom<Entity>(
	read: (cursor?: string) => Promise<Page<Entity>>,
	cursor?: string,
): AsyncGenerator<Page<Entity>> {
	const cursors = new Set<string | undefined>();
	const seen = new Set<string>();
	let current = cursor;
	while (cursors.size < MOST_PAGES) {
		cursors.add(current);
		const { entities, next } = await read(current);
		const newEntities = entities.filter((entity) => {
			const identity = identityOf(entity);
			return !seen.has(identity) && seen.add(identity);
		});
		if (entities.length > 0 && newEntities.length === 0) return;
		const isLast = next === undefined || cursors.has(next);
		yield { entities: newEntities, next: isLast ? undefined : next };
		if (isLast) return;
		current = next;
	}
}

/** Fields that identify an entity in Adobe's lists: most have an ID, sandboxes have only their name. */
const ID_FIELDS = ['id', '$id', 'name'] as const;

/** Returns the ID of an entity, or its JSON if it has none. */
function identityOf(entity: unknown): string {
	const fields = (entity ?? {}) as Partial<Record<(typeof ID_FIELDS)[number], unknown>>;
	const id = ID_FIELDS.map((field) => fields[field]).find(Boolean);
	return typeof id === 'string' ? id : JSON.stringify(entity);
}
