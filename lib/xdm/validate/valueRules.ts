import { writeExactJson } from '../../http/exactJson';
import { ExactNumber } from '../../http/exactNumber';
import { FORMATS } from './stringFormats';
import { readPattern, type PatternTest } from './patternTest';
import { limitsOf, type Broken, type NotChecked, type XdmSchema } from './xdmSchema';
import { shorten } from '../../problem/shorten';

type Rule<Value> = (schema: XdmSchema, value: Value) => Broken | undefined;

/** Maximum length of text that is compared with a pattern, in characters; longer than any structured value. */
const LONGEST_PATTERN_TEXT = 10_000;

/** Maximum work for the patterns of one record, in states times characters: about half a second in the worst case. */
export const PATTERN_WORK = 5_000_000;

/** Remaining work for the patterns of a record. */
export interface PatternWork {
	left: number;
}

const characters = (text: string) => [...text].length;

/** Source of the wording: Adobe, "Streaming ingestion validation", and its Java library, everit-org/json-schema. */
const TEXT_RULES: Array<Rule<string>> = [
	({ format = '' }, text) => {
		if (!Object.hasOwn(FORMATS, format) || FORMATS[format].check(text)) return undefined;
		return {
			rule: `[${text}] is not a valid ${FORMATS[format].words}`,
			fix: `Write it like ${FORMATS[format].example}, or leave the field out.`,
		};
	},
	(schema, text) => {
		const { pattern } = schema;
		if (testOf(schema)?.(text) ?? true) return undefined;
		return {
			rule: `string [${text}] does not match pattern ${pattern}`,
			fix: 'Write the value as the schema’s pattern asks, or leave the field out.',
		};
	},
	({ minLength = 0 }, text) =>
		characters(text) >= minLength
			? undefined
			: {
					rule: `expected minLength: ${minLength}, actual: ${characters(text)}`,
					fix: 'Use a longer text, or leave the field out.',
				},
	({ maxLength = Infinity }, text) =>
		characters(text) <= maxLength
			? undefined
			: {
					rule: `expected maxLength: ${maxLength}, actual: ${characters(text)}`,
					fix: `Shorten the text to ${maxLength} characters.`,
				},
];

const LARGER = 'Use a larger number.';
const SMALLER = 'Use a smaller number.';

const NUMBER_RULES: Array<Rule<number | ExactNumber>> = [
	(schema, value) => {
		const { minimum = -Infinity } = limitsOf(schema);
		if (Number(value) >= minimum) return undefined;
		return { rule: `${String(value)} is not greater or equal to ${minimum}`, fix: LARGER };
	},
	(schema, value) => {
		const { maximum = Infinity } = limitsOf(schema);
		if (Number(value) <= maximum) return undefined;
		return { rule: `${String(value)} is not less or equal to ${maximum}`, fix: SMALLER };
	},
	({ exclusiveMinimum = -Infinity }, value) =>
		Number(value) > exclusiveMinimum
			? undefined
			: { rule: `${String(value)} is not greater than ${exclusiveMinimum}`, fix: LARGER },
	({ exclusiveMaximum = Infinity }, value) =>
		Number(value) < exclusiveMaximum
			? undefined
			: { rule: `${String(value)} is not less than ${exclusiveMaximum}`, fix: SMALLER },
];

const LIST_RULES: Array<Rule<unknown[]>> = [
	({ minItems = 0 }, { length }) =>
		length >= minItems
			? undefined
			: {
					rule: `expected minimum item count: ${minItems}, found: ${length}`,
					fix: 'Add elements, or leave the field out.',
				},
	({ maxItems = Infinity }, { length }) =>
		length <= maxItems
			? undefined
			: {
					rule: `expected maximum item count: ${maxItems}, found: ${length}`,
					fix: `Keep at most ${maxItems} elements.`,
				},
];

/** Returns every rule of a field that a value of the right type breaks. */
export function brokenRules(schema: XdmSchema, value: unknown): Broken[] {
	return [ofEnum(schema, value), ...ofType(schema, value)].filter((one) => one !== undefined);
}

function ofType(schema: XdmSchema, value: unknown): Array<Broken | undefined> {
	if (typeof value === 'string') return TEXT_RULES.map((rule) => rule(schema, value));
	if (typeof value === 'number' || value instanceof ExactNumber)
		return NUMBER_RULES.map((rule) => rule(schema, value));
	return Array.isArray(value) ? LIST_RULES.map((rule) => rule(schema, value)) : [];
}

function ofEnum({ enum: values }: XdmSchema, value: unknown): Broken | undefined {
	if (!values) return undefined;
	const written = writeExactJson(value);
	if (writtenValues(values).has(written)) return undefined;
	return {
		rule: `${typeof value === 'object' ? written : String(value)} is not a valid enum value`,
		fix: `Use one of ${values.map(String).join(', ')}.`,
	};
}

/** Values of an enumeration as JSON, serialized once per field of a schema. */
const WRITTEN = new WeakMap<readonly unknown[], ReadonlySet<string>>();

function writtenValues(values: readonly unknown[]): ReadonlySet<string> {
	const known = WRITTEN.get(values) ?? new Set(values.map((one) => JSON.stringify(one)));
	WRITTEN.set(values, known);
	return known;
}

/** Returns why a value is not compared with its pattern; otherwise subtracts the work from the remaining work. */
export function uncheckedPattern(
	schema: XdmSchema,
	value: unknown,
	work: PatternWork,
): Omit<NotChecked, 'field'> | undefined {
	if (schema.pattern === undefined || typeof value !== 'string') return undefined;
	const pattern = shorten(String(schema.pattern));
	const test = testOf(schema);
	if (!test) return { pattern, why: 'only Adobe can read this pattern' };
	if (value.length > LONGEST_PATTERN_TEXT)
		return { pattern, why: `the text has ${value.length} characters` };
	const needed = test.states * (value.length + 1);
	if (needed > work.left) return { pattern, why: 'the record has too much text for its patterns' };
	work.left -= needed;
	return undefined;
}

/** Pattern tests, compiled once per field of a schema. */
const TESTS = new WeakMap<XdmSchema, { test?: PatternTest }>();

/** Returns the test of a pattern; undefined if there is no pattern or it is not supported. */
function testOf(schema: XdmSchema): PatternTest | undefined {
	const { pattern } = schema;
	if (typeof pattern !== 'string') return undefined;
	const known = TESTS.get(schema) ?? { test: readPattern(pattern) };
	TESTS.set(schema, known);
	return known.test;
}
