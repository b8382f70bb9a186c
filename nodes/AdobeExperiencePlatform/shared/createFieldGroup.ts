import { createResource, getTenantId } from '../../../lib/platform/services/schemaRegistry';
import { fieldGroupOf } from '../../../lib/xdm/schema/customFieldGroup';
import type { OperationContext } from './operation';

/**
 * Creates a field group from the organization's own fields.
 * @param fields list that the user entered
 * @throws ServiceError; for an invalid list, before anything is created
 */
export async function createFieldGroup(
	{ platform: { call } }: OperationContext,
	title: string,
	description: string,
	fields: unknown,
) {
	const body = fieldGroupOf(await getTenantId(call), title, description, fields);
	return await createResource(call, 'fieldgroups', body);
}
