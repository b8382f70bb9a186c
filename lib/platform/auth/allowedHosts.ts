import { parseUrl } from '../../http/parseUrl';

interface AdobeHost {
	/** A star matches letters, digits and hyphens within one label. */
	pattern: string;
	what: string;
	source: string;
}

/** Hosts that a token may always be sent to: Adobe's own, over https on the default port. */
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

/** A host in the user's list, with the scheme unless it is https. */
const USER_HOST = /^(?:(https?):\/\/)?([^/@?#\\]+)\/?$/;

/** The star must be a whole label with at least two labels after it: `*.com` would match far too many hosts. */
const USER_WILDCARD = /^\*(\.[a-z0-9-]+){2,}(:\d+)?$/;

/**
 * Returns true if a request with the credential may go to this address: https to one of Adobe's hosts or to a host in
 * the user's list, where the port must match unless it is the default one. Plain http is allowed only for a host that
 * is listed with it. Addresses with a user name or password are not allowed, nor are those that URL parsers read
 * differently.
 * @param extraHosts `host`, `host:port`, `[::1]:port` or `*.domain.tld`, each optionally after `http://`, as
 * `parseHostList` returns them
 */
export function isAllowedHost(address: string, extraHosts: readonly string[] = []): boolean {
	const url = /[\s\\]/.test(address) ? undefined : parseUrl(address);
	if (!url || url.username || url.password) return false;
	if (url.protocol !== 'https:' && url.protocol !== 'http:') return false;
	if (url.protocol === 'https:' && ADOBE_MATCHERS.some((matches) => matches(url.host))) return true;
	return extraHosts.some((host) => matchesListedHost(host.toLowerCase(), url));
}

/** Splits a text into host names, at commas and white space. */
export function parseHostList(text: string): string[] {
	return text
		.split(/[\s,]+/)
		.filter((host) => host !== '')
		.map((host) => host.toLowerCase());
}

function matchesListedHost(entry: string, { protocol, host }: URL): boolean {
	const [, scheme = 'https', listedHost = ''] = USER_HOST.exec(entry) ?? [];
	if (listedHost === '' || protocol !== `${scheme}:`) return false;
	if (listedHost.includes('*'))
		return USER_WILDCARD.test(listedHost) && toMatcher(listedHost)(host);
	return parseUrl(`${scheme}://${listedHost}`)?.host === host;
}

/** The part of a label that a star matches. */
const IN_LABEL = /^[a-z0-9-]+$/;

function toMatcher(pattern: string): (host: string) => boolean {
	const [before, after] = pattern.split('*');
	if (after === undefined) return (host) => host === pattern;
	return (host) =>
		host.startsWith(before) &&
		host.endsWith(after) &&
		IN_LABEL.test(host.slice(before.length, host.length - after.length));
}
