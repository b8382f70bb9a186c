import fc from 'fast-check';
import { isIpv4, isIpv6, parseAddress } from '../../../lib/http/ipAddress';
import { nodeIpVersion } from './blockList.mts';

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

test('accepts exactly the IPv4 addresses that Node accepts', () => {
	fc.assert(
		fc.property(anyAddress, (text) => {
			expect(isIpv4(text)).toBe(nodeIpVersion(text) === 4);
		}),
		{ numRuns: 2000 },
	);
});

test('accepts exactly the IPv6 addresses that Node accepts, without a zone', () => {
	fc.assert(
		fc.property(anyAddress, (text) => {
			// JSON Schema's ipv6 has no zone.
			expect(isIpv6(text)).toBe(nodeIpVersion(text) === 6 && !text.includes('%'));
		}),
		{ numRuns: 5000 },
	);
});

test('the allowlist reads exactly these addresses, and those with a zone', () => {
	fc.assert(
		fc.property(anyAddress, (text) => {
			fc.pre(!text.includes('%'));
			expect(parseAddress(text) !== undefined).toBe(isIpv4(text) || isIpv6(text));
		}),
		{ numRuns: 2000 },
	);
});

test.each(['::', '::1', '1::', '1:2:3:4:5:6:7::', '::ffff:203.0.113.7', '1:2:3:4:5:6:1.2.3.4'])(
	'accepts %s as IPv6',
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
])('does not accept "%s" as IPv6', (text) => expect(isIpv6(text)).toBe(false));

test.each([
	'203.0.113.7, 198.51.100.1',
	'203.0.113.7:80',
	'01.2.3.4',
	'1.2.3',
	'1.2.3.4.',
	'256.1.1.1',
	'',
])('does not accept "%s" as IPv4', (text) => expect(isIpv4(text)).toBe(false));
