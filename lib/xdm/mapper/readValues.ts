import type { XdmOptions } from '../mappingOptions';
import type { Scrub } from '../privacy/scrub';
import type { CompiledFields } from './compileFields';
import { ownValue, readField, type Holder, type Traits } from './fieldReaders';
import { placeOf, type Place } from './recordPlace';
import type { Truncation } from './truncation';

/** A value and its place in the record. */
export interface FieldValue {
	place: Place;
	value: unknown;
}

export interface MappingContext {
	/** Fields to read. */
	fields: CompiledFields;
	options: XdmOptions;
	scrub: Scrub;
	/** Amount of text that `scrub` has searched for this event, in UTF-16 code units. */
	searched: { units: number };
	/** Collects the item's paths whose values do not have the type of their field. */
	unreadable: Set<string>;
	/** Maximum that is read of a text, and of all texts of a list together, in UTF-16 code units. */
	textUnits: number;
	/** Maximum length of values that are left out instead of truncated, in UTF-16 code units. */
	valueUnits: number;
	/** Maximum messages, and maximum traits, that are read. */
	elements: number;
	/** Counts everything beyond these limits. */
	truncation: Truncation;
}

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
