import { lowerCaseAddress } from '../../chatlio/emailAddress';
import { dateText, isDate, numberText } from '../../chatlio/jsonValues';
import { traitNamer, traitText } from '../../chatlio/traitTexts';
import { MAX_DEPTH } from '../../chatlio/sanitize';
import { isIpv4, isIpv6, withoutPort } from '../../http/ipAddress';
import { isRecord } from '../../http/isRecord';
import type { SourceType } from '../fields/xdmField';
import { isWithheld, isWithheldTrait } from '../privacy/withheldValues';
import { WITHHELD } from '../privacy/scrub';
import { unitsOfWholePairs, utf8Bytes } from './jsonSize';
import type { CompiledField, MappingContext, Reader } from './mappingContext';
import { sha256 } from './sha256';
import { xdmTime } from './xdmTime';

/** Readers by type. They alone decide which values enter the record; nothing else checks them. */
export const READERS: Readonly<Record<SourceType, Reader>> = {
	boolean: readBoolean,
	'date-time': (raw, field, context) => xdmTime(raw) ?? unreadable(field, context),
	elementCount: (raw, field, context) =>
		Array.isArray(raw) ? raw.length : unreadable(field, context),
	integer: readInteger,
	ipv4: readAddress(isIpv4, isIpv6),
	ipv6: readAddress(isIpv6, isIpv4),
	messageList: readElements,
	string: readText,
	traits: readTraits,
	writtenByVisitor: readBoolean,
};

/** Objects of an item, and elements of its lists. */
export type Holder = Readonly<Record<string, unknown>>;

/** Looked up once, because it is called for every value of every event. */
const { hasOwn } = Object;

/** Returns the value of a field of an object, in its form in the record. */
export function readField(field: CompiledField, holder: Holder, context: MappingContext): unknown {
	const raw = ownValue(holder, field.name);
	if (raw === undefined || raw === null || raw === '') return undefined;
	const fromVisitor = !field.visitorOnly || ownValue(holder, 'fromVisitor') !== false;
	if (isWithheld(field, context.options, fromVisitor)) return undefined;
	return field.read(raw, field, context);
}

/** Returns an object's own property, because untrusted JSON may use the names of inherited methods. */
export function ownValue(holder: Holder, name: string): unknown {
	return hasOwn(holder, name) ? holder[name] : undefined;
}

function unreadable(field: CompiledField, context: MappingContext): undefined {
	context.unreadable.add(field.label);
}

function readBoolean(raw: unknown, field: CompiledField, context: MappingContext) {
	return typeof raw === 'boolean' ? raw : unreadable(field, context);
}

function readInteger(raw: unknown, field: CompiledField, context: MappingContext) {
	const integer = typeof raw === 'bigint' ? Number(raw) : raw;
	if (!Number.isSafeInteger(integer)) return unreadable(field, context);
	return context.clean[field.searched](String(integer)) === String(integer) ? integer : undefined;
}

/** @param isOther recognizes an address of the other version, which belongs to that version's field */
function readAddress(isOwn: (text: string) => boolean, isOther: (text: string) => boolean): Reader {
	return (raw, field, context) => {
		if (typeof raw !== 'string') return unreadable(field, context);
		if (isOther(raw)) return undefined;
		const isBare = isOwn(raw);
		const text = isBare ? raw : withoutPort(raw);
		if (isBare || isOwn(text))
			return context.clean[field.searched](text) === text ? text : undefined;
		return isOther(text) ? undefined : unreadable(field, context);
	};
}

function readText(raw: unknown, field: CompiledField, context: MappingContext): string | undefined {
	const text = textOf(raw);
	if (text === undefined) return unreadable(field, context);
	if (field.hashed) {
		// A hash of anything else is nobody's.
		const address = lowerCaseAddress(text);
		return address === undefined ? unreadable(field, context) : sha256(address);
	}
	if (field.privacy === 'text') return readBeginning(text, context);
	if (isTooLong(text, context)) return undefined;
	return context.clean[field.searched](text) || undefined;
}

