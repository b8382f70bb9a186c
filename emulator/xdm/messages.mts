import type { ErrorObject } from 'ajv';
import { isObject } from '../json.mts';
import { xdmFormats } from './formats.mts';

/** Type names of the Java library whose texts Adobe uses. */
const JAVA_TYPES: Record<string, string> = {
	string: 'String',
	number: 'Number',
	integer: 'Integer',
	boolean: 'Boolean',
	object: 'JSONObject',
	array: 'JSONArray',
	null: 'Null',
};

function javaTypeOf(value: unknown): string {
	if (value === null) return 'Null';
	if (typeof value === 'number') return Number.isInteger(value) ? 'Long' : 'Double';
	if (typeof value === 'object') return Array.isArray(value) ? 'JSONArray' : 'JSONObject';
	return JAVA_TYPES[typeof value];
}

const sizeOf = (value: unknown): number =>
	isObject(value) ? Object.keys(value).length : [...(value as Iterable<unknown>)].length;

type ErrorText = (error: ErrorObject) => string;

/**
 * One text per keyword. Source: Adobe, "Streaming ingestion validation" (type, additionalProperties); the others follow
 * the same Java library, everit-org/json-schema, from which Adobe's texts come.
 */
const TEXTS: Record<string, ErrorText> = {
	type: ({ params, data }) =>
		`expected type: ${JAVA_TYPES[String(params.type)]}, found: ${javaTypeOf(data)}`,
	required: ({ params }) => `required key [${params.missingProperty}] not found`,
	additionalProperties: ({ params }) =>
		`extraneous key [${params.additionalProperty}] is not permitted`,
	enum: ({ data }) => `${data} is not a valid enum value`,
	format: ({ data, schema }) => `[${data}] is not a valid ${xdmFormats[String(schema)].words}`,
	pattern: ({ data, schema }) => `string [${data}] does not match pattern ${schema}`,
	minLength: ({ data, schema }) => `expected minLength: ${schema}, actual: ${sizeOf(data)}`,
	maxLength: ({ data, schema }) => `expected maxLength: ${schema}, actual: ${sizeOf(data)}`,
	minimum: ({ data, schema }) => `${data} is not greater or equal to ${schema}`,
	maximum: ({ data, schema }) => `${data} is not less or equal to ${schema}`,
	exclusiveMinimum: ({ data, schema }) => `${data} is not greater than ${schema}`,
	exclusiveMaximum: ({ data, schema }) => `${data} is not less than ${schema}`,
	multipleOf: ({ data, schema }) => `${data} is not a multiple of ${schema}`,
	minItems: ({ data, schema }) => `expected minimum item count: ${schema}, found: ${sizeOf(data)}`,
	maxItems: ({ data, schema }) => `expected maximum item count: ${schema}, found: ${sizeOf(data)}`,
	uniqueItems: () => 'array items are not unique',
	minProperties: ({ data, schema }) => `minimum size: [${schema}], found: [${sizeOf(data)}]`,
	maxProperties: ({ data, schema }) => `maximum size: [${schema}], found: [${sizeOf(data)}]`,
};

/** Returns Adobe's text for this violation. */
export function describe(error: ErrorObject): string {
	return TEXTS[error.keyword]?.(error) ?? `${error.message}`;
}
