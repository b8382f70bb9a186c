import type { JsonObject } from '../../emulator/json.mts';
import { resolveSchema } from '../../emulator/xdm/resolve.mts';
import { standardResources } from '../../emulator/xdm/standard.mts';
import { createValidator, type Violation } from '../../emulator/xdm/validate.mts';

/** A validator for a schema and its own field group, with Adobe's global resources at hand. */
export function validatorFor(
	schema: object,
	fieldGroupId: string,
	fieldGroup: object,
): (entity: unknown) => Violation[] {
	return createValidator(resolvedWith(schema, fieldGroupId, fieldGroup));
}

/** A schema with its own field group, all references resolved, as Data Prep converts to. */
export function resolvedWith(schema: object, fieldGroupId: string, fieldGroup: object): JsonObject {
	const resources = new Map(standardResources.map(({ $id, schema: wire }) => [$id, wire]));
	resources.set(fieldGroupId, { ...fieldGroup, $id: fieldGroupId } as JsonObject);
	return resolveSchema(schema as JsonObject, (id) => resources.get(id));
}
