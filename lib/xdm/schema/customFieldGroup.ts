import type { JsonObject } from 'n8n-workflow';
import { serviceError } from '../../problem/serviceError';
import { requireTenantKey } from '../fields/tenantKey';

/** One field as the user lists it: a dotted path under the organization's own key, a type and a title. */
export interface ListedField {
	path: string;
	type: string;
	title?: string;
	description?: string;
	/** True if the field holds a list of such values. */
	array?: boolean;
	/** Permitted values. */
	enum?: string[];
}

/** JSON Schema of each type in a field group. Source: Adobe, "Define XDM fields in the Schema Registry API". */
const TYPES: Record<string, JsonObject> = {
	string: { type: 'string' },
	integer: { type: 'integer' },
	long: { type: 'integer', minimum: -9007199254740991, maximum: 9007199254740991 },
	number: { type: 'number' },
	boolean: { type: 'boolean' },
	date: { type: 'string', format: 'date' },
	'date-time': { type: 'string', format: 'date-time' },
	email: { type: 'string', format: 'email' },
	uri: { type: 'string', format: 'uri' },
	ipv4: { type: 'string', format: 'ipv4' },
	ipv6: { type: 'string', format: 'ipv6' },
	// Of all types, only maps must name their XDM type. Source: as above, custom map types.
	map: { type: 'object', 'meta:xdmType': 'map', additionalProperties: { type: 'string' } },
};

export const FIELD_TYPES = Object.keys(TYPES);

/** Letters, digits, hyphens and underscores, without an underscore in front. Source: Adobe, "Field group API guide". */
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/**
 * Returns the body that creates a field group for events with these fields. Without a description, the title describes
 * it.
 * @throws ServiceError that names the entry and what to change
 */
export function fieldGroupOf(
	tenantId: string,
	title: string,
	description: string,
	list: unknown,
): { title: string } & JsonObject {
	const key = requireTenantKey(tenantId);
	if (!Array.isArray(list) || list.length === 0) {
		throw invalidList(
			'The field Fields is not a list with entries',
			'Enter at least one with path and type.',
		);
	}
	const properties: JsonObject = {};
	list.forEach((entry: unknown, index) => place(properties, readField(entry, index), key));
	return {
		title,
		description: description || title,
		type: 'object',
		'meta:intendedToExtend': ['https://ns.adobe.com/xdm/context/experienceevent'],
		definitions: {
			customFields: { properties: { [key]: { type: 'object', properties } } },
		},
		allOf: [{ $ref: '#/definitions/customFields' }],
	};
}

const invalidList = (reason: string, advice: string) =>
	serviceError('setting.conflict', { reason, advice }, { field: 'Fields' });

function readField(entry: unknown, index: number): ListedField {
	const where = `Field ${index + 1} of the list`;
	const { path, type } = (entry ?? {}) as Partial<ListedField>;
	if (typeof path !== 'string' || path.trim() === '') {
		throw invalidList(`${where} has no path`, 'Enter one such as chat.rating.');
	}
	if (typeof type !== 'string' || !Object.hasOwn(TYPES, type)) {
		throw invalidList(
			`${where} (${path}) has the type ${String(type)}`,
			`Use one of ${FIELD_TYPES.join(', ')}.`,
		);
	}
	return { ...(entry as ListedField), path: path.trim(), type };
}

/** Adds the field to the tree and creates the objects on its path. */
function place(root: JsonObject, field: ListedField, key: string): void {
	const names = field.path.split('.');
	if (names[0] === key) names.shift();
	const wrong = names.find(
		(name) => !NAME.test(name) || name === 'constructor' || name === 'prototype',
	);
	if (wrong !== undefined || names.length === 0) {
		throw invalidList(
			`The path ${field.path} cannot be used`,
			'Write its parts with letters, digits, "-" or "_", and without "_" in front.',
		);
	}
	let level = root;
	for (const name of names.slice(0, -1)) {
		const parent = (level[name] ??= { title: name, type: 'object', properties: {} }) as JsonObject;
		if (!parent.properties) {
			throw invalidList(
				`The path ${field.path} leads through ${name}, which has a type of its own`,
				'Use another path for one of them.',
			);
		}
		level = parent.properties as JsonObject;
	}
	const last = names[names.length - 1];
	if (level[last]) {
		throw invalidList(`The path ${field.path} is in the list twice`, 'Remove one of the entries.');
	}
	level[last] = describe(field, last);
}

function describe({ type, title, description, array, enum: values }: ListedField, name: string) {
	const one: JsonObject = { ...TYPES[type], ...(values && { enum: values }) };
	const about = { title: title || name, ...(description && { description }) };
	return array ? { ...about, type: 'array', items: one } : { ...about, ...one };
}
