import { ExactNumber } from '../../http/exactNumber';
import { isRecord } from '../../http/isRecord';
import type { Broken, XdmSchema } from './xdmSchema';

interface TypeRule {
	fits(value: unknown): boolean;
	/** Type name in the Java library whose wording Adobe's validation uses. */
	java: string;
	words: string;
}

const TYPES: Record<string, TypeRule> = {
	string: { fits: (value) => typeof value === 'string', java: 'String', words: 'a text' },
	number: { fits: isNumber, java: 'Number', words: 'a number' },
	integer: { fits: isInteger, java: 'Integer', words: 'a whole number' },
	boolean: { fits: (value) => typeof value === 'boolean', java: 'Boolean', words: 'true or false' },
	object: {
		fits: (value) => isRecord(value) && !(value instanceof ExactNumber),
		java: 'JSONObject',
		words: 'an object',
	},
	array: { fits: (value) => Array.isArray(value), java: 'JSONArray', words: 'a list' },
};

/** Returns the broken rule if the value does not have the schema's type; a schema without a type accepts any value. */
export function wrongType({ type = '' }: XdmSchema, value: unknown): Broken | undefined {
	if (!Object.hasOwn(TYPES, type) || TYPES[type].fits(value)) return undefined;
	return {
		rule: `expected type: ${TYPES[type].java}, found: ${javaNameOf(value)}`,
		fix:
			value === null
				? 'Leave the field out: Adobe takes no null.'
				: `Send ${TYPES[type].words}, as the schema expects.`,
	};
}

function javaNameOf(value: unknown): string {
	if (value === null) return 'Null';
	if (Array.isArray(value)) return TYPES.array.java;
	if (isNumber(value)) return isInteger(value) ? 'Long' : 'Double';
	return TYPES[typeof value].java;
}

function isNumber(value: unknown): value is number | ExactNumber {
	return typeof value === 'number' || value instanceof ExactNumber;
}

function isInteger(value: unknown): boolean {
	return isNumber(value) && Number.isInteger(Number(value));
}
