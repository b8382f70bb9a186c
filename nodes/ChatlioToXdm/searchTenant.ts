import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError } from '../../lib/n8n/nodeError';
import { createProblem } from '../../lib/problem/problem';
import { ADOBE_CREDENTIAL } from '../../lib/n8n/httpHelpers';
import { listSearch } from '../../lib/platform/searchPlatform';
import { getTenantId } from '../../lib/platform/services/schemaRegistry';
import { tenantKey } from '../../lib/xdm/fields/tenantKey';

const searchAdobe = listSearch(
	() => '',
	async (call) => {
		const id = tenantKey(await getTenantId(call));
		return { results: id ? [{ name: id, value: id }] : [] };
	},
);

/** Returns the organization's tenant ID, which Adobe knows: a list of one. */
export async function searchTenant(this: ILoadOptionsFunctions): Promise<INodeListSearchResult> {
	if (!this.getNode().credentials?.[ADOBE_CREDENTIAL]) {
		const problem = createProblem(
			'credential.missing',
			{ purpose: 'asking Adobe' },
			{ advice: 'Choose one, or enter the tenant ID yourself: By ID.' },
		);
		throw toNodeError(this.getNode(), problem);
	}
	return await searchAdobe.call(this);
}
