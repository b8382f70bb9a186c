/** Keys that reach into JavaScript's own objects: never read from a record, never written to one. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

export const isSafeKey = (key: string): boolean => !UNSAFE_KEYS.has(key);

/** The object's own value under a key; undefined for inherited names and for keys that are not safe. */
export function ownValue<T>(object: Record<string, T>, key: string): T | undefined {
	return isSafeKey(key) && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** The object's own entries, without the keys that are not safe. */
export function safeEntries<T>(object: Record<string, T>): Array<[string, T]> {
	return Object.entries(object).filter(([key]) => isSafeKey(key));
}
