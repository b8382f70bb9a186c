import { tenantKey } from '../../../lib/xdm/tenant';

test.each([
	['acme', '_acme'],
	['_acme', '_acme'],
	[' _Acme-2_eu ', '_Acme-2_eu'],
])('takes a tenant ID with or without its underscore: %p', (given, key) => {
	expect(tenantKey(given)).toBe(key);
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
])('does not take %p for one', (given) => {
	expect(tenantKey(given)).toBeUndefined();
});
