/** Returns a function that caches its results: at most `most`, then the cache is cleared. Errors are not cached. */
export function remember<T>(compute: (key: string) => T, most: number): (key: string) => T {
	const cache = new Map<string, T>();
	return (key) => {
		if (!cache.has(key)) {
			if (cache.size >= most) cache.clear();
			cache.set(key, compute(key));
		}
		return cache.get(key) as T;
	};
}
