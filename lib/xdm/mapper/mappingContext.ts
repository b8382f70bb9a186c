import type { CustomFieldType } from '../fields/customFields';
import type { SourceField } from '../fields/xdmField';
import type { XdmOptions } from '../mappingOptions';
import type { Cleaners } from '../privacy/cleaners';
import type { Place } from './recordPlace';
import type { Truncation } from './truncation';

/**
 * Converts a value that is not empty to its form in the record. Returns undefined for a value that is withheld or does
 * not have the field's type, and reports the latter as unreadable.
 */
export type Reader = (raw: unknown, field: CompiledField, context: MappingContext) => unknown;

export interface CompiledField {
	type: SourceField['type'];
	privacy?: SourceField['privacy'];
	searched: SourceField['searched'];
	hashed?: true;
	visitorOnly?: true;
	/** Path in the item, as shown to the user. */
	label: string;
	/** Its own name in the item. */
	name: string;
	place: Place;
	read: Reader;
	/** Fields of the list elements, which contain no objects. */
	elements: readonly CompiledField[];
}

/** Fields of the same object in the item, so that its path is followed once for all of them. */
export interface FieldsOfObject {
	within: readonly string[];
	fields: readonly CompiledField[];
}

/** The fields that are read from an item. */
export type CompiledFields = readonly FieldsOfObject[];

/** A value that does not have the type of its custom field. */
export interface Misfit {
	value: unknown;
	/** Undefined if nothing is known about the field. */
	type: CustomFieldType | undefined;
}

/** Custom fields of an event that are left out because something is wrong with them, by their names. */
export interface CustomFaults {
	misfits: Map<string, Misfit>;
	/** Names that the schema does not have. */
	unknown: Set<string>;
	/** Names that no custom field can have. */
	unusable: Set<string>;
}

/** A value and its place in the record. */
export interface FieldValue {
	place: Place;
	value: unknown;
}

export interface MappingContext {
	/** Fields to read. */
	fields: CompiledFields;
	options: XdmOptions;
	clean: Cleaners;
	/** Amount of text that `clean` has searched for this event, in UTF-16 code units. */
	searched: { units: number };
	/** Collects the item's paths whose values do not have the type of their field. */
	unreadable: Set<string>;
	/** Collects the custom fields that are left out because something is wrong with them. */
	faults: CustomFaults;
	/** Maximum that is read of a text, and of all texts of a list together, in UTF-16 code units. */
	textUnits: number;
	/** Maximum length of values that are left out instead of truncated, in UTF-16 code units. */
	valueUnits: number;
	/** Maximum messages, and maximum traits, that are read. */
	elements: number;
	/** Counts everything beyond these limits. */
	truncation: Truncation;
}
