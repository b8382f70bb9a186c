import { asArray, isObject, type JsonObject } from '../json.mts';
import type { World } from '../world.mts';
import { resolveSchema } from '../xdm/resolve.mts';
import type { LookupForm } from './acceptHeader.mts';
import { descriptorsOf } from './descriptors.mts';

/** A resource in the form that its Accept header asks for. */
export function inForm(
	world: World,
	sandbox: string,
	resource: JsonObject,
	form: LookupForm,
): JsonObject {
	const whole = form.full ? resolved(world, sandbox, resource) : resource;
	const described = form.descriptors
		? { ...whole, 'meta:descriptors': descriptorsOf(world, sandbox, String(resource.$id)) }
		: whole;
	return form.text ? described : (withoutText(described) as JsonObject);
}

/** What the full form has in another way. */
const REPLACED = ['allOf', 'definitions'];

function resolved(world: World, sandbox: string, resource: JsonObject): JsonObject {
	const full =
		world.schemas.compiled(sandbox, String(resource.$id))?.full ??
		resolveSchema(resource, (id) => world.schemas.lookup(sandbox, id));
	const about = Object.entries(resource).filter(([key]) => !REPLACED.includes(key));
	return { ...Object.fromEntries(about), ...full };
}

/** Titles and descriptions go, but not the fields that have these names. */
function withoutText(value: unknown, areFields = false): unknown {
	if (Array.isArray(value)) return asArray(value).map((one) => withoutText(one));
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => areFields || (key !== 'title' && key !== 'description'))
			.map(([key, inner]) => [key, withoutText(inner, !areFields && key === 'properties')]),
	);
}
