import type { JsonObject } from '../json.mts';
import type { Node } from './ast.mts';
import { coerce } from './coerce.mts';
import {
	fieldAt,
	isInMap,
	parseDestination,
	put,
	type DestinationStep,
	type Place,
} from './destination.mts';
import { elementCount, valueOf, type Bound } from './evaluate.mts';
import { parseSource, type Mapping } from './mapping.mts';
import { NotComputable } from './notComputable.mts';
import { toPlain } from './values.mts';

export { evaluate } from './evaluate.mts';
export type { Mapping } from './mapping.mts';
export { normalizeMapping } from './normalizeMapping.mts';
export { validateMapping } from './validateMapping.mts';

/** Reason that a target stayed empty. Source: Adobe, "Mapping sets API", preview (its error items). */
export interface MappingWarning {
	source: string;
	destination: string;
	sourceType: Mapping['sourceType'];
	exception: string;
}

export interface MappingOptions {
	/** Resolved schema whose types the values are converted to; without it, they are not converted. */
	targetSchema?: JsonObject;
	now: Date;
	/** `unsupported` leaves targets in a map empty, except for `identityMap`; default: `supported`. */
	mapTargets?: 'supported' | 'unsupported';
}

/**
 * Maps a source record with a mapping set. A target whose value cannot be computed stays empty and adds a warning; the
 * other mappings continue. Nulls are left out. Source: Adobe, "Data Prep overview" and "Data Prep troubleshooting
 * guide".
 */
export function applyMapping(
	mappings: Mapping[],
	source: JsonObject,
	{ targetSchema, now, mapTargets }: MappingOptions,
): { record: JsonObject; warnings: MappingWarning[] } {
	const record: JsonObject = {};
	const warnings: MappingWarning[] = [];
	for (const mapping of mappings) {
		const warn = (exception: string) => {
			const { source: text, destination, sourceType } = mapping;
			warnings.push({ source: text, destination, sourceType, exception });
		};
		withWarnings(warn, () => {
			const steps = parseDestination(mapping.destination);
			const field = targetSchema && fieldAt(targetSchema, steps);
			if (mapTargets === 'unsupported' && targetSchema && isInMap(targetSchema, steps)) {
				throw new NotComputable('Maps are not supported as targets');
			}
			const scope: Bound = { source, now, each: [] };
			for (const [place, value] of targets(parseSource(mapping), steps, scope, warn)) {
				const converted = withWarnings(warn, () => coerce(value, field, warn)) ?? null;
				if (converted !== null) put(record, place, converted);
			}
		});
	}
	return { record: toPlain(record) as JsonObject, warnings };
}

/**
 * Turns a failed computation into a warning; a text or array that is too large for JavaScript must not lose the rest of
 * the record either.
 */
function withWarnings<T>(warn: (sentence: string) => void, compute: () => T): T | undefined {
	try {
		return compute();
	} catch (cause) {
		if (!(cause instanceof NotComputable) && !(cause instanceof RangeError)) throw cause;
		warn(cause instanceof NotComputable ? cause.message : 'The value is too large to be computed');
		return undefined;
	}
}

/** Yields the values of a mapping and their places: one, or one per element if the destination iterates. */
function* targets(
	node: Node,
	steps: DestinationStep[],
	scope: Bound,
	warn: (sentence: string) => void,
	place: Place = [],
): Generator<[Place, unknown]> {
	const at = steps.findIndex((step) => 'each' in step);
	if (at < 0) {
		const value = withWarnings(warn, () => valueOf(node, scope));
		yield [[...place, ...steps.map(keyOrIndex)], value];
		return;
	}
	const before = [...place, ...steps.slice(0, at).map(keyOrIndex)];
	const count = elementCount(node, scope);
	for (let index = 0; index < count; index++) {
		const bound = { ...scope, each: [...scope.each, index] };
		yield* targets(node, steps.slice(at + 1), bound, warn, [...before, index]);
	}
}

const keyOrIndex = (step: DestinationStep): string | number =>
	'key' in step ? step.key : 'index' in step ? step.index : 0;
