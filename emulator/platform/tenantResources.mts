import { CLIENT_ID, ORG_ID, TENANT_ID } from '../account.mts';
import { badRequest } from '../answer.mts';
import { hex } from '../ids.mts';
import { asArray, asObject, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { mapMistakes } from './mapFields.mts';
import { checkDescription, checkEvolution } from './registryRules.mts';

export const TENANT_KEY = `_${TENANT_ID}`;
const IDENTITY_MAP = 'https://ns.adobe.com/xdm/context/identitymap';
const NAME = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** Creates a tenant field group with the fields that the registry adds; throws the rejection. */
export function newFieldGroup(world: World, sandbox: string, body: JsonObject): JsonObject {
	checkTitle(world, 'fieldGroup', sandbox, body);
	checkFieldNames(body);
	checkMaps(world, body);
	checkDescription(world, sandbox, body);
	const id = hex(48);
	return {
		...body,
		$id: `https://ns.adobe.com/${TENANT_ID}/mixins/${id}`,
		'meta:altId': `${TENANT_KEY}.mixins.${id}`,
		'meta:resourceType': 'mixins',
		version: '1.0',
		'meta:extensible': true,
		'meta:abstract': true,
		...commonFields(world),
	};
}

/** Creates a tenant schema with the fields that the registry adds; throws the rejection. */
export function newSchema(world: World, sandbox: string, body: JsonObject): JsonObject {
	checkTitle(world, 'schema', sandbox, body);
	const refs = asArray(body.allOf).map((part) => String(asObject(part).$ref));
	for (const ref of refs) {
		if (!world.schemas.lookup(sandbox, ref)) {
			throw badRequest(`The resource ${ref} that the schema refers to is not found`);
		}
	}
	const classId = classOf(world, refs);
	checkDescription(world, sandbox, body);
	const id = hex(48);
	return {
		...body,
		$id: `https://ns.adobe.com/${TENANT_ID}/schemas/${id}`,
		'meta:altId': `${TENANT_KEY}.schemas.${id}`,
		'meta:resourceType': 'schemas',
		version: '1.0',
		'meta:class': classId,
		'meta:abstract': false,
		'meta:extensible': false,
		'meta:extends': extendsOf(classId, refs),
		...commonFields(world),
	};
}

/** Returns a changed resource: the registry's own fields stay, except version and time. */
export function changedResource(
	world: World,
	sandbox: string,
	kind: 'fieldGroup' | 'schema',
	before: JsonObject,
	body: JsonObject,
): JsonObject {
	checkTitle(world, kind, sandbox, body, String(before.$id));
	if (kind === 'fieldGroup') {
		checkFieldNames(body);
		checkMaps(world, body, before);
	}
	checkDescription(world, sandbox, body);
	const refs = asArray(body.allOf).map((part) => String(asObject(part).$ref));
	const [major, minor] = String(before.version).split('.');
	const metadata = asObject(before['meta:registryMetadata']);
	const changed = {
		...body,
		...Object.fromEntries(READ_ONLY.map((name) => [name, before[name]])),
		version: `${major}.${Number(minor) + 1}`,
		...(kind === 'schema' ? { 'meta:extends': extendsOf(classOf(world, refs), refs) } : {}),
		'meta:registryMetadata': {
			...metadata,
			'repo:lastModifiedDate': world.now(),
			eTag: hex(64),
		},
	};
	checkEvolution(world, sandbox, before, changed);
	return changed;
}

const READ_ONLY = [
	'$id',
	'meta:altId',
	'meta:resourceType',
	'meta:extensible',
	'meta:abstract',
	'meta:class',
	'meta:xdmType',
	'meta:containerId',
	'meta:tenantNamespace',
	'imsOrg',
];

/** Rejects a map that is not described as one, unless it was part of the resource before. */
function checkMaps(world: World, body: JsonObject, before: JsonObject = {}): void {
	if (world.settings.mapXdmType === 'optional') return;
	const known = mapMistakes(before);
	const mistakes = mapMistakes(body).filter((mistake) => !known.includes(mistake));
	if (mistakes.length > 0) throw badRequest(mistakes.join('. '));
}

function classOf(world: World, refs: string[]): string {
	const classes = refs.filter((ref) => world.schemas.isClass(ref));
	if (classes.length !== 1) throw badRequest('A schema must refer to exactly one class');
	return classes[0]!;
}

/** The behavior of each standard class. */
const BEHAVIORS: Record<string, string> = {
	'https://ns.adobe.com/xdm/context/experienceevent': 'https://ns.adobe.com/xdm/data/time-series',
	'https://ns.adobe.com/xdm/context/profile': 'https://ns.adobe.com/xdm/data/record',
};

const extendsOf = (classId: string, refs: string[]) => [
	...new Set([classId, BEHAVIORS[classId]!, IDENTITY_MAP, ...refs]),
];

function commonFields(world: World): JsonObject {
	return {
		imsOrg: ORG_ID,
		'meta:xdmType': 'object',
		'meta:containerId': 'tenant',
		'meta:tenantNamespace': TENANT_KEY,
		'meta:registryMetadata': {
			'repo:createdDate': world.now(),
			'repo:lastModifiedDate': world.now(),
			'xdm:createdClientId': CLIENT_ID,
			'xdm:lastModifiedClientId': CLIENT_ID,
			eTag: hex(64),
		},
	};
}

function checkTitle(
	world: World,
	kind: 'fieldGroup' | 'schema',
	sandbox: string,
	body: JsonObject,
	ownId?: string,
): void {
	if (typeof body.title !== 'string' || body.title === '') throw badRequest('Title is required');
	const kinds =
		world.settings.titlesUnique === 'acrossTypes' ? (['fieldGroup', 'schema'] as const) : [kind];
	const twin = kinds
		.flatMap((one) => world.documents.list(one, sandbox))
		.find((one) => one.title === body.title && one.$id !== ownId);
	if (twin) {
		throw badRequest(
			`Title must be unique. An object ${String(twin.$id)} already exists with the same title.`,
		);
	}
}

/** Checks that custom fields are in the tenant's key and that their names start with a letter or digit. */
function checkFieldNames(fieldGroup: JsonObject): void {
	const parts = [
		fieldGroup,
		...Object.values(asObject(fieldGroup.definitions)),
		...asArray(fieldGroup.allOf),
	];
	for (const properties of parts.map((part) => asObject(asObject(part).properties))) {
		for (const [name, field] of Object.entries(properties)) {
			if (name !== TENANT_KEY) {
				throw badRequest(
					`For custom fields, you must use a top level field named ${TENANT_KEY} and all the other fields must be defined under it. Found: ${name}`,
				);
			}
			checkInnerNames(field);
		}
	}
}

function checkInnerNames(field: unknown): void {
	if (!isObject(field)) return;
	for (const [name, inner] of Object.entries(asObject(field.properties))) {
		if (!NAME.test(name)) throw badRequest(`The field name ${name} is not valid`);
		checkInnerNames(inner);
	}
	checkInnerNames(field.items);
}
