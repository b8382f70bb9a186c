import { isDate, isDateTime } from '../../http/dateTime';
import { isIpv4, isIpv6 } from '../../http/ipAddress';
import { isUri, isUriReference } from '../../http/uriReference';

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
