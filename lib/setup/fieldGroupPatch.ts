import { isRecord, type JsonRecord } from '../http/isRecord';
import { serviceError } from '../problem/serviceError';

/** A JSON Patch operation. Source: Adobe, "Schema Registry API", update a field group. */
export interface PatchOperation {
	op: 'add';
	path: string;
	value: unknown;
}

const SCHEMA_STEPS = ['properties', 'items', 'definitions'];

/**
 * Returns the additions that a field group needs to have all of our fields; its other fields stay.
 * @throws ServiceError if it has one of our fields as another type, which Adobe never changes
 */
export function fieldGroupPatch(present: object, ours: object): PatchOperation[] {
	const additions: PatchOperation[] = [];
	const fields = { definitions: (ours as JsonRecord).definitions };
	collectAdditions(present as JsonRecord, fields, '', additions);
	return additions;
}

function collectAdditions(
	present: JsonRecord,
	ours: JsonRecord,
	path: string,
	additions: PatchOperation[],
): void {
	if (ours.type !== undefined && present.type !== undefined && ours.type !== present.type) {
		throw serviceError('setUp.fieldTypeConflict', {
			field: nameOf(path),
			found: String(present.type),
			expected: String(ours.type),
		});
	}
	for (const [name, value] of Object.entries(ours)) {
		const fieldPath = `${path}/${name}`;
		const presentField = present[name];
		if (!isRecord(value)) continue;
		if (presentField === undefined) additions.push({ op: 'add', path: fieldPath, value });
		else collectAdditions(presentField as JsonRecord, value, fieldPath, additions);
	}
}

/** Returns the path as users see it: without JSON Schema's own steps. */
const nameOf = (path: string) =>
	path
		.split('/')
		.filter((step) => step && !SCHEMA_STEPS.includes(step))
		.slice(1)
		.join('.');
