import { wellFormed } from '../chatlio/wellFormed';
import type { Cut } from './cut';
import { CHATLIO_FIELDS, STANDARD_FIELDS } from './fields';
import type { XdmField, XdmType } from './fieldTypes';
import { emailHash } from './hash';
import { isIpv4, isIpv6 } from './ip';
import type { XdmOptions } from './options';
import { placeOf, type Place } from './place';
import { isRecord } from './recognize';
import type { Scrub } from './scrub';
import { unitsOfWholePairs, utf8Bytes } from './text';
import { xdmTime } from './time';
import { traitNamer, traitText } from './traits';
import { isWithheld, isWithheldTrait } from './withheld';

/** A value on its way into the record. */
export interface FieldValue {
	place: Place;
	value: unknown;
}

export interface Reading {
	options: XdmOptions;
	scrub: Scrub;
	/** How much `scrub` has looked through for this event, in UTF-16 code units. */
	searched: { units: number };
	/** Collects the item's paths whose values have no meaning for their field. */
	unreadable: Set<string>;
	/** How much is read of a text and of all texts of a list, in UTF-16 code units. */
	textUnits: number;
	/** Longest value that is read of what is not cut but left out. */
	valueUnits: number;
	/** How many messages and traits are read. */
	elements: number;
	/** Counts what is beyond. */
	cut: Cut;
}

interface CompiledField extends XdmField {
	/** What the user knows it by. */
	label: string;
	/** Its own name in the item. */
	name: string;
	place: Place;
	read: Reader;
	/** Of an array's elements, which have no objects below them. */
	elements: readonly CompiledField[];
}

/** Fields that stand side by side in the item: the way to their object is gone once for all of them. */
interface FieldsOfObject {
	within: readonly string[];
	fields: readonly CompiledField[];
}

/** Reads all fields the source has; what is withheld, unknown or empty is not among them. */
export function readValues(source: object, reading: Reading): FieldValue[] {
	const values: FieldValue[] = [];
	for (const { within, fields } of READ_FIELDS) {
		const holder = objectAt(source, within);
		if (holder === undefined) continue;
		for (const field of fields) {
			const value = readField(field, holder, reading);
			if (value === undefined) continue;
			if (field.type === 'map') addTraits(values, field.place, value as Traits);
			else values.push({ place: field.place, value });
		}
	}
	return values;
}

function compile(fields: readonly XdmField[], standard: boolean, prefix = ''): FieldsOfObject[] {
	const table = new Map<string, { within: string[]; fields: CompiledField[] }>();
	for (const field of fields) {
		if (field.from === undefined) continue;
		const within = field.from.split('.');
		const name = within.pop() as string;
		const together = table.get(within.join('.')) ?? { within, fields: [] };
		table.set(within.join('.'), together);
		const kind = field.type === 'array' ? 'messages' : field.privacy === 'text' ? 'text' : 'other';
		together.fields.push({
			...field,
			label: `${prefix}${field.from}`,
			name,
			place: placeOf(field.path.split('.'), standard, kind),
			read: READERS[field.type],
			elements: compile(field.fields ?? [], standard, `${field.from}.`).flatMap(
				(one) => one.fields,
			),
		});
	}
	return [...table.values()];
}

/** Looked up once: it is asked for every value of every event. */
const { hasOwn } = Object;

type Holder = Readonly<Record<string, unknown>>;

/** What the object has of a field, as the record takes it. */
function readField(field: CompiledField, holder: Holder, reading: Reading): unknown {
	const raw = ownValue(holder, field.name);
	if (raw === undefined || raw === null || raw === '') return undefined;
	const fromVisitor = !field.visitorOnly || ownValue(holder, 'fromVisitor') !== false;
	if (isWithheld(field, reading.options, fromVisitor)) return undefined;
	return field.read(raw, field, reading);
}

function objectAt(source: object, path: readonly string[]): Holder | undefined {
	let value: unknown = source;
	for (const name of path) {
		value = ownValue(value as Holder, name);
		if (typeof value !== 'object' || value === null) return undefined;
	}
	return value as Holder;
}

/** Names may be those of an object's own methods: a stranger wrote the JSON. */
function ownValue(holder: Holder, name: string): unknown {
	return hasOwn(holder, name) ? holder[name] : undefined;
}

type Reader = (raw: unknown, field: CompiledField, reading: Reading) => unknown;

