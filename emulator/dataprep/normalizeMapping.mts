import { BadInput } from '../badInput.mts';
import { isObject, type JsonObject } from '../json.mts';
import type { Mapping, SourceType } from './mapping.mts';

/** Spellings of the source type, including those of stored mappings. Source: Adobe, "Mapping sets API". */
const SOURCE_TYPES: Record<string, SourceType> = {
	ATTRIBUTE: 'ATTRIBUTE',
	EXPRESSION: 'EXPRESSION',
	STATIC: 'STATIC',
	'text/x.schema-path': 'ATTRIBUTE',
	'text/x.aep-xl': 'EXPRESSION',
};

/**
 * Reads a mapping in any form that Adobe's API accepts: the modern one, or the legacy one with `sourceAttribute` and
 * `destinationXdmPath`. Throws a sentence for anything else.
 */
export function normalizeMapping(raw: unknown): Mapping {
	if (!isObject(raw)) throw new BadInput('A mapping is an object with source and destination');
	const source = textOf(raw, 'source', 'sourceAttribute');
	const destination = textOf(raw, 'destination', 'destinationXdmPath');
	const type = raw.sourceType ?? 'ATTRIBUTE';
	if (typeof type !== 'string' || !Object.hasOwn(SOURCE_TYPES, type)) {
		throw new BadInput(
			`The sourceType of a mapping is one of ${Object.keys(SOURCE_TYPES).join(', ')}`,
		);
	}
	const mapping: Mapping = { sourceType: SOURCE_TYPES[type], source, destination };
	if (typeof raw.name === 'string') mapping.name = raw.name;
	if (typeof raw.description === 'string') mapping.description = raw.description;
	return mapping;
}

function textOf(raw: JsonObject, modern: string, legacy: string): string {
	const value = raw[modern] ?? raw[legacy];
	if (typeof value === 'string') return value;
	throw new BadInput(`A mapping needs the text ${modern}`);
}
