import { ownValue, readField, type Holder, type Traits } from './fieldReaders';
import { placeOf, type Place } from './recordPlace';
import type { FieldValue, MappingContext } from './mappingContext';

/** Reads all fields of the source; leaves out withheld, unknown and empty values. */
export function readValues(source: object, context: MappingContext): FieldValue[] {
	const values: FieldValue[] = [];
	for (const { within, fields } of context.fields) {
		const holder = objectAt(source, within);
		if (holder === undefined) continue;
		for (const field of fields) {
			const value = readField(field, holder, context);
			if (value === undefined) continue;
			if (field.type === 'traits') addTraits(values, field.place, value as Traits);
			else values.push({ place: field.place, value });
		}
	}
	return values;
}

function objectAt(source: object, path: readonly string[]): Holder | undefined {
	let value: unknown = source;
	for (const name of path) {
		value = ownValue(value as Holder, name);
		if (typeof value !== 'object' || value === null) return undefined;
	}
	return value as Holder;
}

function addTraits(values: FieldValue[], { path, standard, kind }: Place, traits: Traits): void {
	for (const [name, value] of traits)
		values.push({ place: placeOf([...path, name], standard, kind), value });
}
