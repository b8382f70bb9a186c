import {
	NodeApiError,
	NodeOperationError,
	type ILoadOptionsFunctions,
	type INodeListSearchResult,
	type JsonObject,
} from 'n8n-workflow';
import { PlatformRefusal } from '../../lib/platform/refusal';
import { getTenantId } from '../../lib/platform/schemaRegistry';
import { tenantKey } from '../../lib/xdm/tenant';
import { openPlatform } from '../../lib/platform/open';

const CREDENTIAL = 'adobeExperiencePlatformApi';

/** The organization's one tenant id, as Adobe knows it. */
export async function searchTenant(this: ILoadOptionsFunctions): Promise<INodeListSearchResult> {
	if (!this.getNode().credentials?.[CREDENTIAL]) {
		throw new NodeOperationError(this.getNode(), 'Choose a credential to ask Adobe', {
			description: 'Or enter the tenant ID yourself: By ID',
		});
	}
	try {
		const { call } = await openPlatform(this, '');
		const id = tenantKey(await getTenantId(call));
		return { results: id ? [{ name: id, value: id }] : [] };
	} catch (error) {
		if (!(error instanceof PlatformRefusal))
			throw new NodeApiError(this.getNode(), error as JsonObject);
		const { message, description } = error.refusal;
		throw new NodeApiError(this.getNode(), { message } as JsonObject, { message, description });
	}
}
