import { asArray, isObject, type JsonObject } from '../json.mts';
import { safeEntries } from './safe.mts';

/** Source: Adobe, "Field type constraints in XDM", JSON types. */
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array'];

const NUMBERS = [
	'minimum',
	'maximum',
	'exclusiveMinimum',
	'exclusiveMaximum',
	'multipleOf',
	'minLength',
	'maxLength',
	'minItems',
	'maxItems',
	'minProperties',
	'maxProperties',
];

const isAbsent = (value: unknown) => value === undefined;

const isListOf = (value: unknown, type: string) =>
	Array.isArray(value) && value.every((item) => typeof item === type);

function isPattern(value: unknown): boolean {
	try {
		return typeof value === 'string' && new RegExp(value) instanceof RegExp;
	} catch {
		return false;
	}
}

/** Conditions for a field, and the sentence for one that does not meet them. */
const RULES: Array<[isTrue: (field: JsonObject) => boolean, sentence: string]> = [
	[({ type }) => TYPES.includes(String(type)), `needs one of the types ${TYPES.join(', ')}`],
	[({ enum: list }) => isAbsent(list) || asArray(list).length > 0, 'needs values in its enum'],
	[({ pattern }) => isAbsent(pattern) || isPattern(pattern), 'has a pattern that cannot be read'],
	[
		({ required }) => isAbsent(required) || isListOf(required, 'string'),
		'needs a list of names as required',
	],
	[
		({ properties }) => isAbsent(properties) || isObject(properties),
		'needs an object as properties',
	],
	[({ type, items }) => type !== 'array' || isObject(items), 'needs a description of its items'],
	[
		(field) => NUMBERS.every((key) => isAbsent(field[key]) || typeof field[key] === 'number'),
		'has a limit that is no number',
	],
];

/**
 * Returns the reasons that a resolved schema cannot describe data: a sentence for each wrong field; an empty list if it
 * is valid. Adobe's registry rejects such resources when they are created; its texts are not documented.
 */
export function schemaMistakes(field: JsonObject, path = ''): string[] {
	const name = path === '' ? 'The schema' : `The field ${path.slice(1)}`;
	const ownMistakes = RULES.filter(([isTrue]) => !isTrue(field)).map(
		([, sentence]) => `${name} ${sentence}`,
	);
	const children = isObject(field.properties) ? safeEntries(field.properties) : [];
	return [
		...ownMistakes,
		...children.flatMap(([key, child]) => ofChild(child, `${path}.${key}`)),
		...[field.items, field.additionalProperties]
			.filter(isObject)
			.flatMap((child) => schemaMistakes(child, `${path}[]`)),
	];
}

const ofChild = (child: unknown, path: string) =>
	isObject(child) ? schemaMistakes(child, path) : [`The field ${path.slice(1)} is not described`];
