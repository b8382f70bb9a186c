import { ownValue } from '../xdm/safe.mts';
import { isRecord } from './values.mts';

/** Returns the value at a dotted path, such as a.b[0].c, or undefined if the path leads nowhere. */
export function readPath(source: unknown, path: string): unknown {
	let value = source;
	for (const [, key, index] of path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)) {
		if (index !== undefined) value = Array.isArray(value) ? value[Number(index)] : undefined;
		else value = isRecord(value) ? ownValue(value, key) : undefined;
	}
	return value;
}
