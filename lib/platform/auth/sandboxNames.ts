import { isRecord } from '../../http/isRecord';
import { pagesFrom } from '../../http/pages';

/** Every technical account may request it. Source: Sandbox API guide, "available sandboxes". */
export const SANDBOXES_PATH = '/data/foundation/sandbox-management/';

/** Sandboxes per page: Adobe's default. It does not document the largest page. Source: as above. */
const PAGE = 50;

/** A sandbox as Adobe lists it; the other fields may be missing. */
export type ListedSandbox = Record<string, unknown> & { name: string };

/**
 * Reads the list of sandboxes page by page. A page that is shorter than requested may not be the last one, so that the
 * list ends with an empty page, or with one that brings nothing new.
 * @param read returns the body of the response; throws if it is not a list of sandboxes
 */
export async function* sandboxPages(
	read: (query: { limit: number; offset: number }) => Promise<unknown>,
): AsyncGenerator<ListedSandbox[]> {
	const pages = pagesFrom(async (cursor = '0') => {
		const offset = Number(cursor);
		const entities = listedIn(await read({ limit: PAGE, offset })) ?? [];
		const next = entities.length > 0 ? String(offset + entities.length) : undefined;
		return { entities, next };
	});
	for await (const { entities } of pages) yield entities;
}

/** Returns the names in a response to the sandbox list; undefined if it is another response. */
export const sandboxNames = (body: unknown): string[] | undefined =>
	listedIn(body)?.map(({ name }) => name);

function listedIn(body: unknown): ListedSandbox[] | undefined {
	const { sandboxes } = (body ?? {}) as { sandboxes?: unknown };
	if (!Array.isArray(sandboxes)) return undefined;
	return sandboxes.filter(
		(sandbox): sandbox is ListedSandbox => isRecord(sandbox) && typeof sandbox.name === 'string',
	);
}
