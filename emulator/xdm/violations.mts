/** One violation as Adobe reports it. Source: Adobe, "Streaming ingestion validation". */
export interface Violation {
	/** Where in the schema, e.g. #/properties/_id. */
	schemaLocation: string;
	/** Where in the record, e.g. #/_id. */
	pointerToViolation: string;
	/** Absent where the violation only gathers others. */
	keyword?: string;
	message: string;
	causingExceptions: Violation[];
}

/** Adobe stops looking at a message after so many violations. Source: as above. */
export const MAX_VIOLATIONS = 5;

/**
 * The first `max` violations as one tree: a violation alone stands for itself, several are gathered
 * under the part of the record they share. The list may not be empty.
 */
export function summarize(violations: Violation[], max = MAX_VIOLATIONS): Violation {
	return gather(violations.slice(0, max), 0);
}

function gather(violations: Violation[], depth: number): Violation {
	if (violations.length === 1) return violations[0];
	const parts = [...groups(violations, depth).values()].map((group) =>
		isAt(group[0], depth) ? group[0] : gather(group, depth + 1),
	);
	if (parts.length === 1) return parts[0];
	return {
		schemaLocation: schemaLocation(violations[0], depth),
		pointerToViolation: ['#', ...pointer(violations[0]).slice(0, depth)].join('/'),
		message: `${violations.length} schema violations found`,
		causingExceptions: parts,
	};
}

/** Violations of the same child together; each violation of the place itself stands alone. */
function groups(violations: Violation[], depth: number): Map<unknown, Violation[]> {
	const found = new Map<unknown, Violation[]>();
	for (const violation of violations) {
		const key = isAt(violation, depth) ? violation : pointer(violation)[depth];
		found.set(key, [...(found.get(key) ?? []), violation]);
	}
	return found;
}

const pointer = ({ pointerToViolation }: Violation) => pointerToViolation.split('/').slice(1);

const isAt = (violation: Violation, depth: number) => pointer(violation).length === depth;

/** The first steps of the schema's location: "properties" takes a name with it, "items" stands alone. */
function schemaLocation({ schemaLocation: whole }: Violation, depth: number): string {
	const parts = whole.split('/').slice(1);
	let taken = 0;
	for (let step = 0; step < depth; step++) taken += parts[taken] === 'properties' ? 2 : 1;
	return ['#', ...parts.slice(0, taken)].join('/');
}
