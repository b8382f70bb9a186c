import { lowerCaseAddress } from '../../chatlio/emailAddress';
import { dateText, isDate, numberText } from '../../chatlio/jsonValues';
import { traitNamer, traitText } from '../../chatlio/traitTexts';
import { isIpv4, isIpv6, withoutPort } from '../../http/ipAddress';
import { isRecord } from '../../http/isRecord';
import type { SourceType } from '../fields/xdmField';
import { isWithheld, isWithheldTrait } from '../privacy/withheldValues';
import type { CompiledField } from './compileFields';
import { unitsOfWholePairs, utf8Bytes } from './jsonSize';
import type { MappingContext } from './readValues';
import { sha256 } from './sha256';
import { xdmTime } from './xdmTime';

/**
 * Converts a value that is not empty to its form in the record. Returns undefined for a value that is withheld or does
 * not have the field's type, and reports the latter as unreadable.
 */
export type Reader = (raw: unknown, field: CompiledField, context: MappingContext) => unknown;

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
	return context.scrub(String(integer)) === String(integer) ? integer : undefined;
}

/** @param isOther recognizes an address of the other version, which belongs to that version's field */
function readAddress(isOwn: (text: string) => boolean, isOther: (text: string) => boolean): Reader {
	return (raw, field, context) => {
		const text = typeof raw === 'string' ? withoutPort(raw) : '';
		if (isOwn(text)) return context.scrub(text) === text ? text : undefined;
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
	const clean = context.scrub(text);
	// An address that is kept stays complete, even if it contains somebody's withheld name.
	return (field.privacy === 'email' && clean ? text.toWellFormed() : clean) || undefined;
}

function textOf(raw: unknown): string | undefined {
	if (typeof raw === 'number') return numberText(raw);
	return ['string', 'boolean', 'bigint'].includes(typeof raw) ? String(raw) : dateText(raw);
}

/**
 * Returns true for a value that is too long to keep; only messages are truncated, because part of any other value is
 * useless.
 */
function isTooLong(text: string, context: MappingContext): boolean {
	const isLonger = text.length > context.valueUnits;
	if (isLonger) context.truncation.fields++;
	return isLonger;
}

function readBeginning(text: string, context: MappingContext): string | undefined {
	if (text.length <= context.textUnits) return context.scrub(text) || undefined;
	const units = unitsOfWholePairs(text, context.textUnits);
	context.truncation.textBytes += utf8Bytes(text.slice(units));
	return context.scrub(text, units) || undefined;
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
		if (isWithheldTrait(name, trait, context.options) || context.scrub(name) !== name) continue;
		const text = traitText(trait);
		if (text === undefined && (typeof trait === 'number' || isDate(trait)))
			unreadable(field, context);
		if (text && isTooLong(text, context)) continue;
		const value = text && context.scrub(text);
		if (!value) continue;
		traits.push([nameOf(name), value]);
	}
	return traits;
}
