/**
 * Reads the data of an execution as n8n's interface gets it: a list with every object and text once, in which the
 * members hold places of the list as texts.
 */
export function unfold(text: string): unknown {
	const list = JSON.parse(text) as unknown[];
	const made = new Map<number, unknown>();
	const at = (place: number): unknown => {
		const entry = list[place];
		if (typeof entry !== 'object' || entry === null) return entry;
		if (made.has(place)) return made.get(place);
		const copy: Record<string, unknown> = {};
		const target = Array.isArray(entry) ? [] : copy;
		made.set(place, target);
		for (const [name, member] of Object.entries(entry))
			(target as Record<string, unknown>)[name] =
				typeof member === 'string' ? at(Number(member)) : (member as unknown);
		return target;
	};
	return at(0);
}
