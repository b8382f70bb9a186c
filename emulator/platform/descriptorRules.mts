import { badRequest } from '../answer.mts';
import { asArray, asText, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { resolveSchema } from '../xdm/resolve.mts';
import { ownValue } from '../xdm/safe.mts';
import { checkLabel, isLabel } from './labelRules.mts';
import { TENANT_KEY } from './tenantResources.mts';

const IDENTITY = 'xdm:descriptorIdentity';

/** Source: Adobe, "Descriptors endpoint", appendix, and the API's specification; labels see `checkLabel`. */
const TYPES = [
	IDENTITY,
	'xdm:alternateDisplayInfo',
	'xdm:descriptorOneToOne',
	'xdm:descriptorReferenceIdentity',
	'xdm:descriptorRelationship',
	'xdm:descriptorOneToMany',
	'xdm:descriptorManyToMany',
	'xdm:descriptorPrimaryKey',
	'xdm:descriptorVersion',
	'xdm:descriptorTimestamp',
	'xdm:descriptorDeprecated',
	'xdm:descriptorLabel',
];

/** Rejects a descriptor that is wrong for an existing schema. `ownId` is its ID when it is replaced. */
export function checkDescriptor(
	world: World,
	sandbox: string,
	descriptor: JsonObject,
	ownId?: string,
): void {
	const type = asText(descriptor['@type']) ?? '';
	if (!TYPES.includes(type)) throw badRequest(`The @type ${type} of a descriptor is not valid`);
	const schemaId = asText(descriptor['xdm:sourceSchema']) ?? '';
	const schema = isLabel(descriptor)
		? labeledResource(world, sandbox, schemaId)
		: world.schemas.compiled(sandbox, schemaId)?.full;
	if (!schema) throw badRequest(`The xdm:sourceSchema ${schemaId} is not found`);
	for (const path of [descriptor['xdm:sourceProperty']].flat()) checkPath(schema, path);
	if (isLabel(descriptor)) {
		const path = String(descriptor['xdm:sourceProperty']);
		const others = world.documents
			.list('descriptor', sandbox)
			.filter((one) => one['@id'] !== ownId);
		checkLabel(descriptor, fieldAt(schema, path), others);
	}
	if (type === IDENTITY) checkIdentity(world, sandbox, descriptor, ownId);
}

/** Returns the full form of the schema, field group or class whose field is labeled. */
function labeledResource(world: World, sandbox: string, id: string): JsonObject | undefined {
	const { labelSource } = world.settings;
	const isSchema = world.documents.get('schema', sandbox, id) !== undefined;
	if (labelSource !== 'either' && (labelSource === 'schema') !== isSchema) return undefined;
	const resource = world.schemas.lookup(sandbox, id);
	return resource && resolveSchema(resource, (ref) => world.schemas.lookup(sandbox, ref));
}

function checkPath(schema: JsonObject, path: unknown): void {
	const text = asText(path) ?? '';
	if (!/^\/.*[^/]$/.test(text)) {
		throw badRequest('The xdm:sourceProperty must begin with a "/" and not end with one');
	}
	if (text === `/${TENANT_KEY}`) {
		throw badRequest(`The tenant namespace object ${TENANT_KEY} cannot have a descriptor`);
	}
	if (!fieldAt(schema, text)) {
		throw badRequest(`The schema has no field ${text} for the xdm:sourceProperty`);
	}
}

function fieldAt(schema: JsonObject, path: string): JsonObject | undefined {
	let field: unknown = schema;
	for (const step of path.split('/').slice(1)) {
		const fields: unknown = isObject(field) ? field.properties : undefined;
		field = isObject(fields) ? ownValue(fields, step) : undefined;
	}
	return isObject(field) ? field : undefined;
}

function checkIdentity(
	world: World,
	sandbox: string,
	descriptor: JsonObject,
	ownId: string | undefined,
): void {
	if (descriptor['xdm:sourceVersion'] !== 1) {
		throw badRequest('The xdm:sourceVersion is the major version of the schema: 1');
	}
	const field = descriptor['xdm:property'] === 'xdm:id' ? 'id' : 'code';
	const namespace = descriptor['xdm:namespace'];
	const exists = world.documents.list('namespace', sandbox).some((one) => one[field] === namespace);
	if (!exists) throw badRequest(`The xdm:namespace ${String(namespace)} is not found`);
	if (descriptor['xdm:isPrimary'] !== true) return;
	const other = world.documents
		.list('descriptor', sandbox)
		.some(
			(one) =>
				isPrimary(one) &&
				one['xdm:sourceSchema'] === descriptor['xdm:sourceSchema'] &&
				one['@id'] !== ownId,
		);
	if (other) throw badRequest('A schema may contain only one primary identity');
}

/** Returns true if the descriptor makes its field the primary identity. */
function isPrimary(descriptor: JsonObject): boolean {
	return descriptor['@type'] === IDENTITY && descriptor['xdm:isPrimary'] === true;
}

/** Makes the primary identity required, and every object above it: records without it are rejected. */
export function withPrimaryIdentity(schema: JsonObject, descriptors: JsonObject[]): JsonObject {
	const primary = descriptors.find(isPrimary);
	if (!primary) return schema;
	return require(schema, String(primary['xdm:sourceProperty']).split('/').slice(1));
}

function require(node: JsonObject, steps: string[]): JsonObject {
	const [step, ...rest] = steps;
	const fields = isObject(node.properties) ? node.properties : undefined;
	const field = step !== undefined && fields ? ownValue(fields, step) : undefined;
	if (step === undefined || !fields || !isObject(field)) return node;
	return {
		...node,
		required: [...new Set([...asArray(node.required), step])],
		properties: { ...fields, [step]: require(field, rest) },
	};
}
