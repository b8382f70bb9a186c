/** Longer than any tenant id Adobe hands out; keeps typing slips out of every record. */
const MAX_CHARACTERS = 64;

const TENANT_ID = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/**
 * The key under which a company's own fields stand in its records and schemas.
 *
 * @param tenantId With or without its underscore, e.g. `_acme` or `acme`; at most 64 characters.
 * @returns The id with one underscore in front, or `undefined` when it is no tenant id. Source: Adobe, "Schema Registry
 * API guide": letters, digits, hyphens and underscores.
 */
export function tenantKey(tenantId: unknown): string | undefined {
	if (typeof tenantId !== 'string') return undefined;
	const id = tenantId.trim().replace(/^_/, '');
	return TENANT_ID.test(id) && id.length <= MAX_CHARACTERS ? `_${id}` : undefined;
}
