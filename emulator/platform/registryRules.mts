import { badRequest } from '../answer.mts';
import { asArray, asObject, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { schemaMistakes } from '../xdm/checkSchema.mts';
import { resolveSchema } from '../xdm/resolve.mts';
import { ownValue, safeEntries } from '../xdm/safe.mts';

export type TenantKind = 'schema' | 'fieldGroup';

/** Rejects a resource that refers to missing resources, or whose fields cannot describe data. */
export function checkDescription(world: World, sandbox: string, resource: JsonObject): JsonObject {
	// A reference that cannot be resolved is thrown with its sentence, as a 400.
	const full = resolveSchema(resource, (id) => world.schemas.lookup(sandbox, id));
	const mistakes = schemaMistakes(full);
	if (mistakes.length > 0) throw badRequest(mistakes.join('. '));
	return full;
}

/** Returns the schemas that contain a field group, or the schema itself. */
function schemasWith(world: World, sandbox: string, id: string): JsonObject[] {
	return world.documents
		.list('schema', sandbox)
		.filter((one) => one.$id === id || refsOf(one).includes(id));
}

const refsOf = (schema: JsonObject) => asArray(schema.allOf).map((part) => asObject(part).$ref);

/** Returns true if a schema is enabled for Profile. */
export const isInUnion = (schema: JsonObject) =>
	asArray(schema['meta:immutableTags']).includes('union');

/** Returns true if datasets or Profile rely on the schema; from then on, Adobe permits only additions. */
function isInUse(world: World, sandbox: string, schema: JsonObject): boolean {
	return isInUnion(schema) || datasetOf(world, sandbox, schema) !== undefined;
}

function datasetOf(world: World, sandbox: string, schema: JsonObject): JsonObject | undefined {
	return world.documents
		.list('dataSet', sandbox)
		.find((dataset) => asObject(dataset.schemaRef).id === schema.$id);
}

/**
 * Rejects the deletion of resources in use. Adobe's principles of schema evolution do not permit it; the text is the
 * emulator's own.
 */
export function checkDelete(
	world: World,
	sandbox: string,
	kind: TenantKind,
	resource: JsonObject,
): void {
	const id = String(resource.$id);
	if (kind === 'fieldGroup') {
		const user = schemasWith(world, sandbox, id)[0];
		if (user) throw badRequest(`The field group is used by the schema ${String(user.$id)}`);
		return;
	}
	if (isInUnion(resource)) {
		throw badRequest('The schema is enabled for Real-Time Customer Profile and cannot be deleted');
	}
	const dataset = datasetOf(world, sandbox, resource);
	if (dataset) throw badRequest(`The schema is used by the dataset ${String(dataset.id)}`);
}

/** Rejects a breaking change of resources in use. Source: Adobe, "Basics of schema composition", schema evolution. */
export function checkEvolution(
	world: World,
	sandbox: string,
	before: JsonObject,
	after: JsonObject,
): void {
	const users = schemasWith(world, sandbox, String(before.$id));
	if (!users.some((schema) => isInUse(world, sandbox, schema))) return;
	if (isInUnion(before) && !isInUnion(after)) {
		throw badRequest('A schema that is enabled for Real-Time Customer Profile stays enabled');
	}
	const lookup = (id: string) => world.schemas.lookup(sandbox, id);
	const broken = firstBreak(resolveSchema(before, lookup), resolveSchema(after, lookup), '');
	if (broken === undefined) return;
	throw badRequest(`Breaking changes are not supported for a schema in use: ${broken}`);
}

const LIMITS = ['type', 'format', 'pattern', 'meta:xdmType', 'minLength', 'maxLength'] as const;

/** Returns the first thing that a change takes away from existing data, as a sentence. */
function firstBreak(before: JsonObject, after: JsonObject, path: string): string | undefined {
	const name = path === '' ? 'the schema' : `the field ${path.slice(1)}`;
	for (const key of LIMITS) {
		if (after[key] !== before[key] && after[key] !== undefined) {
			return `${name} has another ${key}`;
		}
	}
	if (Array.isArray(after.enum)) {
		const valuesAfter = after.enum as unknown[];
		const valuesBefore = Array.isArray(before.enum) ? (before.enum as unknown[]) : undefined;
		if (!valuesBefore || valuesBefore.some((value) => !valuesAfter.includes(value)))
			return `${name} permits fewer values`;
	}
	const fields = isObject(after.properties) ? after.properties : {};
	for (const [key, field] of safeEntries(asObject(before.properties))) {
		const now = ownValue(fields, key);
		const at = `${path}.${key}`;
		if (!isObject(now)) return `the field ${at.slice(1)} is gone`;
		const inner = firstBreak(asObject(field), now, at);
		if (inner !== undefined) return inner;
	}
	return isObject(before.items)
		? firstBreak(before.items, asObject(after.items), `${path}[]`)
		: undefined;
}
