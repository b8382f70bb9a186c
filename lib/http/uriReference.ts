import { isIpv6 } from './ipAddress';

/**
 * The parts of RFC 3986 that distinguish URIs from other text: a scheme, then its characters, "%" only with two digits.
 */
const SCHEME = /^[a-z][a-z0-9+.-]*:(.+)$/i;
const CHARACTERS = /^(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*$/i;
/** Brackets may only enclose an IPv6 address as the host. */
const IPV6_HOST = /^(\/\/(?:[^/?#[\]@]*@)?)\[([^\]]*)\]((?::\d*)?(?:[/?].*)?)$/;
/** Without a scheme, the first segment of a path has no colon: it would be read as the end of a scheme. */
const COLON_FIRST = /^[^/?#:]*:/;

function hasCharacters(text: string): boolean {
	const [main, fragment = '', ...more] = text.split('#');
	if (more.length > 0 || !CHARACTERS.test(fragment)) return false;
	const [, before, address, after] = IPV6_HOST.exec(main) ?? [];
	if (address === undefined) return CHARACTERS.test(main);
	return isIpv6(address) && CHARACTERS.test(before + after);
}

/** The longest beginning that has only allowed characters, with one "#" at most. */
const ALLOWED_BEGINNING =
	/^(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*(?:#(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*)?/i;

/** Returns the place of the first character that a URI reference cannot have there; undefined if it has none. */
export function foreignInUriReference(text: string): number | undefined {
	const { length } = ALLOWED_BEGINNING.exec(text)![0];
	return length < text.length ? length : undefined;
}

/** Returns true for a URI with its scheme, as defined by RFC 3986. */
export const isUri = (text: string): boolean =>
	hasCharacters(SCHEME.exec(text)?.[1] ?? '#not#a#uri');

/** Returns true for a URI reference as defined by RFC 3986: a URI, or one without its beginning, such as `order-42`. */
export const isUriReference = (text: string): boolean =>
	isUri(text) || (hasCharacters(text) && !COLON_FIRST.test(text));
