import fc from 'fast-check';

import { parseAddress } from '../../../lib/http/ipAddress';
import { isIpAllowed, parseIpAllowlist } from '../../../lib/chatlio/ipAllowlist';
import { nodeContains, nodeIpVersion } from '../http/blockList.mts';

const allows = (list: string, ip?: string) => isIpAllowed(parseIpAllowlist(list), ip);

/** Texts made of the pieces of addresses: many are one, many are nearly one. */
const addressLike = fc
	.array(
		fc.constantFrom(':', '::', '.', '0', '1', '10', '255', '256', '01', 'ffff', 'a', 'g', '%'),
		{
			maxLength: 16,
		},
	)
	.map((pieces) => pieces.join(''));

const address = fc.oneof(
	fc.ipV4(),
	fc.ipV6(),
	fc.ipV4().map((ip) => `::ffff:${ip}`),
);

describe('reading an address', () => {
	test('accepts exactly the addresses that Node accepts', () => {
		const candidates = fc.oneof(address, addressLike, fc.string({ maxLength: 40 }));
		fc.assert(
			fc.property(candidates, (text) => {
				fc.pre(!/%/.test(text)); // zones have a test of their own
				expect(parseAddress(text) !== undefined).toBe(nodeIpVersion(text) !== 0);
			}),
			{ numRuns: 3000 },
		);
	});

	test.each([
		'1.2.3',
		'1.2.3.4.5',
		'1.2.3.256',
		'1.2.3.04',
		'1:2:3:4:5:6:7',
		'1:2:3:4:5:6:7:8:9',
		'1:2:3:4:5:6:7:8::',
		'1::2::3',
		':::',
		'::1.2.3',
		'1.2.3.4::',
		'::fffff',
		'::1%',
		'::'.padEnd(200, '1'),
		'',
	])('rejects %s', (text) => {
		expect(parseAddress(text)).toBeUndefined();
	});

	test('ignores the zone of a link-local address', () => {
		expect(parseAddress('fe80::1%eth0')).toBe(parseAddress('fe80::1'));
	});
});

describe('the allowlist', () => {
	test('agrees with Node about every address and network', () => {
		fc.assert(
			fc.property(address, fc.nat(128), address, fc.nat(128), (network, bits, other, keep) => {
				const width = network.includes(':') ? 128 : 32;
				const prefix = bits % (width + 1);
				// Neighbours of the network's address are more telling than strangers.
				for (const sender of [network, neighbour(network, keep), other]) {
					expect(allows(`${network}/${prefix}`, sender)).toBe(
						nodeContains(network, prefix, sender),
					);
				}
				expect(allows(network, other)).toBe(nodeContains(network, undefined, other));
			}),
			{ numRuns: 2000 },
		);
	});

	test('allows commas, spaces and line breaks between entries', () => {
		const list = '203.0.113.7, 10.0.0.0/8\n2001:db8::/32;198.51.100.1  ';
		for (const ip of ['203.0.113.7', '10.255.0.1', '2001:db8:1::9', '198.51.100.1']) {
			expect(allows(list, ip)).toBe(true);
		}
		expect(allows(list, '203.0.113.8')).toBe(false);
	});

	test('admits an IPv4 sender that the web server reports by its mapped IPv6 address', () => {
		expect(allows('10.0.0.0/8', '::ffff:10.1.2.3')).toBe(true);
		expect(allows('::ffff:10.0.0.0/104', '10.1.2.3')).toBe(true);
		expect(allows('10.0.0.0/8', '::ffff:11.1.2.3')).toBe(false);
	});

	test('admits everyone if it is empty', () => {
		expect(allows('', '203.0.113.7')).toBe(true);
		expect(allows(' ,\n', undefined)).toBe(true);
	});

	test.each(['203.0.113.7:8080', '[2001:db8::1]:443', '[2001:db8::1]', '::ffff:203.0.113.7:80'])(
		'admits a sender whose address a proxy writes as %s',
		(ip) => expect(allows('203.0.113.7, 2001:db8::1', ip)).toBe(true),
	);

	test.each([undefined, '', 'unknown', '203.0.113.7:', '203.0.113.7:x', '203.0.113.7:123456'])(
		'does not admit a sender with the address %s',
		(ip) => expect(allows('0.0.0.0/0', ip)).toBe(false),
	);

	test.each([
		'203.0.113.0/33',
		'2001:db8::/129',
		'10.0.0.0/',
		'10.0.0.0/-1',
		'10.0.0.0/08',
		'10.0.0.0/8/8',
		'example.com',
	])('names the entry %s that it cannot read, and admits no one', (entry) => {
		const list = parseIpAllowlist(`10.0.0.1, ${entry}`);
		expect(list).toEqual({ invalid: expect.stringContaining(`"${entry}"`) });
		expect(isIpAllowed(list, '10.0.0.1')).toBe(false);
	});
});

/** The address with one bit changed, in Node's notation. */
function neighbour(ip: string, bit: number): string {
	const value = parseAddress(ip)! ^ (1n << BigInt(bit % (ip.includes(':') ? 128 : 32)));
	if (!ip.includes(':'))
		return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
	return Array.from({ length: 8 }, (_, index) =>
		((value >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
	).join(':');
}