function textOf(raw: unknown): string | undefined {
	if (typeof raw === 'string') return raw;
	if (typeof raw === 'number') return numberText(raw);
	return typeof raw === 'boolean' || typeof raw === 'bigint' ? String(raw) : dateText(raw);
}

/**
 * Returns true for a value that is too long to keep; only messages are truncated, because part of any other value is
 * useless.
 */
export function isTooLong({ length }: { length: number }, context: MappingContext): boolean {
	const isLonger = length > context.valueUnits;
	if (isLonger) context.truncation.fields++;
	return isLonger;
}

/** Returns a text without what is withheld, and of a longer one only the beginning; undefined if nothing is left. */
export function readBeginning(text: string, context: MappingContext): string | undefined {
	if (text.length <= context.textUnits) return context.clean.text(text) || undefined;
	const units = unitsOfWholePairs(text, context.textUnits);
	context.truncation.textBytes += utf8Bytes(text.slice(units));
	return context.clean.text(text, units) || undefined;
}

function readElements(raw: unknown, field: CompiledField, context: MappingContext): unknown {
	if (!Array.isArray(raw)) return unreadable(field, context);
	const list: readonly unknown[] = raw;
	const elements: object[] = [];
	const enough = context.searched.units + context.textUnits;
	for (let at = 0; at < list.length; at++) {
		const element = list[at];
		if (at === context.elements || context.searched.units > enough) {
			context.truncation.messages += list.length - at;
			break;
		}
		if (!isRecord(element)) {
			unreadable(field, context);
			continue;
		}
		const known: Record<string, unknown> = {};
		let isKnown = false;
		for (const part of field.elements) {
			const value = readField(part, element, context);
			if (value === undefined) continue;
			known[part.place.path[0]] = value;
			isKnown = true;
		}
		if (isKnown) elements.push(known);
	}
	return elements.length > 0 ? elements : undefined;
}

/** Names and values of a map, in their form in the record. */
export type Traits = ReadonlyArray<readonly [name: string, value: string]>;

function readTraits(
	raw: unknown,
	field: CompiledField,
	context: MappingContext,
): Traits | undefined {
	if (!isRecord(raw) || isDate(raw)) return unreadable(field, context);
	const traits: Array<[string, string]> = [];
	const nameOf = traitNamer();
	const enough = context.searched.units + context.textUnits;
	for (const [at, [key, trait]] of Object.entries(raw).entries()) {
		if (at >= context.elements || context.searched.units > enough) {
			context.truncation.fields++;
			continue;
		}
		if (isTooLong(key, context)) continue;
		const name = key.toWellFormed();
		// Names with a replaced part could no longer be distinguished.
		if (isWithheldTrait(name, context.options) || context.clean.text(name) !== name) continue;
		const text = traitText(withoutWithheld(trait, context));
		if (text === undefined && (typeof trait === 'number' || isDate(trait)))
			unreadable(field, context);
		if (!text || isTooLong(text, context)) continue;
		// Once more: a value may be spread over several nested ones.
		const value = context.clean.text(text);
		if (value !== text && isOnlyWithheld(value)) continue;
		traits.push([nameOf(name), value]);
	}
	return traits;
}

const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/** Returns true if nothing is left but signs between withheld values, as of a list of addresses. */
export function isOnlyWithheld(text: string): boolean {
	return !SAYS_SOMETHING.test(text.replaceAll(WITHHELD, ''));
}

/**
 * Returns a trait without the names and values in it that are withheld, at any depth, so that its JSON text stays valid.
 */
function withoutWithheld(value: unknown, context: MappingContext, depth = 0): unknown {
	if (typeof value === 'string')
		return depth === 0 || value === '' ? value : context.clean.text(value) || WITHHELD;
	if (typeof value !== 'object' || value === null || isDate(value)) return value;
	if (depth === MAX_DEPTH) return undefined;
	if (Array.isArray(value))
		return value.map((element) => withoutWithheld(element, context, depth + 1));
	const kept = Object.entries(value).filter(
		([name]) =>
			!isWithheldTrait(name, context.options) && context.clean.text(name) === name.toWellFormed(),
	);
	return Object.fromEntries(
		kept.map(([name, inner]) => [name, withoutWithheld(inner, context, depth + 1)]),
	);
}
