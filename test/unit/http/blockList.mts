import { BlockList, isIP } from 'node:net';

/** Returns true if the address is in the network, according to Node's own `net.BlockList`. */
export function nodeContains(
	network: string,
	prefix: number | undefined,
	address: string,
): boolean {
	const family = isIP(network) === 4 ? 'ipv4' : 'ipv6';
	const list = new BlockList();
	if (prefix === undefined) list.addAddress(network, family);
	else list.addSubnet(network, prefix, family);
	return list.check(address, isIP(address) === 4 ? 'ipv4' : 'ipv6');
}

/** Returns 4, 6, or 0 for text that is not an address, according to Node. */
export const nodeIpVersion = (text: string): number => isIP(text);
