import {
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
} from 'n8n-workflow';
import { ADOBE_CREDENTIAL } from '../../lib/http';
import { listSearch } from '../../lib/platform/listSearch';
import { getTenantId } from '../../lib/platform/schemaRegistry';
import { tenantKey } from '../../lib/xdm/tenant';

const askAdobe = listSearch(
	() => '',
	async (call) => {
		const id = tenantKey(await getTenantId(call));
		return { results: id ? [{ name: id, value: id }] : [] };
	},
);

/** The organization's one tenant id, as Adobe knows it. */
export async function searchTenant(this: ILoadOptionsFunctions): Promise<INodeListSearchResult> {
	if (!this.getNode().credentials?.[ADOBE_CREDENTIAL]) {
		throw new NodeOperationError(this.getNode(), 'Choose a credential to ask Adobe', {
			description: 'Or enter the tenant ID yourself: By ID',
		});
	}
	return await askAdobe.call(this);
}
