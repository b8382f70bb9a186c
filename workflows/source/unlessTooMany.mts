/** More cannot be of one visitor: one of the values is probably also yours. Raise it if they are. */
const MOST = 500;

/** As many may also be most of a small n8n. */
const FEW = 20;

/** Returns what was found, or nothing if it is too much to be of one visitor: more than 500, or most of what was read. */
export function unlessTooMany<Found>(found: Found[], read: number): Found[] {
	const isPlausible = found.length <= FEW || (found.length <= MOST && found.length <= read / 2);
	return isPlausible ? found : [];
}
