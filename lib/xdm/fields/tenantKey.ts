import { kindOf } from '../../problem/parameterValue';
import { serviceError } from '../../problem/serviceError';
import { shorten } from '../../problem/shorten';

/** Longer than any tenant ID that Adobe assigns; keeps typos out of every record. */
const MAX_CHARACTERS = 64;

const TENANT_ID = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/**
 * Returns the key of a company's own fields in its records and schemas.
 *
 * @param tenantId with or without its underscore, e.g. `_acme` or `acme`; at most 64 characters
 * @returns the ID with one underscore in front; undefined if it is not a tenant ID. Source: Adobe, "Schema Registry API
 * guide": letters, digits, hyphens and underscores.
 */
export function tenantKey(tenantId: unknown): string | undefined {
	if (typeof tenantId !== 'string') return undefined;
	const id = tenantId.trim().replace(/^_/, '');
	return TENANT_ID.test(id) && id.length <= MAX_CHARACTERS ? `_${id}` : undefined;
}

/**
 * Returns the key of a tenant ID; see `tenantKey`.
 * @throws ServiceError if it is not a tenant ID
 */
export function requireTenantKey(tenantId: unknown): string {
	const key = tenantKey(tenantId);
	if (key) return key;
	throw serviceError(
		'mapping.tenantIdInvalid',
		{ reason: invalidTenantId(tenantId) },
		{ field: 'Tenant ID' },
	);
}

function invalidTenantId(tenantId: unknown): string {
	if (tenantId === undefined || tenantId === null || tenantId === '') {
		return 'The tenant ID is missing';
	}
	if (typeof tenantId !== 'string') return `The tenant ID is ${kindOf(tenantId)}, not text`;
	return `"${shorten(tenantId)}" is not a valid tenant ID`;
}
