import { nameBytes } from './text';

/** Where a value stands in the record, and what may be done to it there. */
export interface Place {
	/** Below the record, or below the tenant's own part of it. */
	path: readonly string[];
	standard: boolean;
	/** `text` may be shortened, `messages` counted in place of being kept. */
	kind: 'messages' | 'other' | 'text';
	/** The most bytes that the names on the path take in JSON. */
	namesBytes: number;
}

/** A place in the record. Every value of a field stands in the same one: it is made once, not with each event. */
export function placeOf(path: readonly string[], standard: boolean, kind: Place['kind']): Place {
	const namesBytes = path.reduce((sum, name) => sum + nameBytes(name), 0);
	return { path, standard, kind, namesBytes };
}
