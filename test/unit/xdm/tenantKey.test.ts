import { requireTenantKey, tenantKey } from '../../../lib/xdm/fields/tenantKey';

test.each([
	['acme', '_acme'],
	['_acme', '_acme'],
	[' _Acme-2_eu ', '_Acme-2_eu'],
])('accepts a tenant ID with or without its underscore: %p', (given, key) => {
	expect(tenantKey(given)).toBe(key);
	expect(requireTenantKey(given)).toBe(key);
});

test.each([
	'',
	'_',
	'__acme',
	'__proto__',
	'acme corp',
	'A1B2@AdobeOrg',
	'a'.repeat(65),
	7,
	undefined,
])('does not accept %p', (given) => {
	expect(tenantKey(given)).toBeUndefined();
});

test.each([
	['', 'The tenant ID is missing'],
	[undefined, 'The tenant ID is missing'],
	[null, 'The tenant ID is missing'],
	[7, 'The tenant ID is a number, not text'],
	['A1B2@AdobeOrg', '"A1B2@AdobeOrg" is not a valid tenant ID'],
])('says why %p is not one, and where to find it', (given, message) => {
	const problem = {
		code: 'mapping.tenantIdInvalid',
		message,
		advice: 'Enter it as Adobe’s schema editor shows it before your own fields, e.g. _acme.',
		retry: 'afterChange',
		field: 'Tenant ID',
	};
	expect(() => requireTenantKey(given)).toThrow(expect.objectContaining({ problem }));
});
