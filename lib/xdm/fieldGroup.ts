import type { JsonObject } from 'n8n-workflow';
import { CHATLIO_FIELDS, CHATLIO_KEY } from './fields';
import type { XdmField, XdmType } from './fieldTypes';
import { tenantKey } from './tenant';

const TITLE = 'Chatlio Live Chat';

/** Adobe's own parts of the schema. Source: Adobe, "Schema Registry API guide", resources of the global container. */
const EXPERIENCE_EVENT = 'https://ns.adobe.com/xdm/context/experienceevent';
const WEB_DETAILS = 'https://ns.adobe.com/xdm/context/experienceevent-web';
const ENVIRONMENT_DETAILS = 'https://ns.adobe.com/xdm/context/experienceevent-environment-details';

/** How the types of the tenant's fields are written. Source: Adobe, "Define XDM fields in the Schema Registry API". */
const JSON_TYPES: Partial<Record<XdmType, JsonObject>> = {
	boolean: { type: 'boolean' },
	'date-time': { type: 'string', format: 'date-time' },
	integer: { type: 'integer' },
	map: { type: 'object', additionalProperties: { type: 'string' } },
	string: { type: 'string' },
};

/**
 * The body that creates the field group of Chatlio's own fields (`POST /tenant/fieldgroups`).
 *
 * @param tenantId With or without its underscore.
 * @throws RangeError when it is no tenant id.
 */
export function chatlioFieldGroup(tenantId: string): JsonObject {
	const key = tenantKey(tenantId);
	if (!key)
		throw new RangeError('The tenant ID may hold letters, digits, hyphens and underscores only');
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
								properties: propertiesOf(CHATLIO_FIELDS),
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
 * The body that creates a schema for Chatlio's events (`POST /tenant/schemas`): ExperienceEvent with Web Details,
 * Environment Details and the field group.
 *
 * @param fieldGroupId `$id` of the field group, as Adobe answered it.
 * @param title Unique among the schemas of the sandbox.
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

/** The fields as a tree of JSON schemas, each level below its object. */
function propertiesOf(fields: readonly XdmField[]): JsonObject {
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

function schemaOf({ title, description, type, fields }: XdmField): JsonObject {
	const items = fields && { type: 'object', properties: propertiesOf(fields) };
	return { title, description, ...(items ? { type: 'array', items } : JSON_TYPES[type]) };
}

function titleOf(name: string): string {
	const words = name.replace(/[A-Z]/g, ' $&');
	return words[0].toUpperCase() + words.slice(1);
}
