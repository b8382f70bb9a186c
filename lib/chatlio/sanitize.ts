import type { JsonRecord } from './values';
import { wellFormed } from './wellFormed';

/** What lies deeper is dropped: Chatlio's payloads are three levels deep, and n8n walks its items recursively. */
export const MAX_DEPTH = 100;

/** Keys by which a stranger's JSON could reach into the prototypes of objects made from it. */
const DANGEROUS_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

type Container = JsonRecord | unknown[];

const isContainer = (value: unknown): value is Container =>
	typeof value === 'object' && value !== null;

const emptyLike = (value: Container): Container => (Array.isArray(value) ? [] : {});

function put(copy: Container, key: string, value: unknown) {
	if (Array.isArray(copy)) copy.push(value);
	else copy[wellFormed(key)] = value;
}

/**
 * A copy of parsed JSON that is safe to keep and to hand on: without dangerous keys, without halved characters, and
 * without what lies deeper than `MAX_DEPTH` levels. Works in a loop: a body may be nested 100,000 levels deep.
 */
export function sanitize(value: JsonRecord): JsonRecord {
	const root: JsonRecord = {};
	const open: Array<{ source: Container; copy: Container; depth: number }> = [
		{ source: value, copy: root, depth: 1 },
	];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { source, copy, depth } = next;
		for (const [key, inner] of Object.entries(source)) {
			if (DANGEROUS_KEYS.has(key)) continue;
			if (!isContainer(inner)) {
				put(copy, key, typeof inner === 'string' ? wellFormed(inner) : inner);
			} else if (depth < MAX_DEPTH) {
				const innerCopy = emptyLike(inner);
				put(copy, key, innerCopy);
				open.push({ source: inner, copy: innerCopy, depth: depth + 1 });
			}
		}
	}
	return root;
}
