import type { PlatformCall } from './call';
import { PlatformRefusal } from './refusal';

/** Source: Schema Registry API, "Getting started": the way to learn the tenant id. */
const STATS = '/data/foundation/schemaregistry/stats';

/**
 * The organization's tenant id, without its underscore: `acme` for fields below `_acme`.
 * @throws PlatformRefusal
 */
export async function getTenantId(call: PlatformCall): Promise<string> {
	const task = 'read the tenant ID';
	const stats = (await call({ task, path: STATS })) as { tenantId?: unknown } | undefined;
	if (typeof stats?.tenantId === 'string' && stats.tenantId) return stats.tenantId;
	throw new PlatformRefusal({
		message: `Could not ${task}: Adobe's Schema Registry answered without one`,
		description:
			'Type the tenant ID instead: Adobe shows it in the name of every field of your own, such as _acme.',
		status: 200,
	});
}
