import type { JsonObject } from 'n8n-workflow';
import { CUSTOM_KEY, customFieldSchema, type CustomField } from '../fields/customFields';
import { CHATLIO_FIELDS, CHATLIO_KEY } from '../fields/fieldTable';
import type { TenantField } from '../fields/xdmField';
import { requireTenantKey } from '../fields/tenantKey';

const TITLE = 'Chatlio Live Chat';

/** Adobe's own parts of the schema. Source: Adobe, "Schema Registry API guide", resources of the global container. */
const EXPERIENCE_EVENT = 'https://ns.adobe.com/xdm/context/experienceevent';
const WEB_DETAILS = 'https://ns.adobe.com/xdm/context/experienceevent-web';
export const ENVIRONMENT_DETAILS =
	'https://ns.adobe.com/xdm/context/experienceevent-environment-details';

/** JSON Schema types of the tenant's fields. Source: Adobe, "Define XDM fields in the Schema Registry API". */
const JSON_TYPES: Record<Exclude<TenantField['type'], 'messageList'>, JsonObject> = {
	boolean: { type: 'boolean' },
	count: { type: 'integer' },
	'date-time': { type: 'string', format: 'date-time' },
	elementCount: { type: 'integer' },
	// Without limits, it would be a 32-bit "int".
	integer: {
		type: 'integer',
		minimum: Number.MIN_SAFE_INTEGER,
		maximum: Number.MAX_SAFE_INTEGER,
	},
	ipv4: { type: 'string', format: 'ipv4' },
	ipv6: { type: 'string', format: 'ipv6' },
	string: { type: 'string' },
	// Of all types, only maps must name their XDM type. Source: as above, custom map types.
	traits: { type: 'object', 'meta:xdmType': 'map', additionalProperties: { type: 'string' } },
	writtenByVisitor: { type: 'boolean' },
};

/**
 * Returns the body that creates the field group of Chatlio's own fields (`POST /tenant/fieldgroups`).
 *
 * @param tenantId with or without its underscore
 * @param fields fields to use instead of the field table
 * @param custom fields that the user declared
 * @throws ServiceError if it is not a tenant ID
 */
export function chatlioFieldGroup(
	tenantId: string,
	fields: readonly TenantField[] = CHATLIO_FIELDS,
	custom: readonly CustomField[] = [],
): JsonObject {
	const key = requireTenantKey(tenantId);
	return {
		title: TITLE,
		description:
			'Events of Chatlio live chat: conversations, messages, transcripts and who took part',
		type: 'object',
		'meta:intendedToExtend': [EXPERIENCE_EVENT],
		definitions: {
			[CHATLIO_KEY]: {
				properties: {
					[key]: {
						type: 'object',
						properties: {
							[CHATLIO_KEY]: {
								title: 'Chatlio',
								type: 'object',
								properties: { ...propertiesOf(fields), ...customObject(custom) },
							},
						},
					},
				},
			},
		},
		allOf: [{ $ref: `#/definitions/${CHATLIO_KEY}` }],
	};
}

/**
 * Returns the body that creates a schema for Chatlio's events (`POST /tenant/schemas`): ExperienceEvent with Web Details,
 * Environment Details and the field group.
 *
 * @param fieldGroupId `$id` of the field group, as Adobe returned it
 * @param title unique among the schemas of the sandbox
 */
export function chatlioSchema(fieldGroupId: string, title: string): JsonObject {
	return {
		title,
		description: 'Events of Chatlio live chat',
		type: 'object',
		allOf: [EXPERIENCE_EVENT, WEB_DETAILS, ENVIRONMENT_DETAILS, fieldGroupId].map(($ref) => ({
			$ref,
		})),
	};
}

/** Returns the object of the custom fields; none without custom fields, because Adobe can never remove it again. */
function customObject(fields: readonly CustomField[]): JsonObject {
	if (fields.length === 0) return {};
	const properties = Object.fromEntries(
		fields.map((field) => [field.name, customFieldSchema(field)]),
	);
	const description = 'Fields of your own, which a workflow adds to the events';
	return { [CUSTOM_KEY]: { title: 'Custom', description, type: 'object', properties } };
}

/** Returns the fields as a tree of JSON schemas. */
function propertiesOf(fields: readonly TenantField[]): JsonObject {
	const properties: JsonObject = {};
	for (const field of fields) {
		const path = field.path.split('.');
		let level = properties;
		for (const name of path.slice(0, -1)) {
			const object = (level[name] ??= { title: titleOf(name), type: 'object', properties: {} });
			level = (object as JsonObject).properties as JsonObject;
		}
		level[path[path.length - 1]] = schemaOf(field);
	}
	return properties;
}

function schemaOf(field: TenantField): JsonObject {
	const { title, description } = field;
	if (field.type !== 'messageList') return { title, description, ...JSON_TYPES[field.type] };
	const items = { type: 'object', properties: propertiesOf(field.fields) };
	return { title, description, type: 'array', items };
}

function titleOf(name: string): string {
	const words = name.replace(/[A-Z]/g, ' $&');
	return words[0].toUpperCase() + words.slice(1);
}
