import { isIpv4, isIpv6 } from '../../chatlio/ipAddress';

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Up to nine fraction digits; an offset or "Z" is required. Source: Adobe, "Retrieve failed batches". */
const DATE_TIME =
	/^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|[+-](\d{2}):(\d{2}))$/;

/** Java's maximum offset from UTC, in minutes. */
const WIDEST_OFFSET = 18 * 60;

function isDate(text: string): boolean {
	const [, year, month, day] = (DATE.exec(text) ?? []).map(Number);
	const date = new Date(0);
	// Not with the constructor, which reads the year 50 as 1950.
	date.setUTCFullYear(year, month - 1, day);
	return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

function isDateTime(text: string): boolean {
	const parts = DATE_TIME.exec(text);
	if (!parts || !isDate(parts[1])) return false;
	const [hour, minute, second, offsetHour, offsetMinute] = parts
		.slice(2)
		.map((part: string | undefined) => Number(part ?? 0));
	const isTime = hour < 24 && minute < 60 && second < 60;
	return isTime && offsetMinute < 60 && offsetHour * 60 + offsetMinute <= WIDEST_OFFSET;
}

/** Atoms of RFC 5322; quoted local parts are not accepted. */
const ATOM = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+$/i;
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;

function isEmail(text: string): boolean {
	const [local, domain, ...more] = text.split('@');
	if (domain === undefined || more.length > 0) return false;
	const labels = domain.split('.');
	return (
		labels.length > 1 &&
		labels.every((label) => LABEL.test(label)) &&
		local.split('.').every((atom) => ATOM.test(atom))
	);
}

/** Returns true for a hostname as defined by RFC 1123, with or without a dot at the end. */
function isHostname(text: string): boolean {
	const labels = text.replace(/\.$/, '').split('.');
	return text.length <= 253 && labels.every((label) => label.length <= 63 && LABEL.test(label));
}

/**
 * The parts of RFC 3986 that distinguish URIs from other text: a scheme, then its characters, "%" only with two digits.
 */
const SCHEME = /^[a-z][a-z0-9+.-]*:(.+)$/i;
const CHARACTERS = /^(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*$/i;
/** Brackets may only enclose an IPv6 address as the host. */
const IPV6_HOST = /^(\/\/(?:[^/?#[\]@]*@)?)\[([^\]]*)\]((?::\d*)?(?:[/?].*)?)$/;

function isReference(text: string): boolean {
	const [main, fragment = '', ...more] = text.split('#');
	if (more.length > 0 || !CHARACTERS.test(fragment)) return false;
	const [, before, address, after] = IPV6_HOST.exec(main) ?? [];
	if (address === undefined) return CHARACTERS.test(main);
	return isIpv6(address) && CHARACTERS.test(before + after);
}

const isUri = (text: string) => isReference(SCHEME.exec(text)?.[1] ?? '#not#a#uri');

const isUriReference = (text: string) => isUri(text) || isReference(text);

interface Format {
	check: (text: string) => boolean;
	/** Continuation of "[text] is not a valid ". */
	words: string;
	/** A valid value. */
	example: string;
}

const DATE_TIME_FORMS =
	"[yyyy-MM-dd'T'HH:mm:ssZ, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1-9}Z, yyyy-MM-dd'T'HH:mm:ss[+-]HH:mm, yyyy-MM-dd'T'HH:mm:ss.[0-9]{1,9}[+-]HH:mm]";

/** Text formats of XDM. Sources: Adobe, "Field type constraints in XDM"; wording: "Retrieve failed batches". */
export const FORMATS: Record<string, Format> = {
	date: { check: isDate, words: 'date. Expected [yyyy-MM-dd]', example: '2026-01-31' },
	'date-time': {
		check: isDateTime,
		words: `date-time. Expected ${DATE_TIME_FORMS}`,
		example: '2026-01-31T12:00:00Z',
	},
	email: { check: isEmail, words: 'email address', example: 'visitor@example.com' },
	hostname: { check: isHostname, words: 'hostname', example: 'www.example.com' },
	ipv4: { check: isIpv4, words: 'ipv4 address', example: '203.0.113.7' },
	ipv6: { check: isIpv6, words: 'ipv6 address', example: '2001:db8::7' },
	uri: { check: isUri, words: 'URI', example: 'https://example.com/page' },
	'uri-reference': { check: isUriReference, words: 'URI reference', example: '/page' },
};
