import { isRecord } from '../http/isRecord';
import { plainText } from './jsonValues';
import { MAX_DEPTH } from './sanitize';

/**
 * Returns one text for all objects that say the same: the order of keys does not count, numbers and booleans count as
 * their text, and unknown values (`null` and empty text) as absent. Values deeper than `MAX_DEPTH` levels do not count,
 * because `sanitize` drops them.
 */
export function canonicalJson(value: object): string {
	return write(value, 1) ?? '';
}

function write(value: unknown, depth: number): string | undefined {
	const text = plainText(value);
	if (text !== undefined) return text === '' ? undefined : JSON.stringify(text);
	if (depth > MAX_DEPTH) return undefined;
	if (Array.isArray(value)) {
		return `[${value.map((inner) => write(inner, depth + 1) ?? 'null').join(',')}]`;
	}
	if (!isRecord(value)) return undefined;
	const members: string[] = [];
	for (const key of Object.keys(value).sort()) {
		const inner = write(value[key], depth + 1);
		if (inner !== undefined) members.push(`${JSON.stringify(key)}:${inner}`);
	}
	return `{${members.join(',')}}`;
}
