import { brokenRules, PATTERN_WORK, uncheckedPattern, type PatternWork } from './valueRules';
import type { Broken, Findings, XdmSchema } from './xdmSchema';
import { ExactNumber } from '../../http/exactNumber';
import { isRecord } from '../../http/isRecord';
import { wrongType } from './typeRules';

/** Enough to fix a record; an array with a million wrong elements is not listed in full. */
const MOST_VIOLATIONS = 100;

type Json = Record<string, unknown>;

/**
 * Lists the differences between a record and its schema in the wording of Adobe's synchronous validation: type, format,
 * pattern, enum, presence, range and unknown keys. Adobe lists at most five, this function up to a hundred. A pattern
 * that would take too long, or that only Java supports, is listed as not checked.
 * @param schema with all references resolved (`xed-full`)
 * @param record as it would be sent: parsed JSON
 * Source: Adobe, "Streaming ingestion validation".
 */
export function validateRecord(schema: XdmSchema, record: unknown): Findings {
	const found: Findings = { violations: [], notChecked: [] };
	check(schema, record, [], { ...found, work: { left: PATTERN_WORK } });
	return found;
}

/** Findings so far, and the remaining work for patterns. */
interface Checking extends Findings {
	work: PatternWork;
}

function check(schema: XdmSchema, value: unknown, path: string[], found: Checking): void {
	if (isFull(found)) return;
	const wrong = wrongType(schema, value);
	if (wrong) return add(found, path, wrong);
	const unchecked = uncheckedPattern(schema, value, found.work);
	const compared = unchecked ? { ...schema, pattern: undefined } : schema;
	for (const broken of brokenRules(compared, value)) add(found, path, broken);
	if (unchecked && found.notChecked.length < MOST_VIOLATIONS) {
		found.notChecked.push({ field: fieldOf(path), ...unchecked });
	}
	if (Array.isArray(value)) return checkElements(schema, value, path, found);
	if (isRecord(value) && !(value instanceof ExactNumber)) checkKeys(schema, value, path, found);
}

function checkElements({ items }: XdmSchema, list: unknown[], path: string[], found: Checking) {
	if (!items) return;
	for (const [index, element] of list.entries())
		check(items, element, [...path, `${index}`], found);
}

function checkKeys(schema: XdmSchema, value: Json, path: string[], found: Checking): void {
	const { required = [], properties = {} } = schema;
	for (const key of required) {
		if (Object.hasOwn(value, key)) continue;
		add(found, [...path, key], {
			rule: `required key [${key}] not found`,
			fix: 'Fill the field in.',
		});
	}
	for (const [key, inner] of Object.entries(value)) {
		const described = Object.hasOwn(properties, key) ? properties[key] : restOf(schema);
		if (described === OPEN) continue;
		if (described) check(described, inner, [...path, key], found);
		else if (!isFull(found)) add(found, [...path, key], UNKNOWN_KEY(key));
	}
}

const UNKNOWN_KEY = (key: string): Broken => ({
	rule: `extraneous key [${key}] is not permitted`,
	fix: 'Remove the field, or add it to the schema.',
});

/** Schema of an unrestricted value: nothing in it needs a check, however deeply it is nested. */
const OPEN: XdmSchema = {};

/**
 * Returns the schema for keys that are not listed: a map's value schema, none if properties are listed, otherwise
 * `OPEN`.
 */
function restOf({ properties, additionalProperties }: XdmSchema): XdmSchema | undefined {
	if (typeof additionalProperties === 'object') return additionalProperties;
	return properties || additionalProperties === false ? undefined : OPEN;
}

const isFull = ({ violations }: Findings) => violations.length >= MOST_VIOLATIONS;

const fieldOf = (path: string[]) => path.filter(Boolean).join('.') || '(record)';

function add({ violations }: Findings, path: string[], broken: Broken): void {
	violations.push({ field: fieldOf(path), ...broken });
}
