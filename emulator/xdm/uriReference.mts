import { isIPv6 } from 'node:net';

/** The parts of a reference, without any check of their characters. Source: RFC 3986, appendix B. */
const PARTS = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([^]*))?$/;

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*$/;

/** Characters that need no encoding in a path, a query and a fragment: RFC 3986, section 3.3, "pchar", "/" and "?". */
const TEXT = /^(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*$/;

/**
 * User, host and port. Java also takes the name of a registry, in which a colon needs no port after it: RFC 2396, section
 * 3.2.1.
 */
const AUTHORITY = /^(?:[\w.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})*$/;

/** The same with an IPv6 address as the host. */
const IPV6_AUTHORITY = /^(?:(?:[\w.~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?\[([\w.:]+)\](?::\d*)?$/;

const isAuthority = (text: string) =>
	AUTHORITY.test(text) || isIPv6(IPV6_AUTHORITY.exec(text)?.[1] ?? '');

/**
 * Returns true for a URI or a relative reference, as in `format: uri-reference`. The time it takes grows in proportion
 * to the length of the text. Source: RFC 3986.
 */
export function isUriReference(text: string): boolean {
	const [, scheme, authority, path = '', query = '', fragment = ''] = PARTS.exec(text) ?? [];
	if (scheme !== undefined && !SCHEME.test(scheme)) return false;
	// In a relative path, a colon in the first segment would make it a scheme.
	if (scheme === undefined && authority === undefined && /^[^/]*:/.test(path)) return false;
	if (authority !== undefined && !isAuthority(authority)) return false;
	return [path, query, fragment].every((part) => TEXT.test(part));
}
