/** One violation as Adobe reports it. Source: Adobe, "Streaming ingestion validation". */
export interface Violation {
	/** Path in the schema, e.g. #/properties/_id. */
	schemaLocation: string;
	/** Path in the record, e.g. #/_id. */
	pointerToViolation: string;
	/** Absent if the violation only groups others. */
	keyword?: string;
	message: string;
	causingExceptions: Violation[];
}

/** Number of violations per message after which Adobe stops. Source: as above. */
export const MAX_VIOLATIONS = 5;

/**
 * Returns the first `max` violations as one tree: a single violation by itself, several grouped by the part of the
 * record that they share. The list must not be empty.
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

/** Groups violations of the same child; each violation of the place itself stays separate. */
function groups(violations: Violation[], depth: number): Map<unknown, Violation[]> {
	const groupMap = new Map<unknown, Violation[]>();
	for (const violation of violations) {
		const key = isAt(violation, depth) ? violation : pointer(violation)[depth];
		groupMap.set(key, [...(groupMap.get(key) ?? []), violation]);
	}
	return groupMap;
}

const pointer = ({ pointerToViolation }: Violation) => pointerToViolation.split('/').slice(1);

const isAt = (violation: Violation, depth: number) => pointer(violation).length === depth;

/** Returns the first steps of the schema's location: "properties" is followed by a name, "items" is not. */
function schemaLocation({ schemaLocation: fullLocation }: Violation, depth: number): string {
	const parts = fullLocation.split('/').slice(1);
	let position = 0;
	for (let step = 0; step < depth; step++) position += parts[position] === 'properties' ? 2 : 1;
	return ['#', ...parts.slice(0, position)].join('/');
}
