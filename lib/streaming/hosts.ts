import { parseUrl } from '../parseUrl';

interface AdobeHost {
	/** A star stands for letters, digits and hyphens within one label. */
	pattern: string;
	what: string;
	source: string;
}

/** Where a token may go without being asked for: Adobe's own hosts, over https on the default port. */
export const ADOBE_HOSTS: readonly AdobeHost[] = [
	{
		pattern: 'dcs.adobedc.net',
		what: 'streaming inlet',
		source: 'Adobe, streaming ingestion API',
	},
	{
		pattern: '*.adobedc.net',
		what: 'streaming inlets elsewhere; the domain is Adobe’s data collection',
		source: 'inletUrl in samples of Adobe, Flow Service tutorials',
	},
	{
		pattern: 'platform.adobe.io',
		what: 'platform gateway',
		source: 'Adobe, "Authenticate and access Experience Platform APIs"',
	},
	{
		pattern: 'platform-*.adobe.io',
		what: 'platform gateway of one region: va7, nld2, aus5, can2, gbr9 and more to come',
		source: 'Adobe, Destination SDK "OAuth 2 authentication" and Identity Service API guide',
	},
	{
		pattern: 'ims-na1.adobelogin.com',
		what: 'token endpoint',
		source: 'Adobe Developer Console, "OAuth Server-to-Server credential"',
	},
];

const ADOBE_MATCHERS = ADOBE_HOSTS.map(({ pattern }) => toMatcher(pattern));

/** A host as the user lists it, with the scheme if it is not https. */
const LISTED = /^(?:(https?):\/\/)?([^/@?#\\]+)\/?$/;

/** A whole label as star, and two labels after it: `*.com` would be half the world. */
const USER_WILDCARD = /^\*(\.[a-z0-9-]+){2,}(:\d+)?$/;

/**
 * Returns true if a request with the credential may go to this address: https to one of Adobe's hosts or to a host the
 * user listed, port included unless it is the default one. Plain http only goes to a host that is listed with it.
 * Addresses with user name or password are refused, and so is what parsers read differently.
 * @param extraHosts `host`, `host:port`, `[::1]:port` or `*.domain.tld`, each also after `http://`, as `parseHostList`
 * gives them
 */
export function isAllowedHost(address: string, extraHosts: readonly string[] = []): boolean {
	const url = /[\s\\]/.test(address) ? undefined : parseUrl(address);
	if (!url || url.username || url.password) return false;
	if (url.protocol !== 'https:' && url.protocol !== 'http:') return false;
	if (url.protocol === 'https:' && ADOBE_MATCHERS.some((matches) => matches(url.host))) return true;
	return extraHosts.some((host) => matchesListed(host.toLowerCase(), url));
}

/** The hosts in a text, separated by commas or white space. */
export function parseHostList(text: string): string[] {
	return text
		.split(/[\s,]+/)
		.filter((host) => host !== '')
		.map((host) => host.toLowerCase());
}

function matchesListed(entry: string, { protocol, host }: URL): boolean {
	const [, scheme = 'https', listed = ''] = LISTED.exec(entry) ?? [];
	if (listed === '' || protocol !== `${scheme}:`) return false;
	if (listed.includes('*')) return USER_WILDCARD.test(listed) && toMatcher(listed)(host);
	return parseUrl(`${scheme}://${listed}`)?.host === host;
}

/** Part of a label, in the place of a star. */
const IN_LABEL = /^[a-z0-9-]+$/;

function toMatcher(pattern: string): (host: string) => boolean {
	const [before, after] = pattern.split('*');
	if (after === undefined) return (host) => host === pattern;
	return (host) =>
		host.startsWith(before) &&
		host.endsWith(after) &&
		IN_LABEL.test(host.slice(before.length, host.length - after.length));
}