const READERS: Readonly<Record<XdmType, Reader>> = {
	array: readElements,
	boolean: (raw, field, reading) => (typeof raw === 'boolean' ? raw : unreadable(field, reading)),
	'date-time': (raw, field, reading) => xdmTime(raw) ?? unreadable(field, reading),
	// Counted here, never received.
	integer: (raw) => raw,
	// The other version's field may have it.
	ipv4: (raw) => (typeof raw === 'string' && isIpv4(raw.trim()) ? raw.trim() : undefined),
	ipv6: (raw, field, reading) => {
		if (typeof raw !== 'string') return unreadable(field, reading);
		if (isIpv6(raw.trim())) return raw.trim();
		return isIpv4(raw.trim()) ? undefined : unreadable(field, reading);
	},
	map: readTraits,
	string: readText,
};

/** The fields that are read from the item. */
const READ_FIELDS = [...compile(STANDARD_FIELDS, true), ...compile(CHATLIO_FIELDS, false)];

function unreadable(field: CompiledField, reading: Reading): undefined {
	reading.unreadable.add(field.label);
}

function readText(raw: unknown, field: CompiledField, reading: Reading): string | undefined {
	if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'boolean')
		return unreadable(field, reading);
	const text = String(raw);
	if (field.hashed) return emailHash(text);
	if (field.privacy === 'text') return readBeginning(text, reading);
	if (isTooLong(text, reading)) return undefined;
	const clean = reading.scrub(text);
	// An address that is kept stays whole, even if somebody's withheld name is part of it.
	return (field.privacy === 'email' && clean ? wellFormed(text) : clean) || undefined;
}

/** Words are cut; anything else is of no use in part. */
function isTooLong(text: string, reading: Reading): boolean {
	const isLonger = text.length > reading.valueUnits;
	if (isLonger) reading.cut.fields++;
	return isLonger;
}

function readBeginning(text: string, reading: Reading): string | undefined {
	if (text.length <= reading.textUnits) return reading.scrub(text) || undefined;
	const units = unitsOfWholePairs(text, reading.textUnits);
	reading.cut.textBytes += utf8Bytes(text.slice(units));
	return reading.scrub(text, units) || undefined;
}

function readElements(raw: unknown, field: CompiledField, reading: Reading): unknown {
	const elements: object[] = [];
	const list = raw as readonly unknown[];
	const enough = reading.searched.units + reading.textUnits;
	for (let at = 0; at < list.length; at++) {
		const element = list[at];
		if (at === reading.elements || reading.searched.units > enough) {
			reading.cut.messages += list.length - at;
			break;
		}
		if (!isRecord(element)) {
			unreadable(field, reading);
			continue;
		}
		const known: Record<string, unknown> = {};
		let isKnown = false;
		for (const part of field.elements) {
			const value = readField(part, element, reading);
			if (value === undefined) continue;
			known[part.place.path[0]] = value;
			isKnown = true;
		}
		if (isKnown) elements.push(known);
	}
	return elements.length > 0 ? elements : undefined;
}

/** Names and values of a map, as the record takes them. */
type Traits = ReadonlyArray<readonly [name: string, value: string]>;

function readTraits(raw: unknown, field: CompiledField, reading: Reading): Traits | undefined {
	if (!isRecord(raw)) return unreadable(field, reading);
	const traits: Array<[string, string]> = [];
	const nameOf = traitNamer();
	const enough = reading.searched.units + reading.textUnits;
	for (const [at, [key, trait]] of Object.entries(raw).entries()) {
		if (at >= reading.elements || reading.searched.units > enough) {
			reading.cut.fields++;
			continue;
		}
		if (isTooLong(key, reading)) continue;
		const name = wellFormed(key);
		// A name cannot be told apart once part of it is replaced.
		if (isWithheldTrait(name, trait, reading.options) || reading.scrub(name) !== name) continue;
		const text = traitText(trait);
		if (text && isTooLong(text, reading)) continue;
		const value = text && reading.scrub(text);
		if (!value) continue;
		traits.push([nameOf(name), value]);
	}
	return traits;
}

function addTraits(values: FieldValue[], { path, standard, kind }: Place, traits: Traits): void {
	for (const [name, value] of traits)
		values.push({ place: placeOf([...path, name], standard, kind), value });
}
