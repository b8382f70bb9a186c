/** What a map of strings can hold of a trait: nested values as JSON text, nothing of what is unknown or empty. */
export function traitText(value: unknown): string | undefined {
	if (value === null || value === undefined || value === '') return undefined;
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * Names for the traits of one map, each given once: dots become underscores, because Adobe reads a dot as a step into
 * an object ("Data Prep mapping functions"). Two traits that then have the same name keep both, the later numbered.
 */
export function traitNamer(): (name: string) => string {
	// An object would take this name for its prototype and lose the value.
	const taken = new Set(['__proto__']);
	const counts = new Map<string, number>();
	return (name) => {
		const plain = name.replaceAll('.', '_') || '_';
		let count = counts.get(plain) ?? 1;
		let free = plain;
		while (taken.has(free)) free = `${plain}_${++count}`;
		counts.set(plain, count);
		taken.add(free);
		return free;
	};
}
