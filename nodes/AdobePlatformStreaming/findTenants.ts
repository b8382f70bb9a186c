import { isRecord } from '../../lib/http/isRecord';
import { LookupCache } from '../../lib/platform/services/lookupCache';
import { readResource } from '../../lib/platform/services/schemaRegistry';
import type { Platform } from '../../lib/platform/transport/connectPlatform';
import type { PlatformCall } from '../../lib/platform/transport/platformRequest';
import type { RecordFormat, Tenants } from '../../lib/streaming/deliveryTypes';
import { otherTenantKeys, schemaFieldsIn, tenantOfSchema } from '../../lib/streaming/otherTenant';

/** Names of the fields at the top of a schema. */
type TopFields = ReadonlySet<string>;

const topFields = new LookupCache<TopFields>();

/**
 * Finds the tenants of records whose fields the schema does not have. The schema is read only if a record seems to be of
 * another tenant; if that is not possible, no record is held back.
 * @param records read only if the schema belongs to a tenant
 */
export async function findTenants(
	schemaId: string | undefined,
	records: Iterable<unknown>,
	format: RecordFormat,
	connect: () => Promise<Platform>,
): Promise<Tenants | undefined> {
	const own = tenantOfSchema(schemaId);
	if (schemaId === undefined || own === undefined) return undefined;
	const suspects = new Set<string>();
	for (const record of records) {
		const fields = schemaFieldsIn(record, format, schemaId);
		for (const key of otherTenantKeys(fields, own)) suspects.add(key);
	}
	if (suspects.size === 0) return undefined;
	const { cacheKey, call, callOnce } = await connect();
	const { value } = await topFields.find(
		JSON.stringify([cacheKey, schemaId]),
		async (isKnown) => await readTopFields(isKnown ? callOnce : call, schemaId),
		// The schema may have got the field since it was read.
		(fields) => [...suspects].every((key) => fields.has(key)),
	);
	if (!value) return undefined;
	return { schemaId, own, others: new Set([...suspects].filter((key) => !value.has(key))) };
}

async function readTopFields(call: PlatformCall, schemaId: string): Promise<TopFields> {
	const { properties } = await readResource(call, 'schemas', schemaId, 'full');
	if (!isRecord(properties)) throw new Error('The schema has no fields');
	return new Set(Object.keys(properties));
}
