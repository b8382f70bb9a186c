import { wellFormed } from '../chatlio/wellFormed';
import { CHATLIO_FIELDS, STANDARD_FIELDS } from './fields';
import type { XdmField, XdmType } from './fieldTypes';
import { emailHash } from './hash';
import { isIpv4, isIpv6 } from './ip';
import type { XdmOptions } from './options';
import { isRecord } from './recognize';
import type { Scrub } from './scrub';
import { xdmTime } from './time';
import { traitNamer, traitText } from './traits';
import { isWithheld, isWithheldTrait } from './withheld';

/** A value on its way into the record. */
export interface FieldValue {
	/** Below the record, or below the tenant's own part of it. */
	path: readonly string[];
	standard: boolean;
	/** `text` may be shortened, `messages` counted in place of being kept. */
	kind: 'messages' | 'other' | 'text';
	value: unknown;
}

export interface Reading {
	options: XdmOptions;
	scrub: Scrub;
	/** Collects the item's paths whose values have no meaning for their field. */
	unreadable: Set<string>;
}

interface CompiledField extends XdmField {
	/** What the user knows it by. */
	label: string;
	/** Its own name in the item. */
	name: string;
	target: readonly string[];
	standard: boolean;
	kind: FieldValue['kind'];
	elements: readonly FieldsOfObject[];
}

/** Fields that stand side by side in the item: the way to their object is gone once for all of them. */
interface FieldsOfObject {
	within: readonly string[];
	fields: readonly CompiledField[];
}

/** The fields that are read from the item. */
const READ_FIELDS = [...compile(STANDARD_FIELDS, true), ...compile(CHATLIO_FIELDS, false)];

/** Reads all fields the source has; what is withheld, unknown or empty is not among them. */
export function readValues(source: object, reading: Reading): FieldValue[] {
	const values: FieldValue[] = [];
	readInto(values, READ_FIELDS, source, reading);
	return values;
}

function readInto(
	values: FieldValue[],
	table: readonly FieldsOfObject[],
	source: object,
	reading: Reading,
): void {
	for (const { within, fields } of table) {
		const holder = objectAt(source, within);
		if (holder === undefined) continue;
		for (const field of fields) readField(field, holder, reading, values);
	}
}

function compile(fields: readonly XdmField[], standard: boolean, prefix = ''): FieldsOfObject[] {
	const table = new Map<string, { within: string[]; fields: CompiledField[] }>();
	for (const field of fields) {
		if (field.from === undefined) continue;
		const within = field.from.split('.');
		const name = within.pop() as string;
		const together = table.get(within.join('.')) ?? { within, fields: [] };
		table.set(within.join('.'), together);
		together.fields.push({
			...field,
			standard,
			label: `${prefix}${field.from}`,
			name,
			target: field.path.split('.'),
			kind: field.type === 'array' ? 'messages' : field.privacy === 'text' ? 'text' : 'other',
			elements: compile(field.fields ?? [], standard, `${field.from}.`),
		});
	}
	return [...table.values()];
}

type Holder = Readonly<Record<string, unknown>>;

/** Adds what the object has of a field. */
function readField(field: CompiledField, holder: Holder, reading: Reading, values: FieldValue[]) {
	const raw = ownValue(holder, field.name);
	if (raw === undefined || raw === null || raw === '') return;
	const fromVisitor = !field.visitorOnly || ownValue(holder, 'fromVisitor') !== false;
	if (isWithheld(field, reading.options, fromVisitor)) return;
	if (field.type === 'map') {
		readTraits(field, raw, reading, values);
		return;
	}
	const value = READERS[field.type](raw, field, reading);
	if (value === undefined) return;
	values.push({ path: field.target, standard: field.standard, kind: field.kind, value });
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
	return Object.hasOwn(holder, name) ? holder[name] : undefined;
}

type Reader = (raw: unknown, field: CompiledField, reading: Reading) => unknown;

const READERS: Readonly<Record<Exclude<XdmType, 'map'>, Reader>> = {
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
	string: readText,
};

function unreadable(field: CompiledField, reading: Reading): undefined {
	reading.unreadable.add(field.label);
}

function readText(raw: unknown, field: CompiledField, reading: Reading): string | undefined {
	if (typeof raw !== 'string' && typeof raw !== 'number' && typeof raw !== 'boolean')
		return unreadable(field, reading);
	const text = String(raw);
	if (field.hashed) return emailHash(text);
	const clean = reading.scrub(text);
	// An address that is kept stays whole, even if somebody's withheld name is part of it.
	return (field.privacy === 'email' && clean ? wellFormed(text) : clean) || undefined;
}

function readElements(raw: unknown, field: CompiledField, reading: Reading): unknown {
	const elements = (raw as unknown[]).flatMap((element) => {
		if (!isRecord(element)) {
			unreadable(field, reading);
			return [];
		}
		const values: FieldValue[] = [];
		readInto(values, field.elements, element, reading);
		const known: Record<string, unknown> = {};
		for (const { path, value } of values) known[path[0]] = value;
		return values.length > 0 ? [known] : [];
	});
	return elements.length > 0 ? elements : undefined;
}

function readTraits(field: CompiledField, raw: unknown, reading: Reading, values: FieldValue[]) {
	if (!isRecord(raw)) return unreadable(field, reading);
	const nameOf = traitNamer();
	for (const [key, trait] of Object.entries(raw)) {
		const name = wellFormed(key);
		// A name cannot be told apart once part of it is replaced.
		if (isWithheldTrait(name, trait, reading.options) || reading.scrub(name) !== name) continue;
		const text = traitText(trait);
		const value = text && reading.scrub(text);
		if (!value) continue;
		const { target, standard, kind } = field;
		values.push({ path: [...target, nameOf(name)], standard, kind, value });
	}
}
