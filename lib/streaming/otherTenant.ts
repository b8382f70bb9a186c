import { isRecord, type JsonRecord } from '../http/isRecord';
import { createProblem, type Problem } from '../problem/problem';
import type { RecordFormat, Tenants } from './deliveryTypes';

/** Both IDs of a schema name the tenant. Source: Adobe, "Schema Registry API guide", `$id` and `meta:altId`. */
const IN_SCHEMA_ID = /^(?:https?:\/\/ns\.adobe\.com\/([^/]+)\/schemas\/|_([^.]+)\.schemas\.)/;

/** Adobe's own objects at the top of a record. Source: Adobe's public XDM repository. */
const STANDARD_KEYS = ['_id', '_dc', '_experience', '_repo', '_schema'];

/** Returns the key of the tenant's fields in records of a schema; undefined for a schema of Adobe. */
export function tenantOfSchema(schemaId: string | undefined): string | undefined {
	const [, inUrl, inAltId] = IN_SCHEMA_ID.exec(schemaId ?? '') ?? [];
	const tenant = inUrl ?? inAltId;
	return tenant === undefined || tenant === 'xdm' ? undefined : `_${tenant}`;
}

/**
 * Returns the fields that the schema describes: those of a record, or of the record in a complete message for this
 * schema.
 */
export function schemaFieldsIn(record: unknown, format: RecordFormat, schemaId: string): unknown {
	if (format === 'xdm') return record;
	if (format === 'raw' || !isRecord(record)) return undefined;
	const { header, body } = record;
	const isForSchema =
		isRecord(header) && isRecord(header.schemaRef) && header.schemaRef.id === schemaId;
	return isForSchema && isRecord(body) ? body.xdmEntity : undefined;
}

/** Returns the keys of a record that look like those of another tenant than the schema's own. */
export function otherTenantKeys(record: unknown, own: string): string[] {
	if (!isRecord(record)) return [];
	return Object.keys(record).filter(
		(key) =>
			key.startsWith('_') && key !== own && !STANDARD_KEYS.includes(key) && isRecord(record[key]),
	);
}

/** Returns the problem of a record that has fields of another tenant, which Adobe would accept and then drop. */
export function otherTenantProblem(
	record: JsonRecord,
	format: RecordFormat,
	tenants?: Tenants,
): Problem | undefined {
	if (!tenants || tenants.others.size === 0) return undefined;
	const { schemaId, own, others } = tenants;
	const fields = schemaFieldsIn(record, format, schemaId);
	const other = otherTenantKeys(fields, own).find((key) => others.has(key));
	if (other === undefined) return undefined;
	return createProblem('record.otherTenant', { other, own }, { field: other });
}
