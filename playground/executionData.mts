/**
 * Reads the data of an execution in the form that n8n's interface receives: a list that contains every object and text
 * once; members are indexes of the list, as texts.
 */
export function unfold(text: string): unknown {
	const list = JSON.parse(text) as unknown[];
	const resolved = new Map<number, unknown>();
	const resolve = (index: number): unknown => {
		const entry = list[index];
		if (typeof entry !== 'object' || entry === null) return entry;
		if (resolved.has(index)) return resolved.get(index);
		const copy: Record<string, unknown> = {};
		const target = Array.isArray(entry) ? [] : copy;
		resolved.set(index, target);
		for (const [name, member] of Object.entries(entry))
			(target as Record<string, unknown>)[name] =
				typeof member === 'string' ? resolve(Number(member)) : (member as unknown);
		return target;
	};
	return resolve(0);
}
