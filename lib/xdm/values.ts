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
	source: readonly string[];
	target: readonly string[];
	standard: boolean;
	kind: FieldValue['kind'];
	elements: readonly CompiledField[];
}

/** The fields that are read from the item one by one. */
const READ_FIELDS = [...compile(STANDARD_FIELDS, true), ...compile(CHATLIO_FIELDS, false)];

/** Reads all fields the source has; what is withheld, unknown or empty is not among them. */
export function readValues(source: object, reading: Reading): FieldValue[] {
	const values: FieldValue[] = [];
	for (const field of READ_FIELDS) readField(field, source, reading, values);
	return values;
}

function compile(fields: readonly XdmField[], standard: boolean, within = ''): CompiledField[] {
	return fields
		.filter(({ from }) => from !== undefined)
		.map((field) => ({
			...field,
			standard,
			label: `${within}${field.from}`,
			source: (field.from as string).split('.'),
			target: field.path.split('.'),
			kind: field.type === 'array' ? 'messages' : field.privacy === 'text' ? 'text' : 'other',
			elements: compile(field.fields ?? [], standard, `${field.from}.`),
		}));
}

/** Adds what the source has of a field. */
function readField(field: CompiledField, source: object, reading: Reading, values: FieldValue[]) {
	const raw = pathValue(source, field.source);
	if (raw === undefined || raw === null || raw === '') return;
	if (isWithheld(field, reading.options, fromVisitor(field, source))) return;
	if (field.type === 'map') {
		readTraits(field, raw, reading, values);
		return;
	}
	const value = READERS[field.type](raw, field, reading);
	if (value === undefined) return;
	values.push({ path: field.target, standard: field.standard, kind: field.kind, value });
}

function fromVisitor(field: CompiledField, source: object): boolean {
	if (!field.visitorOnly) return true;
	return pathValue(source, [...field.source.slice(0, -1), 'fromVisitor']) !== false;
}

function pathValue(source: object, path: readonly string[]): unknown {
	let value: unknown = source;
	for (const name of path) {
		if (typeof value !== 'object' || value === null) return undefined;
		value = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
	}
	return value;
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
	if (!['string', 'number', 'boolean'].includes(typeof raw)) return unreadable(field, reading);
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
		for (const inner of field.elements) readField(inner, element, reading, values);
		const known = values.map(({ path, value }) => [path[0], value]);
		return known.length > 0 ? [Object.fromEntries(known)] : [];
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
