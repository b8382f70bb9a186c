import type { IExecuteFunctions } from 'n8n-workflow';
import { executionClock } from '../../lib/n8n/executionClock';
import { ADOBE_CREDENTIAL } from '../../lib/n8n/httpHelpers';
import {
	emptyParameter,
	isGivenByExpression,
	isNothing,
	locatorValue,
} from '../../lib/n8n/nodeParameters';
import { LookupCache } from '../../lib/platform/services/lookupCache';
import { getTenantId } from '../../lib/platform/services/schemaRegistry';
import { connectPlatform } from '../../lib/platform/transport/connectPlatform';
import { asSentence } from '../../lib/problem/problem';
import { ServiceError, serviceError } from '../../lib/problem/serviceError';
import { requireTenantKey } from '../../lib/xdm/fields/tenantKey';

/** The first entry of the list of tenants. No tenant ID can have its value. */
export const AUTOMATIC_TENANT = { value: '(automatic)', cachedResultName: 'Automatic' } as const;

/** Milliseconds for which Adobe is asked for a tenant ID that is not known: without it, no event can be mapped. */
const LOOKUP_BUDGET_MS = 60_000;

/** An organization keeps its tenant ID. An execution that needs one that is not known asks at once. */
const tenantIds = new LookupCache<string>(undefined, { keepMs: Infinity, firstRetryMs: 0 });

/**
 * Creates the function that returns the key of the tenant for an item: the one that the user chose, or the one of the
 * credential's organization, which is looked up once per process and credential.
 */
export function tenantKeyFinder(context: IExecuteFunctions): (item: number) => Promise<string> {
	let found: Promise<string> | undefined;
	return async (item) => {
		const chosen = chosenTenant(context, item);
		return requireTenantKey(chosen ?? (await (found ??= findTenantId(context))));
	};
}

/**
 * Returns what the user chose; undefined for Automatic.
 * @throws ServiceError if the field is empty
 */
function chosenTenant(context: IExecuteFunctions, item: number): unknown {
	const name = 'tenantId';
	const { mode, value } = locatorValue(context, name, item);
	if (value === AUTOMATIC_TENANT.value) return undefined;
	if (!isNothing(value)) return value;
	// A list in which nothing is chosen, as after a change from By ID.
	if (mode === 'list' && !isGivenByExpression(context, name)) return undefined;
	throw emptyParameter(context, name, 'Tenant ID');
}

/** @throws ServiceError if the node has no Adobe credential, or if Adobe does not return the tenant ID */
async function findTenantId(context: IExecuteFunctions): Promise<string> {
	if (!context.getNode().credentials?.[ADOBE_CREDENTIAL])
		throw serviceError('mapping.tenantNeedsCredential', {}, { field: 'Tenant ID' });
	const patience = {
		budgetMs: LOOKUP_BUDGET_MS,
		clock: executionClock(context),
		outages: new Map(),
	};
	const { cacheKey, call, credential } = await connectPlatform(context, '', patience);
	const key = `${credential.organizationId} ${cacheKey}`;
	const { value, problem } = await tenantIds.find(key, async () => await getTenantId(call));
	if (value !== undefined) return value;
	if (!problem) throw new Error('The tenant ID has neither a value nor a problem');
	const advice = `${asSentence(problem.advice)} Or set Tenant ID to By ID and enter it, e.g. _acme.`;
	throw new ServiceError({ ...problem, advice });
}
