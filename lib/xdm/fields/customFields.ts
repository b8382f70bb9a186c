import type { JsonObject } from 'n8n-workflow';
import { isRecord, type JsonRecord } from '../../http/isRecord';
import { CHATLIO_KEY } from './fieldTable';

/** Key of the fields that the user declares: they are under `_{tenantId}.chatlio.custom`. */
export const CUSTOM_KEY = 'custom';

export const CUSTOM_FIELD_TYPES = [
	'string',
	'integer',
	'number',
	'boolean',
	'date-time',
	'date',
	'stringList',
] as const;

export type CustomFieldType = (typeof CUSTOM_FIELD_TYPES)[number];

/** A field of the user's own for what a workflow adds to an event. */
export interface CustomField {
	name: string;
	type: CustomFieldType;
	title?: string;
	/** Without the mark for personal data. */
	description?: string;
	isPersonal: boolean;
}

/** The types in plain words, for the panel and for sentences. */
export const CUSTOM_TYPE_LABELS: Record<CustomFieldType, string> = {
	string: 'Text',
	integer: 'Whole Number',
	number: 'Number',
	boolean: 'True/False',
	'date-time': 'Date and Time',
	date: 'Date',
	stringList: 'List of Text',
};

/** Source: Adobe, "XDM field type constraints". */
const JSON_SCHEMAS: Record<CustomFieldType, JsonObject> = {
	string: { type: 'string' },
	// Without limits, it would be a 32-bit "int".
	integer: {
		type: 'integer',
		minimum: Number.MIN_SAFE_INTEGER,
		maximum: Number.MAX_SAFE_INTEGER,
	},
	number: { type: 'number' },
	boolean: { type: 'boolean' },
	'date-time': { type: 'string', format: 'date-time' },
	date: { type: 'string', format: 'date' },
	stringList: { type: 'array', items: { type: 'string' } },
};

/**
 * Maximum number of custom fields. Profile drops an event of more than 10 KB, and with its name a short value takes some
 * 50 bytes: so many fields leave half of an event to the chat. Source: Adobe, "Guardrails for Real-Time Customer Profile
 * data".
 */
export const MAX_CUSTOM_FIELDS = 100;

/** Maximum length of a name; Adobe's documents mention none. */
export const CUSTOM_NAME_CHARACTERS = 64;

/**
 * Returns the advice for a name that a custom field cannot have; undefined for a name that it can have. Sources: Adobe,
 * "Define XDM fields in the UI" (letters, digits and underscores, no underscore in front) and "Data Prep overview" (in
 * its language, a name begins with a letter).
 */
export function customNameProblem(name: string): string | undefined {
	if (name === '') return 'Enter a name.';
	if (/\W/.test(name)) return 'Use only the letters A to Z, digits, and underscores.';
	if (!/^[A-Za-z]/.test(name)) return 'Begin the name with a letter.';
	if (isReserved(name)) return 'Use another name: JavaScript reserves this one.';
	if (name.length <= CUSTOM_NAME_CHARACTERS) return undefined;
	return `Use at most ${CUSTOM_NAME_CHARACTERS} characters.`;
}

/** Returns true for names that every object has by itself, such as `constructor` and `__proto__`. */
const isReserved = (name: string) => name === 'prototype' || name in Object.prototype;

/**
 * Sentence at the end of a description that marks a field as personal. A keyword of our own in the schema could be
 * rejected by Adobe, and people can write a sentence in Adobe's editor, too.
 */
export const PERSONAL_SENTENCE = 'Personal data.';

const MARK_AT_END = /personal data\.?$/i;

/**
 * Returns a description without the mark at its end; undefined if it has none, as _No personal data._ The mark is a
 * sentence of its own: at the beginning, in a new line, or after the end of another.
 */
function withoutMark(description: string): string | undefined {
	const text = description.trim();
	const mark = MARK_AT_END.exec(text);
	if (!mark) return undefined;
	const before = text.slice(0, mark.index);
	const sentences = before.trimEnd();
	const isSentence =
		sentences === '' || /[.!?]$/.test(sentences) || before.slice(sentences.length).includes('\n');
	return isSentence ? sentences : undefined;
}

/** Returns true if a description ends with the mark for personal data. */
export const isMarkedPersonal = (description = ''): boolean =>
	withoutMark(description) !== undefined;

/** Returns the JSON schema of a custom field in the field group; its description marks personal data. */
export function customFieldSchema(field: CustomField): JsonObject {
	const { name, type, title } = field;
	const description = markedDescription(field);
	return {
		title: title || titleOf(name),
		...(description && { description }),
		...JSON_SCHEMAS[type],
	};
}

function markedDescription({ description = '', isPersonal }: CustomField): string {
	const text = description.trim();
	if (!isPersonal || isMarkedPersonal(text)) return text;
	if (text === '') return PERSONAL_SENTENCE;
	return `${text}${/[.!?]$/.test(text) ? '' : '.'} ${PERSONAL_SENTENCE}`;
}

/** Turns `leadScore` into Lead Score. */
function titleOf(name: string): string {
	const words = name
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
		.replaceAll('_', ' ');
	return words[0].toUpperCase() + words.slice(1);
}

/**
 * Reads custom fields from the `properties` of `_{tenantId}.chatlio.custom` in a resolved schema or field group. Leaves
 * out fields that somebody added in Adobe with a type that no custom field has, such as objects.
 */
export function readCustomFields(properties: unknown): CustomField[] {
	if (!isRecord(properties)) return [];
	return Object.entries(properties).flatMap(([name, schema]) => {
		const type = customTypeOf(schema);
		if (!type || !isRecord(schema) || isReserved(name)) return [];
		const { title } = schema;
		const text = typeof schema.description === 'string' ? schema.description.trim() : '';
		const description = withoutMark(text) ?? text;
		return {
			name,
			type,
			...(typeof title === 'string' && title && { title }),
			...(description && { description }),
			isPersonal: isMarkedPersonal(text),
		};
	});
}

/** Reads custom fields from a resolved schema or field group. */
export const customFieldsOf = (schema: object, tenantKey: string): CustomField[] =>
	readCustomFields(customObjectOf(schema, tenantKey)?.properties);

/** Returns `_{tenantId}.chatlio.custom` of a resolved schema or field group, if it has one. */
export function customObjectOf(schema: object, tenantKey: string): JsonRecord | undefined {
	let field: unknown = schema;
	for (const name of [tenantKey, CHATLIO_KEY, CUSTOM_KEY]) {
		const properties = isRecord(field) ? field.properties : undefined;
		field = isRecord(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
	}
	return isRecord(field) ? field : undefined;
}

/** Returns the type of a custom field from its JSON schema; undefined for a type that no custom field has. */
export function customTypeOf(schema: unknown): CustomFieldType | undefined {
	if (!isRecord(schema)) return undefined;
	const { type, format, items } = schema;
	if (type === 'string') return format === 'date-time' || format === 'date' ? format : 'string';
	if (type === 'array') return customTypeOf(items) === 'string' ? 'stringList' : undefined;
	return type === 'integer' || type === 'number' || type === 'boolean' ? type : undefined;
}
