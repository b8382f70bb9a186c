import type { INodeExecutionData } from 'n8n-workflow';

/** Fills a cell of a table that people read, where there is nothing to say; n8n shows null and undefined in red. */
export const NONE = 'none';

/**
 * Gives the JSON of all items the same keys, in the order in which the keys first appear. A value that is missing
 * becomes null: n8n's table shows a missing one in red as undefined.
 */
export function alignKeys(items: readonly INodeExecutionData[]): void {
	const keys = new Set<string>();
	for (const { json } of items) for (const key of Object.keys(json)) keys.add(key);
	for (const item of items) {
		const { json } = item;
		const valueOf = (key: string) => (Object.hasOwn(json, key) ? json[key] : undefined);
		item.json = Object.fromEntries([...keys].map((key) => [key, valueOf(key) ?? null]));
	}
}
