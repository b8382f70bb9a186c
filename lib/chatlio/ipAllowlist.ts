import { IPV4_OFFSET, IPV6_BITS, isIpv4Text, parseAddress, withoutPort } from '../http/ipAddress';

interface Network {
	address: bigint;
	/** Number of leading bits, of 128, that must match. */
	prefix: number;
}

export type IpAllowlist = { networks: readonly Network[] } | { invalid: string };

const PREFIX = /^(0|[1-9]\d{0,2})$/;

/**
 * Reads a list of addresses and networks.
 *
 * @param text IPv4 and IPv6 addresses and CIDR networks, separated by commas, spaces or line breaks; empty text allows
 * every sender. An address matches its IPv4-mapped IPv6 form and vice versa, as in Node's own `net.BlockList`.
 * @returns `invalid` is a sentence that names the first entry that is neither
 */
export function parseIpAllowlist(text: string): IpAllowlist {
	const networks: Network[] = [];
	for (const entry of text.split(/[\s,;]+/).filter((part) => part !== '')) {
		const network = parseNetwork(entry);
		if (!network) {
			const invalid = `"${entry}" is neither an IP address nor a network like 203.0.113.0/24 or 2001:db8::/32`;
			return { invalid };
		}
		networks.push(network);
	}
	return { networks };
}

/**
 * Returns true if the list allows the sender. An invalid list allows nobody, and an empty list allows everybody.
 *
 * @param ip as Express reports it, with or without the port that some proxies add: behind proxies, it is the client's address only if n8n knows the number of proxies
 */
export function isIpAllowed(allowlist: IpAllowlist, ip: string | undefined): boolean {
	if ('invalid' in allowlist) return false;
	if (allowlist.networks.length === 0) return true;
	const sender = parseAddress(withoutPort(ip ?? ''));
	return sender !== undefined && allowlist.networks.some((network) => isInNetwork(network, sender));
}

function isInNetwork({ address, prefix }: Network, sender: bigint): boolean {
	const rest = BigInt(IPV6_BITS - prefix);
	return address >> rest === sender >> rest;
}

function parseNetwork(entry: string): Network | undefined {
	const [addressText, prefixText, ...more] = entry.split('/');
	const address = parseAddress(addressText);
	if (address === undefined || more.length > 0) return undefined;
	if (prefixText === undefined) return { address, prefix: IPV6_BITS };

	const offset = isIpv4Text(addressText) ? IPV4_OFFSET : 0;
	const prefix = offset + Number(prefixText);
	return PREFIX.test(prefixText) && prefix <= IPV6_BITS ? { address, prefix } : undefined;
}
