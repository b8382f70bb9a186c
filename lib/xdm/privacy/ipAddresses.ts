import { parseAddress } from '../../http/ipAddress';
import type { Finder } from './finder';
import { classOf, LATIN } from './scripts';

/** A run of the characters of IP addresses that is long enough for the shortest one, `::1`. */
const RUN = /[\da-f:.]{3,}/g;

/** Tells quickly that a text has no IP address; few texts have four numbers with dots, or two colons. */
export const MAY_HAVE_IP = /\d\.\d{1,3}\.\d{1,3}\.\d|:[\da-fA-F]{0,4}:/;

/** Numbers with dots between them. Four are an address; more are a version or an object identifier. */
const NUMBERS = /\d+(?:\.\d+)*/g;

const OCTETS =
	/^(?:0{0,2}\d|0?\d\d|1\d\d|2[0-4]\d|25[0-5])(?:\.(?:0{0,2}\d|0?\d\d|1\d\d|2[0-4]\d|25[0-5])){3}$/;

/** Numbers with periods between their thousands, as in German and Spanish, and some addresses. */
const THOUSANDS = /^\d{1,2}(?:\.\d{3}){3}$/;

/** Groups with colons, and an IPv4 address at the end of the mixed notation. */
const GROUPS = /[\da-f:]+(?:(?:\.\d{1,3}){3})?/g;

/** Longer runs are no address, in UTF-16 code units. */
const LONGEST_GROUPS = 100;

const LONGEST_GROUP = 4;

/** A port after an address in full length, which some programs write without brackets. */
const PORT = /:\d{1,5}$/;

/** Fewer groups beside a letter, or without a digit, are more often a piece of a program, such as `std::a1` and `::`. */
const FEWEST_GROUPS = 3;

/** The network interface of a link-local address. Source: RFC 4007, section 11. */
const LINK_LOCAL = /^fe[89ab]/;
const ZONE = /^%(?:25)?[\da-z._-]{1,16}/;

/**
 * Finds every IP address in normalized text: IPv4 in four decimal numbers, and IPv6 in every notation of RFC 4291. A port,
 * brackets or letters beside it do not hide it. Takes time proportional to the text.
 */
export const findIps: Finder = (text, found) => {
	if (!MAY_HAVE_IP.test(text)) return;
	for (const { 0: run, index } of text.matchAll(RUN)) {
		if (run.includes('.')) {
			for (const { 0: numbers, index: at } of run.matchAll(NUMBERS))
				if (OCTETS.test(numbers) && !isAmount(numbers) && !isVersion(text, index + at))
					found(index + at, index + at + numbers.length);
		}
		if (!run.includes(':')) continue;
		for (const { 0: groups, index: at } of run.matchAll(GROUPS))
			findIpv6(text, index + at, groups, found);
	}
};

/** Returns true for `1.000.000.000`; addresses with zeros in front have as many digits in their first number. */
const isAmount = (numbers: string) => THOUSANDS.test(numbers) && numbers.includes('.0');

/** Returns true after the v of a version, as in `v1.2.3.4`. */
const isVersion = (text: string, at: number) => text[at - 1] === 'v' && !isLatin(text, at - 2);

function findIpv6(text: string, at: number, groups: string, found: Parameters<Finder>[1]) {
	if (groups.length > LONGEST_GROUPS) return;
	const [start, last] = trimmed(groups);
	const port = PORT.exec(groups.slice(start, last))?.[0].length ?? 0;
	const gap = groups.indexOf('::');
	// Letters of a word beside the gap look like one group too many.
	const ranges = [Math.max(gap, 0), start].flatMap((from) =>
		[gap + 2, last - port, last].map((to) => ({ from, to })),
	);
	const [whole] = ranges
		.filter(({ from, to }) => isIpv6(groups.slice(from, to)))
		.sort((a, b) => b.to - b.from - (a.to - a.from));
	if (!whole) return;
	const { from, to } = whole;
	const address = groups.slice(from, to);
	const written = address.split(/[:.]/).filter((group) => group !== '').length;
	const isGlued = isLatin(text, at + from - 1) || isLatin(text, at + to);
	if (written < FEWEST_GROUPS && (isGlued || !/\d/.test(address))) return;
	const zone = LINK_LOCAL.test(address) ? ZONE.exec(text.slice(at + to, at + to + 20)) : null;
	found(at + from, at + to + (zone?.[0].length ?? 0));
}

const isIpv6 = (address: string) => address.includes(':') && parseAddress(address) !== undefined;

const isLatin = (text: string, at: number) =>
	at >= 0 && at < text.length && classOf(text.charCodeAt(at)) === LATIN;

/** Returns the range without letters of words that touch the address, and without a colon that ends a clause. */
function trimmed(groups: string): [start: number, end: number] {
	const before = /^:+/.exec(groups)?.[0].length ?? 0;
	let after = 0;
	while (groups[groups.length - 1 - after] === ':') after++;
	const firstGroup = Math.max(0, groups.indexOf(':') - LONGEST_GROUP);
	const start = before > 0 ? colonsBeside(before) : firstGroup;
	const lastGroup = groups.lastIndexOf(':') + 1 + LONGEST_GROUP;
	if (after > 0) return [start, groups.length - colonsBeside(after)];
	return [start, groups.includes('.') ? groups.length : Math.min(groups.length, lastGroup)];
}

/** Of one colon or of more than two, all but two belong to the text around the address. */
const colonsBeside = (count: number) => (count === 1 ? 1 : Math.max(0, count - 2));
