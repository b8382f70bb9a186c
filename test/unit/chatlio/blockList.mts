import { BlockList, isIP } from 'node:net';

/** What Node's own `net.BlockList` says: whether the address lies in the network. */
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

/** 4, 6, or 0 for what is no address to Node. */
export const nodeIpVersion = (text: string): number => isIP(text);
