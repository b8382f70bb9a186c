/** Keys that access JavaScript's own objects: never read from a record, never written to one. */
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

export const isSafeKey = (key: string): boolean => !UNSAFE_KEYS.has(key);

/** Returns the object's own value for a key; undefined for inherited names and unsafe keys. */
export function ownValue<T>(object: Record<string, T>, key: string): T | undefined {
	return isSafeKey(key) && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Returns the object's own entries, without unsafe keys. */
export function safeEntries<T>(object: Record<string, T>): Array<[string, T]> {
	return Object.entries(object).filter(([key]) => isSafeKey(key));
}
