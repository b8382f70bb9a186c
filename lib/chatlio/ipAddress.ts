/** Bits of an IPv6 address. An IPv4 address is held as the IPv6 address that is mapped to it, `::ffff:a.b.c.d`. */
export const IPV6_BITS = 128;
/** Bits before the IPv4 address in its mapped form. */
export const IPV4_OFFSET = 96;

/** Groups of an IPv6 address, 16 bits each. */
const GROUPS = 8;

const IPV4_MAPPED = 0xffffn << 32n;
/** Decimal without leading zeros: `010` is 8 to some and 10 to others. */
const OCTET = /^(0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-f]{1,4}$/i;
/** The network interface of a link-local address, e.g. `%eth0`. It says nothing about the sender. */
const ZONE = /%[^%/\s]+$/;

/** Longest text of an address with a zone that is worth reading. */
const MAX_LENGTH = 100;

/**
 * An address as a number of 128 bits.
 *
 * @param text IPv4 or IPv6 (RFC 4291, mixed notation too), with or without a zone.
 * @returns `undefined` for what is no address.
 */
export function parseAddress(text: string): bigint | undefined {
	if (text.length > MAX_LENGTH) return undefined;
	if (!text.includes(':')) return parseMapped(text);
	return parseIpv6(text.replace(ZONE, ''));
}

/** Whether the text is written as an IPv4 address, so that its prefix counts 32 bits. */
export function isIpv4Text(text: string): boolean {
	return !text.includes(':');
}

function parseMapped(text: string): bigint | undefined {
	const value = parseIpv4(text);
	return value === undefined ? undefined : IPV4_MAPPED | value;
}

function parseIpv4(text: string): bigint | undefined {
	const octets = text.split('.');
	if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255)) {
		return undefined;
	}
	return octets.reduce((value, octet) => (value << 8n) | BigInt(octet), 0n);
}

function parseIpv6(text: string): bigint | undefined {
	const halves = withoutIpv4(text)?.split('::') ?? [];
	if (halves.length < 1 || halves.length > 2) return undefined;
	const [head, tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
	// "::" stands for at least one group of zeros.
	const missing = GROUPS - head.length - (tail?.length ?? 0);
	if (tail === undefined ? missing !== 0 : missing < 1) return undefined;

	const groups = [...head, ...Array.from({ length: missing }, () => '0'), ...(tail ?? [])];
	if (!groups.every((group) => GROUP.test(group))) return undefined;
	return groups.reduce((value, group) => (value << 16n) | BigInt(`0x${group}`), 0n);
}

/** Writes an IPv4 address at the end, as in `::ffff:10.0.0.1`, as the two groups it stands for. */
function withoutIpv4(text: string): string | undefined {
	const start = text.lastIndexOf(':') + 1;
	if (!text.includes('.', start)) return text;
	const value = parseIpv4(text.slice(start));
	if (value === undefined) return undefined;
	return `${text.slice(0, start)}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
}
