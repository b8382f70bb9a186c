import type { JsonObject } from '../json.mts';
import { safeEntries } from '../xdm/safe.mts';
import { childField } from './destination.mts';
import { formatDate } from './formatDate.mts';
import { NotComputable } from './notComputable.mts';
import { readAnyDate } from './knownDates.mts';
import {
	isNull,
	isRecord,
	nameOf,
	toArray,
	toBoolean,
	toNumber,
	toPlain,
	toRecord,
	toText,
} from './values.mts';
import { ZonedDate } from './zonedDate.mts';

/** Called with the reason that a part of an object or array is left out. */
export type Warn = (sentence: string) => void;

/**
 * Converts a value to the type of its target field, as JSON; without a field, returns it unchanged. Null is left to the
 * caller. Throws NotComputable if the value has no such form.
 */
export function coerce(value: unknown, field: JsonObject | undefined, warn: Warn): unknown {
	const convert = field && CONVERSIONS[String(field.type)];
	return convert && !isNull(value) ? convert(value, field, warn) : toPlain(value);
}

const CONVERSIONS: Record<string, (value: unknown, field: JsonObject, warn: Warn) => unknown> = {
	string: toTextField,
	integer: (value) => {
		const number = toNumber(value);
		if (Number.isInteger(number)) return number;
		throw new NotComputable(`A whole number is needed, found ${nameOf(value)}`);
	},
	number: toNumber,
	boolean: toBoolean,
	object: toObjectField,
	array: toArrayField,
};

function toTextField(value: unknown, { format }: JsonObject): unknown {
	if (format !== 'date-time' && format !== 'date') return toText(value);
	const date = value instanceof ZonedDate ? value : readAnyDate(toText(value));
	return format === 'date' ? formatDate(date, 'yyyy-MM-dd') : String(date);
}

/** Copies an object: only children with the same names; a map takes all of them. */
function toObjectField(value: unknown, field: JsonObject, warn: Warn): unknown {
	const record = toRecord(value);
	if (!isRecord(field.properties) && !isRecord(field.additionalProperties)) return toPlain(record);
	const copied: JsonObject = {};
	for (const [key, child] of safeEntries(record)) {
		const target = childField(field, key);
		const part = target ? coerceOrWarn(child, target, warn, key) : null;
		if (part !== null) copied[key] = part;
	}
	return Object.keys(copied).length > 0 ? copied : null;
}

/** Copies an array element by element. */
function toArrayField(value: unknown, field: JsonObject, warn: Warn): unknown {
	const items = isRecord(field.items) ? field.items : undefined;
	const copied = toArray(value).map((item, index) => coerceOrWarn(item, items, warn, `[${index}]`));
	return copied.filter((item) => item !== null);
}

function coerceOrWarn(
	value: unknown,
	field: JsonObject | undefined,
	warn: Warn,
	name: string,
): unknown {
	try {
		return coerce(value, field, (sentence) => warn(`${name}: ${sentence}`));
	} catch (cause) {
		if (!(cause instanceof NotComputable)) throw cause;
		warn(`${name}: ${cause.message}`);
		return null;
	}
}
