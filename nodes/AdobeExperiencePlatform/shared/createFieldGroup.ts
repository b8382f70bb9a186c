import { NodeOperationError } from 'n8n-workflow';
import { createResource, getTenantId } from '../../../lib/platform/schemaRegistry';
import { fieldGroupOf } from '../../../lib/xdm/fieldList';
import type { OperationContext } from './operation';

/**
 * Makes a field group of the organization's own fields.
 * @param fields what the user listed
 * @throws NodeOperationError for a list that cannot be one, before anything is made; PlatformRefusal
 */
export async function createFieldGroup(
	{ n8n, item, platform: { call } }: OperationContext,
	title: string,
	description: string,
	fields: unknown,
) {
	const body = describe(await getTenantId(call));
	return await createResource(call, 'fieldgroups', body);

	function describe(tenantId: string) {
		try {
			return fieldGroupOf(tenantId, title, description, fields);
		} catch (error) {
			throw new NodeOperationError(n8n.getNode(), (error as Error).message, {
				description: 'Correct the field Fields',
				itemIndex: item,
			});
		}
	}
}
