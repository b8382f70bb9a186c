import { nameBytes } from './jsonSize';

/** Place of a value in the record, and how the value may be truncated. */
export interface Place {
	/** Path from the record if `standard`, otherwise from the tenant's own object. */
	path: readonly string[];
	standard: boolean;
	/** `text` may be shortened; `messages` may be counted instead of kept; `custom` stays longest. */
	kind: 'custom' | 'messages' | 'other' | 'text';
	/** Maximum bytes of the path's names in JSON. */
	namesBytes: number;
}

/** Creates a place in the record. All values of a field share it, so it is created once and not for each event. */
export function placeOf(path: readonly string[], standard: boolean, kind: Place['kind']): Place {
	const namesBytes = path.reduce((sum, name) => sum + nameBytes(name), 0);
	return { path, standard, kind, namesBytes };
}
