import fc from 'fast-check';
import { isIpv4, isIpv6 } from '../../../lib/xdm/ip';
import { isIPv4, isIPv6 } from './netIp.mts';

const mutated = (address: fc.Arbitrary<string>) =>
	fc
		.tuple(
			address,
			fc.nat(50),
			fc.constantFrom('', ':', '::', '.', '0', '1', 'f', 'g', ' ', '%', '/'),
		)
		.map(([text, at, piece]) => text.slice(0, at) + piece + text.slice(at + 1));

const anyAddress = fc.oneof(
	fc.ipV4(),
	fc.ipV4Extended(),
	fc.ipV6(),
	mutated(fc.ipV4()),
	mutated(fc.ipV6()),
	fc.string({ unit: fc.constantFrom(...':.0123456789abf'), maxLength: 45 }),
	fc.string(),
);

test('knows one IPv4 address as Node does', () => {
	fc.assert(
		fc.property(anyAddress, (text) => {
			expect(isIpv4(text)).toBe(isIPv4(text));
		}),
		{ numRuns: 2000 },
	);
});

test('knows one IPv6 address as Node does', () => {
	fc.assert(
		fc.property(anyAddress, (text) => {
			// JSON Schema's ipv6 has no zone.
			expect(isIpv6(text)).toBe(isIPv6(text) && !text.includes('%'));
		}),
		{ numRuns: 5000 },
	);
});

test.each(['::', '::1', '1::', '1:2:3:4:5:6:7::', '::ffff:203.0.113.7', '1:2:3:4:5:6:1.2.3.4'])(
	'takes %s for IPv6',
	(text) => expect(isIpv6(text)).toBe(true),
);

test.each([
	'',
	':::',
	'1:2',
	'1.2.3.4',
	'1.2.3.4::',
	'::1.2.3',
	'1::2::3',
	'1:2:3:4:5:6:7:8:9',
	'fe80::1%eth0',
])('does not take "%s" for IPv6', (text) => expect(isIpv6(text)).toBe(false));

test.each([
	'203.0.113.7, 198.51.100.1',
	'203.0.113.7:80',
	'01.2.3.4',
	'1.2.3',
	'1.2.3.4.',
	'256.1.1.1',
	'',
])('does not take "%s" for IPv4', (text) => expect(isIpv4(text)).toBe(false));
