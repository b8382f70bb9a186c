/** Longest name that is compared, in characters: the work grows with its square. */
const MAX_CHARACTERS = 100;

/**
 * Returns the known name that a mistyped one is most like: apart from capitals and underscores, at most a third of it
 * differs.
 *
 * @returns undefined if none is alike
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
	if (name.length > MAX_CHARACTERS) return undefined;
	const text = simplified(name);
	let nearest: string | undefined;
	let fewest = Math.floor(text.length / 3) + 1;
	for (const candidate of known) {
		if (candidate.length > MAX_CHARACTERS) continue;
		const changes = changesBetween(text, simplified(candidate));
		if (changes >= fewest) continue;
		fewest = changes;
		nearest = candidate;
	}
	return nearest;
}

const simplified = (name: string) => name.toLowerCase().replaceAll('_', '');

/** Returns how many characters to add, remove or replace to turn one text into the other (Levenshtein distance). */
function changesBetween(one: string, other: string): number {
	let before = Array.from({ length: other.length + 1 }, (_, at) => at);
	for (let row = 1; row <= one.length; row++) {
		const current = [row];
		for (let at = 1; at <= other.length; at++) {
			const replaced = before[at - 1] + (one[row - 1] === other[at - 1] ? 0 : 1);
			current.push(Math.min(replaced, before[at] + 1, current[at - 1] + 1));
		}
		before = current;
	}
	return before[other.length];
}
