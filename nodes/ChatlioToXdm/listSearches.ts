import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { toNodeError } from '../../lib/n8n/nodeError';
import { createProblem } from '../../lib/problem/problem';
import { ADOBE_CREDENTIAL } from '../../lib/n8n/httpHelpers';
import { listSearch } from '../../lib/platform/searchPlatform';
import { getTenantId, searchResources } from '../../lib/platform/services/schemaRegistry';
import { tenantKey } from '../../lib/xdm/fields/tenantKey';
import { AUTOMATIC_TENANT } from './tenant';

const AUTOMATIC = { name: AUTOMATIC_TENANT.cachedResultName, value: AUTOMATIC_TENANT.value };

const findTenant = listSearch(
	() => '',
	async (call) => {
		const id = tenantKey(await getTenantId(call));
		return { results: [AUTOMATIC, ...(id ? [{ name: id, value: id }] : [])] };
	},
);

const findSchemas = listSearch(
	() => '',
	async (call, search, from) => {
		const query = { kind: 'schemas', container: 'tenant', search } as const;
		const { entities, next } = await searchResources(call, query, from);
		const results = entities.map(({ $id, title = $id }) => ({ name: title, value: $id }));
		return { results, cursor: next };
	},
);

/** Returns Automatic and the organization's tenant ID, which Adobe knows; without a credential, only the former. */
export async function searchTenant(this: ILoadOptionsFunctions): Promise<INodeListSearchResult> {
	if (!this.getNode().credentials?.[ADOBE_CREDENTIAL]) return { results: [AUTOMATIC] };
	return await findTenant.call(this);
}

/** Returns the schemas of the organization, by title. */
export async function searchSchemas(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	requireCredential(this, 'Choose one: only with it are the types of custom fields looked up.');
	return await findSchemas.call(this, filter, paginationToken);
}

/** @throws NodeOperationError with this advice if the node has no Adobe credential */
function requireCredential(context: ILoadOptionsFunctions, advice: string): void {
	if (context.getNode().credentials?.[ADOBE_CREDENTIAL]) return;
	const problem = createProblem('credential.missing', { purpose: 'asking Adobe' }, { advice });
	throw toNodeError(context.getNode(), problem);
}
