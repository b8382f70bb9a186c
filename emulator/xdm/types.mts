import { isObject, type JsonObject } from '../json.mts';

/** Limits of XDM's integer types. Source: Adobe, "Field type constraints in XDM". */
const INTEGER_LIMITS = {
	byte: 128,
	short: 32_768,
	int: 2_147_483_648,
	long: 9_007_199_254_740_991,
} as const;

type IntegerType = keyof typeof INTEGER_LIMITS;

const isIntegerType = (name: unknown): name is IntegerType =>
	typeof name === 'string' && Object.hasOwn(INTEGER_LIMITS, name);

const OTHER_TYPES: Record<string, string> = { number: 'double', object: 'object', array: 'array' };

/**
 * Returns the field with its XDM type and, for integers, with explicit limits. An integer with neither limits nor an
 * XDM type is an "int"; wider limits make it a "long".
 */
export function withTypeLimits(field: JsonObject): JsonObject {
	const typed = { ...field, ...typeOf(field) };
	if (typed.type !== 'integer') return { ...typed, ...xdmTypeOf(typed) };
	const xdmType = integerType(typed);
	const limit = INTEGER_LIMITS[xdmType];
	const { minimum = -limit, maximum = limit } = typed;
	return { ...typed, 'meta:xdmType': xdmType, minimum, maximum };
}

/** Field groups may leave out the type of an object that lists its properties. */
function typeOf(field: JsonObject): JsonObject {
	const isUntypedObject = field.type === undefined && isObject(field.properties);
	return isUntypedObject ? { type: 'object' } : {};
}

function integerType(field: JsonObject): IntegerType {
	if (isIntegerType(field['meta:xdmType'])) return field['meta:xdmType'];
	const widest = Math.max(
		Math.abs(Number(field.minimum ?? 0)),
		Math.abs(Number(field.maximum ?? 0)),
	);
	return widest > INTEGER_LIMITS.int ? 'long' : 'int';
}

function xdmTypeOf(field: JsonObject): JsonObject {
	if (field['meta:xdmType'] !== undefined || typeof field.type !== 'string') return {};
	if (field.format === 'date' || field.format === 'date-time')
		return { 'meta:xdmType': field.format };
	if (isObject(field.additionalProperties)) return { 'meta:xdmType': 'map' };
	return { 'meta:xdmType': OTHER_TYPES[field.type] ?? field.type };
}
