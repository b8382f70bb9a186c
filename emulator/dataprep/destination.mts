import { isObject, type JsonObject } from '../json.mts';
import { isSafeKey, ownValue } from '../xdm/safe.mts';
import { NotComputable } from './notComputable.mts';

export type DestinationStep = { key: string } | { index: number } | { each: true };

/** No event has an array with so many elements, and gaps before an element use memory. */
const MAX_INDEX = 9_999;

/** Deeper than any schema, but shallow enough for all code that walks a record. */
const MAX_STEPS = 100;

const STEP = /\.?\$\{([^{}]+)\}|\.?((?:[^.[\]{}\\]|\\\.)+)|\[(\d+|\*)\]/y;

/** Parses an XDM path such as `_acme.chat.messages[*].text`. Throws NotComputable with a sentence. */
export function parseDestination(path: string): DestinationStep[] {
	const steps: DestinationStep[] = [];
	STEP.lastIndex = 0;
	while (STEP.lastIndex < path.length) {
		const at = STEP.lastIndex;
		const match = STEP.exec(path);
		// A dot is valid only between names.
		const isDotted = path[at] === '.';
		const isBracket = match?.[3] !== undefined;
		if (!match || (!isBracket && isDotted !== steps.length > 0) || (isBracket && at === 0)) {
			throw new NotComputable(
				`The destination ${path.slice(0, 100)} cannot be read at position ${at}`,
			);
		}
		if (steps.length === MAX_STEPS) {
			throw new NotComputable(`The destination has more than ${MAX_STEPS} steps`);
		}
		steps.push(stepOf(match));
	}
	if (steps.length === 0) throw new NotComputable('The mapping has no destination');
	return steps;
}

function stepOf([, wrapped, name, index]: RegExpExecArray): DestinationStep {
	if (index === '*') return { each: true };
	if (index !== undefined) {
		if (Number(index) <= MAX_INDEX) return { index: Number(index) };
		throw new NotComputable(`The index ${index} is above ${MAX_INDEX}`);
	}
	const key = (wrapped ?? name).replaceAll('\\.', '.');
	if (isSafeKey(key)) return { key };
	throw new NotComputable(`A field may not be called ${key}`);
}

/** Returns the schema's field at a destination; undefined if the schema has none. */
export function fieldAt(schema: JsonObject, steps: DestinationStep[]): JsonObject | undefined {
	let field: unknown = schema;
	for (const step of steps) {
		if (!isObject(field)) return undefined;
		field = 'key' in step ? childField(field, step.key) : field.items;
	}
	return isObject(field) ? field : undefined;
}

/**
 * Returns true if the destination is a map or a value in one. `identityMap` is not: Adobe's page on streaming upserts
 * maps to it.
 */
export function isInMap(schema: JsonObject, steps: DestinationStep[]): boolean {
	const [first] = steps;
	if (first && 'key' in first && first.key === 'identityMap') return false;
	return steps.some((_, at) => isMap(fieldAt(schema, steps.slice(0, at + 1))));
}

const isMap = (field: JsonObject | undefined) =>
	isObject(field?.additionalProperties) && !isObject(field.properties);

/** Returns the field of an object for a key: a known property, or the values of a map. */
export function childField(field: JsonObject, key: string): JsonObject | undefined {
	const known = isObject(field.properties) ? ownValue(field.properties, key) : undefined;
	const child = known ?? field.additionalProperties;
	return isObject(child) ? child : undefined;
}

/** Place for a value: steps without "[*]". */
export type Place = Array<string | number>;

/**
 * Puts a value into the record and creates missing parents. An object is merged with an existing object field by field;
 * any other value replaces the existing one. Throws NotComputable if a parent is a text or number.
 */
export function put(record: JsonObject, place: Place, value: unknown): void {
	let parent: JsonObject | unknown[] = record;
	for (const [at, step] of place.slice(0, -1).entries()) {
		const next = read(parent, step) ?? (typeof place[at + 1] === 'number' ? [] : {});
		if (Array.isArray(next) !== (typeof place[at + 1] === 'number') || typeof next !== 'object') {
			throw new NotComputable(
				`${place.slice(0, at + 1).join('.')} already holds another kind of value`,
			);
		}
		write(parent, step, next);
		parent = next as JsonObject | unknown[];
	}
	const last = place[place.length - 1];
	write(parent, last, merge(read(parent, last), value));
}

function read(parent: JsonObject | unknown[], step: string | number): unknown {
	return ownValue(parent as JsonObject, String(step));
}

function write(parent: JsonObject | unknown[], step: string | number, value: unknown) {
	(parent as JsonObject)[step] = value;
}

function merge(before: unknown, value: unknown): unknown {
	if (!isObject(before) || !isObject(value)) return value;
	const merged: JsonObject = { ...before };
	for (const [key, child] of Object.entries(value))
		merged[key] = merge(ownValue(before, key), child);
	return merged;
}
