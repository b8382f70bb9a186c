/** The same function, keeping its last results: at most `most`, then it starts anew. What is thrown is not kept. */
export function remember<T>(compute: (key: string) => T, most: number): (key: string) => T {
	const kept = new Map<string, T>();
	return (key) => {
		if (!kept.has(key)) {
			if (kept.size >= most) kept.clear();
			kept.set(key, compute(key));
		}
		return kept.get(key) as T;
	};
}
