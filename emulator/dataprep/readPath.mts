import { ownValue } from '../xdm/safe.mts';
import { isRecord } from './values.mts';

/** Returns the value at a dotted path; undefined if there is none. Brackets contain an index: a.b[0].c */
export function readPath(source: unknown, path: string): unknown {
	let value = source;
	for (const [, key, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
		if (index !== undefined) value = Array.isArray(value) ? value[Number(index)] : undefined;
		else value = isRecord(value) ? ownValue(value, key) : undefined;
	}
	return value;
}
