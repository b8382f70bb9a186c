import { FORMATS } from './formats';
import { limitsOf, type Broken, type XdmSchema } from './schema';

type Rule<Value> = (schema: XdmSchema, value: Value) => Broken | undefined;

const characters = (text: string) => [...text].length;

/** Words: Adobe, "Streaming ingestion validation", and the Java library it uses, everit-org/json-schema. */
const TEXT_RULES: Array<Rule<string>> = [
	({ format = '' }, text) => {
		if (!Object.hasOwn(FORMATS, format) || FORMATS[format].check(text)) return undefined;
		return {
			rule: `[${text}] is not a valid ${FORMATS[format].words}`,
			fix: `Write it like ${FORMATS[format].example}, or leave the field out.`,
		};
	},
	({ pattern }, text) =>
		matches(pattern, text)
			? undefined
			: {
					rule: `string [${text}] does not match pattern ${pattern}`,
					fix: 'Write the value as the schema’s pattern asks, or leave the field out.',
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

const NUMBER_RULES: Array<Rule<number>> = [
	(schema, value) => {
		const { minimum = -Infinity } = limitsOf(schema);
		if (value >= minimum) return undefined;
		return { rule: `${value} is not greater or equal to ${minimum}`, fix: LARGER };
	},
	(schema, value) => {
		const { maximum = Infinity } = limitsOf(schema);
		if (value <= maximum) return undefined;
		return { rule: `${value} is not less or equal to ${maximum}`, fix: SMALLER };
	},
	({ exclusiveMinimum = -Infinity }, value) =>
		value > exclusiveMinimum
			? undefined
			: { rule: `${value} is not greater than ${exclusiveMinimum}`, fix: LARGER },
	({ exclusiveMaximum = Infinity }, value) =>
		value < exclusiveMaximum
			? undefined
			: { rule: `${value} is not less than ${exclusiveMaximum}`, fix: SMALLER },
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

/** Every rule of a field that a value of the right type breaks. */
export function brokenRules(schema: XdmSchema, value: unknown): Broken[] {
	const broken = [ofEnum(schema, value)];
	if (typeof value === 'string') broken.push(...TEXT_RULES.map((rule) => rule(schema, value)));
	if (typeof value === 'number') broken.push(...NUMBER_RULES.map((rule) => rule(schema, value)));
	if (Array.isArray(value)) broken.push(...LIST_RULES.map((rule) => rule(schema, value)));
	return broken.filter((one) => one !== undefined);
}

function ofEnum({ enum: values }: XdmSchema, value: unknown): Broken | undefined {
	const isListed = values?.some((one) => JSON.stringify(one) === JSON.stringify(value)) ?? true;
	if (isListed) return undefined;
	return {
		rule: `${String(value)} is not a valid enum value`,
		fix: `Use one of ${values?.map(String).join(', ')}.`,
	};
}

/** XDM's patterns are Java's: one that is no pattern here says nothing. Unicode mode would refuse more of them. */
function matches(pattern: string | undefined, text: string): boolean {
	if (pattern === undefined) return true;
	try {
		return new RegExp(pattern).test(text);
	} catch {
		return true;
	}
}
