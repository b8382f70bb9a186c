import { PlatformRefusal } from '../platform/refusal';

/** A JSON Patch operation. Source: Adobe, "Schema Registry API", update a field group. */
export interface Addition {
	op: 'add';
	path: string;
	value: unknown;
}

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const DESCENT = ['properties', 'items', 'definitions'];

/**
 * What a field group lacks of ours, field by field; what it has besides stays.
 * @throws PlatformRefusal when it has one of our fields as another type, which Adobe never changes
 */
export function additionsTo(present: object, ours: object): Addition[] {
	const additions: Addition[] = [];
	const fields = { definitions: (ours as Json).definitions };
	compare(present as Json, fields, '', additions);
	return additions;
}

function compare(present: Json, ours: Json, path: string, additions: Addition[]): void {
	if (ours.type !== undefined && present.type !== undefined && ours.type !== present.type) {
		throw new PlatformRefusal({
			message: `The field group is there already and has ${nameOf(path)} as ${String(present.type)}, not ${String(ours.type)}`,
			description: 'Adobe does not change the type of a field: choose another Name.',
			status: 0,
		});
	}
	for (const [name, value] of Object.entries(ours)) {
		const at = `${path}/${name}`;
		const there = present[name];
		if (!isObject(value)) continue;
		if (there === undefined) additions.push({ op: 'add', path: at, value });
		else compare(there as Json, value, at, additions);
	}
}

/** The path as the user knows it: without the steps that only JSON Schema has. */
const nameOf = (path: string) =>
	path
		.split('/')
		.filter((step) => step && !DESCENT.includes(step))
		.slice(1)
		.join('.');
