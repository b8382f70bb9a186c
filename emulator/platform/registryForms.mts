import { asArray, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { resolveSchema } from '../xdm/resolve.mts';
import type { LookupForm } from './acceptHeader.mts';
import { descriptorsOf } from './descriptors.mts';

/** Returns a resource in the form that its Accept header requests. */
export function inForm(
	world: World,
	sandbox: string,
	resource: JsonObject,
	form: LookupForm,
): JsonObject {
	const resourceForm = form.full ? resolveResource(world, sandbox, resource) : resource;
	const withDescriptors = form.descriptors
		? { ...resourceForm, 'meta:descriptors': descriptorsOf(world, sandbox, String(resource.$id)) }
		: resourceForm;
	return form.text ? withDescriptors : (withoutText(withDescriptors) as JsonObject);
}

/** Keys that the full form replaces. */
const REPLACED = ['allOf', 'definitions'];

function resolveResource(world: World, sandbox: string, resource: JsonObject): JsonObject {
	const full =
		world.schemas.compiled(sandbox, String(resource.$id))?.full ??
		resolveSchema(resource, (id) => world.schemas.lookup(sandbox, id));
	const about = Object.entries(resource).filter(([key]) => !REPLACED.includes(key));
	return { ...Object.fromEntries(about), ...full };
}

/** Removes titles and descriptions, but not the fields with these names. */
function withoutText(value: unknown, areFields = false): unknown {
	if (Array.isArray(value)) return asArray(value).map((one) => withoutText(one));
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => areFields || (key !== 'title' && key !== 'description'))
			.map(([key, inner]) => [key, withoutText(inner, !areFields && key === 'properties')]),
	);
}
