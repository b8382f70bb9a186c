/** Bits of an IPv6 address. An IPv4 address is stored as its IPv4-mapped IPv6 address, `::ffff:a.b.c.d`. */
export const IPV6_BITS = 128;
/** Bits before the IPv4 address in its mapped form. */
export const IPV4_OFFSET = 96;

/** Groups of an IPv6 address, 16 bits each. */
const GROUPS = 8;

const IPV4_MAPPED = 0xffffn << 32n;
/** Four decimal numbers without leading zeros, because some programs read `010` as 8 and others as 10. */
const OCTETS = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
/** The network interface of a link-local address, e.g. `%eth0`. It does not identify the sender. */
const ZONE = /%[^%/\s]+$/;

/** Maximum length of an address with a zone, in characters; longer text is not parsed. */
const MAX_LENGTH = 100;

/**
 * Returns an address as a number of 128 bits; undefined for text that is not an address.
 *
 * @param text IPv4 or IPv6 (RFC 4291, mixed notation too), with or without a zone
 */
export function parseAddress(text: string): bigint | undefined {
	if (text.length > MAX_LENGTH) return undefined;
	if (isIpv4Text(text)) {
		const octets = ipv4Octets(text);
		return octets && IPV4_MAPPED | bitsOf(octets, 8n);
	}
	const groups = ipv6Groups(text.replace(ZONE, ''));
	return groups && bitsOf(groups, 16n);
}

/**
 * An address as proxies write it: IPv4 with a port, IPv6 in brackets with or without a port, or an IPv6 address that ends
 * in an IPv4 one, with a port. Without brackets, the end of any other IPv6 address cannot be told from a port.
 */
const WITH_PORT = /^(?:\[([^[\]]+)\]|([^[\]]*\.\d+))(?::\d{1,5})?$/;

/**
 * Returns the bare address of a text that is one, without port, brackets, zone and white space; any other text
 * unchanged but for white space at its ends.
 */
export function withoutPort(text: string): string {
	const trimmed = text.trim();
	if (trimmed.length > MAX_LENGTH) return trimmed;
	const match = WITH_PORT.exec(trimmed);
	const bare = (match?.[1] ?? match?.[2] ?? trimmed).replace(ZONE, '');
	return isIpv4(bare) || isIpv6(bare) ? bare : trimmed;
}

/** Returns true if the text is written as an IPv4 address, whose prefix length is at most 32 bits. */
export function isIpv4Text(text: string): boolean {
	return !text.includes(':');
}

/**
 * Returns true for one IPv4 address as defined by JSON Schema's `ipv4` (RFC 2673): four decimal numbers, no list, no
 * port.
 */
export function isIpv4(text: string): boolean {
	return OCTETS.test(text);
}

/**
 * Returns true for one IPv6 address as defined by JSON Schema's `ipv6` (RFC 4291): no zone, brackets or prefix length.
 */
export function isIpv6(text: string): boolean {
	return !isIpv4Text(text) && text.length <= MAX_LENGTH && ipv6Groups(text) !== undefined;
}

function ipv4Octets(text: string): number[] | undefined {
	return OCTETS.test(text) ? text.split('.').map(Number) : undefined;
}

function ipv6Groups(text: string): number[] | undefined {
	const whole = withoutIpv4(text);
	if (whole === undefined) return undefined;
	const gap = whole.indexOf('::');
	const head = groupsOf(gap === -1 ? whole : whole.slice(0, gap));
	const tail = gap === -1 ? [] : groupsOf(whole.slice(gap + 2));
	if (!head || !tail) return undefined;
	// "::" stands for at least one group of zeros.
	const missing = GROUPS - head.length - tail.length;
	if (gap === -1 ? missing !== 0 : missing < 1) return undefined;
	while (head.length + tail.length < GROUPS) head.push(0);
	return head.concat(tail);
}

const COLON = ':'.charCodeAt(0);
const GROUP_DIGITS = 4;

/** Reads groups separated by colons, in one pass: the mapper checks the address of every event. */
function groupsOf(text: string): number[] | undefined {
	if (text === '') return [];
	const groups: number[] = [];
	let group = 0;
	let digits = 0;
	for (let at = 0; at <= text.length; at += 1) {
		const code = at < text.length ? text.charCodeAt(at) : COLON;
		if (code === COLON) {
			if (digits === 0) return undefined;
			groups.push(group);
			group = 0;
			digits = 0;
		} else {
			const digit = hexDigit(code);
			if (digit === undefined || digits === GROUP_DIGITS) return undefined;
			group = group * 16 + digit;
			digits += 1;
		}
	}
	return groups;
}

function hexDigit(code: number): number | undefined {
	if (code >= 0x30 && code <= 0x39) return code - 0x30;
	const lowerCase = code | 0x20;
	return lowerCase >= 0x61 && lowerCase <= 0x66 ? lowerCase - 0x57 : undefined;
}

/** Replaces an IPv4 address at the end, as in `::ffff:10.0.0.1`, with the two groups it represents. */
function withoutIpv4(text: string): string | undefined {
	const start = text.lastIndexOf(':') + 1;
	if (!text.includes('.', start)) return text;
	const octets = ipv4Octets(text.slice(start));
	if (!octets) return undefined;
	const [a, b, c, d] = octets;
	return `${text.slice(0, start)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

/** Joins the parts of an address into one number, the first part as the highest bits. */
function bitsOf(parts: readonly number[], bits: bigint): bigint {
	return parts.reduce((value, part) => (value << bits) | BigInt(part), 0n);
}
