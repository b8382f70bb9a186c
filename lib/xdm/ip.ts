const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

const IPV6_GROUP = /^[\da-f]{1,4}$/i;

/** Whether it is one IPv4 address, as JSON Schema's `ipv4` (RFC 2673) wants it: four decimal numbers, no list, no port. */
export function isIpv4(text: string): boolean {
	return IPV4.test(text);
}

/** Whether it is one IPv6 address, as JSON Schema's `ipv6` (RFC 4291) wants it: no zone, no brackets, no prefix length. */
export function isIpv6(text: string): boolean {
	const halves = text.split('::');
	if (halves.length > 2) return false;
	const groups = halves.map(groupsOf);
	if (groups.includes(undefined)) return false;
	const [head, tail] = groups as [number, number | undefined];
	// An IPv4 address may only end it.
	if (halves.length === 2 && halves[0].includes('.')) return false;
	return tail === undefined ? head === 8 : head + tail <= 7;
}

/** How many groups of 16 bits a part has; `undefined` when it is not made of such groups. */
function groupsOf(part: string): number | undefined {
	if (part === '') return 0;
	const groups = part.split(':');
	const last = groups[groups.length - 1];
	const embedded = last.includes('.');
	if (embedded && !isIpv4(last)) return undefined;
	const plain = embedded ? groups.slice(0, -1) : groups;
	return plain.every((group) => IPV6_GROUP.test(group))
		? plain.length + (embedded ? 2 : 0)
		: undefined;
}
