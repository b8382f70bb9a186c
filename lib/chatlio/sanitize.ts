import type { JsonRecord } from '../http/isRecord';

/**
 * Maximum nesting, in levels; deeper values are dropped. Chatlio's payloads have three, and n8n walks items
 * recursively.
 */
export const MAX_DEPTH = 100;

/** Keys that let untrusted JSON change the prototypes of objects made from it. */
const DANGEROUS_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

type Container = JsonRecord | unknown[];

const isContainer = (value: unknown): value is Container =>
	typeof value === 'object' && value !== null;

/**
 * Returns parsed JSON that is safe to keep and to pass on: without dangerous keys, lone surrogates, or values nested
 * deeper than `MAX_DEPTH` levels. Uses loops instead of recursion, because a body may be nested 100,000 levels deep.
 *
 * @returns the value itself if it is safe, as nearly every payload is; otherwise a copy
 */
export function sanitize(value: JsonRecord): JsonRecord {
	return isSafe(value) ? value : copySafely(value);
}

function isSafe(value: JsonRecord): boolean {
	let level: Container[] = [value];
	for (let depth = 1; level.length > 0; depth++) {
		if (depth > MAX_DEPTH) return false;
		const deeper: Container[] = [];
		for (const container of level) {
			if (!isSafeButFor(container, deeper)) return false;
		}
		level = deeper;
	}
	return true;
}

/** Checks one level only; adds the objects and arrays below it to `deeper`. */
function isSafeButFor(container: Container, deeper: Container[]): boolean {
	const isSafeValue = (inner: unknown) => {
		if (isContainer(inner)) deeper.push(inner);
		return typeof inner !== 'string' || inner.isWellFormed();
	};
	if (Array.isArray(container)) return container.every(isSafeValue);
	return Object.keys(container).every(
		(key) => !DANGEROUS_KEYS.has(key) && key.isWellFormed() && isSafeValue(container[key]),
	);
}

function copySafely(value: JsonRecord): JsonRecord {
	const root: JsonRecord = {};
	const open: Array<{ source: Container; copy: Container; depth: number }> = [
		{ source: value, copy: root, depth: 1 },
	];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		const { source, copy, depth } = next;
		const safe = (inner: unknown): unknown => {
			if (!isContainer(inner)) return typeof inner === 'string' ? inner.toWellFormed() : inner;
			const innerCopy = Array.isArray(inner) ? [] : {};
			open.push({ source: inner, copy: innerCopy, depth: depth + 1 });
			return innerCopy;
		};
		const isKept = (inner: unknown) => depth < MAX_DEPTH || !isContainer(inner);
		if (Array.isArray(source)) {
			for (const inner of source) if (isKept(inner)) (copy as unknown[]).push(safe(inner));
			continue;
		}
		for (const key of Object.keys(source)) {
			if (DANGEROUS_KEYS.has(key) || !isKept(source[key])) continue;
			(copy as JsonRecord)[key.toWellFormed()] = safe(source[key]);
		}
	}
	return root;
}
