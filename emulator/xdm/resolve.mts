import { BadInput } from '../badInput.mts';
import { asArray, isObject, type JsonObject } from '../json.mts';
import { ownValue, safeEntries } from './safe.mts';
import { withTypeLimits } from './types.mts';

export type SchemaLookup = (id: string) => JsonObject | undefined;

/** Keys of a referenced resource that describe the resource, not the field that refers to it. */
const OWN_TO_RESOURCE = new Set([
	'$id',
	'$schema',
	'version',
	'imsOrg',
	'definitions',
	'allOf',
	'$ref',
]);

interface Place {
	/** The resource that "#/definitions" in a local reference refers to. */
	document: JsonObject;
	lookup: SchemaLookup;
	/** References being resolved, to distinguish a cycle from a deep schema. */
	trail: string[];
}

/**
 * Resolves every `allOf` and `$ref` of a schema, as in Adobe's `xed-full`. Properties are merged at every level; if
 * properties are known, other keys are not permitted. Throws a sentence for a reference that cannot be found or refers
 * to itself.
 */
export function resolveSchema(schema: JsonObject, lookup: SchemaLookup): JsonObject {
	const resolved = resolveNode(schema, { document: schema, lookup, trail: [] });
	const about = safeEntries(schema).filter(
		([key]) => key.startsWith('meta:') || ['$id', 'title', 'description', 'version'].includes(key),
	);
	return { ...resolved, ...Object.fromEntries(about) };
}

function resolveNode(node: JsonObject, place: Place): JsonObject {
	const parts = [
		...resolveReference(node, place),
		...asArray(node.allOf)
			.filter(isObject)
			.map((part) => resolveNode(part, place)),
	];
	const merged = [...parts, ownPart(node, place)].reduce(mergeFields, {});
	return closeProperties(withTypeLimits(merged));
}

function resolveReference({ $ref }: JsonObject, place: Place): JsonObject[] {
	if (typeof $ref !== 'string') return [];
	const { document, target } = follow($ref, place);
	const key = `${String(document.$id ?? '')}|${$ref}`;
	if (place.trail.includes(key)) throw new BadInput(`The reference ${$ref} leads back to itself`);
	return [resolveNode(target, { ...place, document, trail: [...place.trail, key] })];
}

function follow($ref: string, { document, lookup }: Place) {
	const [id, pointer = ''] = $ref.split('#');
	const resource = id === '' ? document : lookup(id);
	const target = resource && pointer.split('/').slice(1).reduce<unknown>(step, resource);
	if (!resource || !isObject(target)) throw new BadInput(`The reference ${$ref} is not found`);
	return { document: resource, target };
}

function step(value: unknown, key: string): unknown {
	const name = key.replaceAll('~1', '/').replaceAll('~0', '~');
	return isObject(value) ? ownValue(value, name) : undefined;
}

/** Returns the node's own part, with its children resolved. */
function ownPart(node: JsonObject, place: Place): JsonObject {
	const part: JsonObject = {};
	for (const [key, value] of safeEntries(node)) {
		if (OWN_TO_RESOURCE.has(key)) continue;
		if (key.startsWith('meta:') && key !== 'meta:enum' && key !== 'meta:xdmType') continue;
		part[key] = value;
	}
	if (isObject(node.properties)) {
		part.properties = Object.fromEntries(
			safeEntries(node.properties).map(([name, child]) => [
				name,
				isObject(child) ? resolveNode(child, place) : child,
			]),
		);
	}
	if (isObject(node.items)) part.items = resolveNode(node.items, place);
	if (isObject(node.additionalProperties)) {
		part.additionalProperties = resolveNode(node.additionalProperties, place);
	} else {
		delete part.additionalProperties;
	}
	return part;
}

/** Merges two resolved descriptions of the same field; if both define a key, the second one counts. */
function mergeFields(first: JsonObject, second: JsonObject): JsonObject {
	const merged: JsonObject = { ...first, ...second };
	if (isObject(first.properties) && isObject(second.properties)) {
		const properties: JsonObject = { ...first.properties };
		for (const [name, field] of safeEntries(second.properties)) {
			const before = ownValue(properties, name);
			properties[name] = isObject(before) && isObject(field) ? mergeFields(before, field) : field;
		}
		merged.properties = properties;
	}
	if (Array.isArray(first.required) && Array.isArray(second.required)) {
		merged.required = [...new Set([...first.required, ...second.required])];
	}
	return merged;
}

/** If properties are known, no other key is permitted. A map keeps the description of its values. */
function closeProperties(node: JsonObject): JsonObject {
	if (!isObject(node.properties) || isObject(node.additionalProperties)) return node;
	return { ...node, additionalProperties: false };
}
