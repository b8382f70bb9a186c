import type { JsonObject } from '../json.mts';
import { iterationsOf, walk, type Node } from './ast.mts';
import { fieldAt, parseDestination } from './destination.mts';
import { callMistake } from './functions.mts';
import { parseSource, type Mapping } from './mapping.mts';
import { NotComputable } from './notComputable.mts';

/**
 * Returns the reason that a mapping can never work, as a sentence; undefined if it can. With a target schema, the
 * destination must be one of its fields.
 */
export function validateMapping(mapping: Mapping, targetSchema?: JsonObject): string | undefined {
	try {
		const node = parseSource(mapping);
		const destination = parseDestination(mapping.destination);
		const iterated = destination.filter((step) => 'each' in step).length;
		if (iterated > iterationsOf(node)) {
			return `The destination ${mapping.destination} iterates more often than its source`;
		}
		if (targetSchema && !fieldAt(targetSchema, destination)) {
			return `The target schema has no field ${mapping.destination}`;
		}
		return mistakeIn(node);
	} catch (cause) {
		if (cause instanceof NotComputable) return cause.message;
		throw cause;
	}
}

function mistakeIn(root: Node): string | undefined {
	for (const node of walk(root)) {
		const mistake = node.kind === 'call' ? callMistake(node.name, node.args.length) : undefined;
		if (mistake) return mistake;
	}
	return undefined;
}
