/** On a small n8n, this many can be most of what there is. */
const FEW = 20;

/** More are too many for one visitor. */
const MOST = 500;

/** Numbers of a search through executions or dead letters. */
export interface Searched {
	/** Number of items that contain one of the values. */
	found: number;
	/** Number of items that could be read. */
	read: number;
}

/** An item of Look Inside: an execution, or the error of a whole batch. */
interface LookedInside {
	json: { unread?: boolean; error?: unknown };
	pairedItem?: { item: number };
}

/** Returns false if more was found than one visitor has: more than 500, or more than 20 and most of what was read. */
export const isOfOneVisitor = (searches: Searched[]): boolean =>
	searches.every(({ found, read }) => found <= FEW || (found <= MOST && found <= read / 2));

/** Returns how many executions of the batches could be read. */
export function countRead(batches: Array<{ ids: string[] }>, results: LookedInside[]): number {
	const listed = batches.reduce((sum, { ids }) => sum + ids.length, 0);
	return results.reduce((read, { json, pairedItem }) => {
		if (json.error !== undefined) return read - batches[pairedItem?.item ?? 0].ids.length;
		return json.unread ? read - 1 : read;
	}, listed);
}
