import { isDate } from '../../chatlio/jsonValues';
import type { ChatlioEvent } from '../../chatlio/chatlioEvent';
import { isRecord, type JsonRecord } from '../../http/isRecord';
import {
	CUSTOM_KEY,
	CUSTOM_NAME_CHARACTERS,
	customNameProblem,
	type CustomFieldType,
} from '../fields/customFields';
import type { XdmOptions } from '../mappingOptions';
import { isWithheldCustomField } from '../privacy/withheldValues';
import { isUnknown, ownTypeOf, toCustomValue, type CustomValue } from './toCustomValue';
import { isOnlyWithheld, isTooLong, readBeginning } from './fieldReaders';
import type { FieldValue, MappingContext } from './mappingContext';
import { placeOf } from './recordPlace';

/** Maximum number of names of each kind that are reported. */
const MOST_NAMES = 250;

/** Returns an event with the custom fields that the options fill; they replace those of the item. */
export function withCustomValues(event: ChatlioEvent, { customValues }: XdmOptions): ChatlioEvent {
	if (!customValues) return event;
	const own = isCustomRecord(event.custom) ? event.custom : {};
	return { ...event, custom: { ...own, ...customValues } };
}

/** Returns true if a value can hold custom fields. */
export const isCustomRecord = (value: unknown): value is JsonRecord =>
	isRecord(value) && !isDate(value);

/** A value that fits its field, before it is searched for what is withheld. */
interface Found {
	name: string;
	value: CustomValue;
	type: CustomFieldType;
	units: number;
}

/**
 * Reads the custom fields of an event; leaves out withheld and empty values, and reports those that do not fit. If there
 * is more text than a record can hold, short values come first.
 */
export function readCustomValues(event: ChatlioEvent, context: MappingContext): FieldValue[] {
	const { custom } = event;
	if (!isCustomRecord(custom)) return [];
	const found = findValues(custom, context);
	const shortToLong = [...found].sort((a, b) => a.units - b.units);
	const enough = context.searched.units + context.textUnits;
	const values = new Map<Found, CustomValue>();
	for (const one of shortToLong) {
		if (context.searched.units > enough) {
			context.truncation.fields++;
			continue;
		}
		const value = withoutWithheld(one, context);
		if (value !== undefined) values.set(one, value);
	}
	return found.flatMap((one) => {
		const value = values.get(one);
		if (value === undefined) return [];
		return [{ place: placeOf([CUSTOM_KEY, one.name], false, 'custom'), value }];
	});
}

function findValues(custom: JsonRecord, context: MappingContext): Found[] {
	const { faults, options, truncation } = context;
	const found: Found[] = [];
	for (const [at, [name, given]] of Object.entries(custom).entries()) {
		if (isUnknown(given)) continue;
		if (at >= context.elements) {
			truncation.fields++;
			continue;
		}
		const field = options.declared?.get(name);
		if (!field && !isUsable(name, context)) continue;
		if (isWithheldCustomField(name, field, options)) continue;
		const type = field?.type ?? ownTypeOf(given);
		const value = toCustomValue(given, type);
		if (value !== undefined) found.push({ name, value, type, units: unitsOf(value) });
		else if (faults.misfits.size < MOST_NAMES)
			faults.misfits.set(name, { value: given, type: field?.type });
	}
	return found;
}

/** Returns the length of a value's text, with the signs around each text of a list. */
function unitsOf(value: CustomValue): number {
	if (Array.isArray(value)) return value.reduce((sum, { length }) => sum + length + 3, 0);
	return String(value).length;
}

/** Checks the name of a field that is not declared. It may have come with the visitor's data, like that of a trait. */
function isUsable(name: string, { clean, options, faults }: MappingContext): boolean {
	const beginning = name.slice(0, CUSTOM_NAME_CHARACTERS).toWellFormed();
	// A name with a replaced part could no longer be recognized.
	if (clean.text(name, CUSTOM_NAME_CHARACTERS) !== beginning) return false;
	const isUnusable = customNameProblem(name) !== undefined;
	if (!isUnusable && !options.declared) return true;
	const names = isUnusable ? faults.unusable : faults.unknown;
	if (names.size < MOST_NAMES) names.add(name === beginning ? name : `${beginning}…`);
	return false;
}

function withoutWithheld(
	{ value, type, units }: Found,
	context: MappingContext,
): CustomValue | undefined {
	if (Array.isArray(value)) {
		// Part of a list would look like all of it.
		return isTooLong({ length: units }, context) ? undefined : cleanTexts(value, context);
	}
	if (typeof value === 'boolean') return value;
	// A part of a time or a number would be another value.
	if (typeof value !== 'string' || type !== 'string')
		return context.clean.text(String(value)) === String(value) ? value : undefined;
	const text = readBeginning(value, { ...context, textUnits: context.valueUnits });
	return text === undefined || isReplaced(text, value) ? undefined : text;
}

/** Returns true if nothing but the marks for withheld values is left of a text. */
const isReplaced = (text: string, given: string) => text !== given && isOnlyWithheld(text);

function cleanTexts(texts: readonly string[], { clean }: MappingContext): string[] | undefined {
	const kept = texts.flatMap((text) => {
		const cleaned = clean.text(text);
		return cleaned === '' || isReplaced(cleaned, text) ? [] : [cleaned];
	});
	return kept.length > 0 ? kept : undefined;
}
