import type { IHttpRequestOptions } from 'n8n-workflow';
import { shorten } from '../problem/shorten';
import { parseUrl } from './parseUrl';

/**
 * Marks a request of this package's own nodes. A workflow cannot set it: parameters have no symbols. It is in the
 * global registry because n8n may load nodes and credentials separately.
 */
export const OWN_REQUEST: unique symbol = Symbol.for('n8n-nodes-chatlio-aep.ownRequest');

/** Request as a credential sees it: n8n's HTTP Request node still uses the older option names. */
export interface AnyRequest extends IHttpRequestOptions {
	[OWN_REQUEST]?: true;
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	rejectUnauthorized?: boolean;
}

const isOwnRequest = (request: AnyRequest) =>
	Object.hasOwn(request, OWN_REQUEST) && request[OWN_REQUEST] === true;

/** Name of n8n's own setting, which its HTTP Request and GraphQL nodes obey. */
export const HTTP_REQUEST_SETTING = 'allowedHttpRequestDomains';

/** Values of the setting that let those nodes use a credential. */
const OPEN_SETTINGS = ['all', 'domains'];

/**
 * Returns true if another package's node may not use the credential: only its owner can allow that. n8n's nodes check
 * the setting themselves, but they look up the credential type separately from using it, and older ones do not check it
 * at all.
 * @param testPath of the request that n8n sends to test the credential; no node lets a workflow create such a request
 */
export function isClosedTo(
	request: AnyRequest,
	credentials: Record<string, unknown>,
	testPath: string,
): boolean {
	return (
		!isOwnRequest(request) &&
		!isTestOf(request, testPath) &&
		!OPEN_SETTINGS.includes(String(credentials[HTTP_REQUEST_SETTING]))
	);
}

/** Returns true for the request of a credential's test. @param testPath its path */
export const isTestOf = ({ baseURL, url }: AnyRequest, testPath: string): boolean =>
	typeof baseURL === 'string' && url === testPath;

/**
 * Returns the address of a request; n8n joins base and path as `new URL(path, base)` does.
 * @returns empty unless the parts are text: another object could read differently each time
 */
export function targetOf({ url, uri, baseURL }: AnyRequest): string {
	const address: unknown = url ?? uri;
	if (typeof address !== 'string') return '';
	if (!baseURL) return address;
	const base: unknown = baseURL;
	if (typeof base !== 'string') return '';
	return parseUrl(address, base)?.href ?? address;
}

/**
 * Options that are sent with a credential, in n8n's current and older names: they change what is sent, not the
 * recipient.
 */
const ALLOWED_OPTIONS = [
	'abortSignal',
	'allowedDomains',
	'arrayFormat',
	'body',
	'encoding',
	'form',
	'formData',
	'gzip',
	'ignoreHttpStatusErrors',
	'json',
	'qs',
	'qsStringifyOptions',
	'rejectUnauthorized',
	'resolveWithFullResponse',
	'returnFullResponse',
	'simple',
	'timeout',
	'useQuerystring',
	'useStream',
];

/** TRACE and CONNECT are left out: with TRACE, the response repeats the credential; CONNECT names another host. */
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Headers that control how a request is routed. Source: RFC 9110, sections 7.2 and 7.6.1. */
const ROUTING_HEADERS = [
	'host',
	'connection',
	'keep-alive',
	'proxy-authenticate',
	'proxy-authorization',
	'proxy-connection',
	'te',
	'trailer',
	'transfer-encoding',
	'upgrade',
];

/** HTTP libraries ignore the case of a name and the spaces around it. */
const nameOf = (header: string) => header.trim().toLowerCase();

const isRoutingHeader = (header: string) =>
	ROUTING_HEADERS.includes(nameOf(header)) || nameOf(header).startsWith(':');

/**
 * Finds out if a request to the right host is unsafe: n8n's HTTP Request node lets a workflow set a proxy or its own
 * certificates and skip certificate checks, and the owner of such a proxy could read the credential.
 * @returns `route` follows "not sent"; undefined for a request that goes directly
 */
export function unsafeRoute(request: AnyRequest): UnsafeRoute | undefined {
	const { agentOptions, headers = {}, method = 'GET' } = request;
	if (request.proxy) {
		return {
			route: 'through a proxy that a node names',
			advice: "Leave out its option Proxy: n8n's own proxy settings apply.",
		};
	}
	const unchecked =
		request.rejectUnauthorized === false ||
		request.skipSslCertificateValidation ||
		agentOptions?.rejectUnauthorized === false;
	if (unchecked) {
		return {
			route: 'to a host whose certificate is not checked',
			advice: `Turn off Ignore SSL Issues. ${OWN_CERTIFICATE}`,
		};
	}
	if (agentOptions && Object.keys(agentOptions).length > 0) {
		return {
			route: 'with certificates that a node names',
			advice: `Turn off SSL Certificates. ${OWN_CERTIFICATE}`,
		};
	}
	const routingHeader = Object.keys(headers).find(isRoutingHeader);
	if (routingHeader !== undefined) {
		return {
			route: `with a header ${routingHeader.trim()} that a node sets`,
			advice: 'Remove it.',
		};
	}
	if (METHODS.includes(method)) return undefined;
	// An expression can return anything.
	const route = typeof method === 'string' ? `the method ${shorten(method)}` : 'an invalid method';
	return { route: `with ${route}`, advice: `Use ${METHODS.join(', ')}.` };
}

/** Reason that a request is not safe, and what to change. */
export interface UnsafeRoute {
	route: string;
	advice: string;
}

const OWN_CERTIFICATE =
	'Make a certificate of your own known to n8n with NODE_EXTRA_CA_CERTS instead.';

/**
 * Returns the request without anything that could redirect it. The checked address is the one that is used, and
 * redirects are never followed, because they would carry the credential along.
 * @param target the checked address
 * @param ours headers that replace the caller's of the same name
 */
export function guardedRequest(
	request: AnyRequest,
	target: string,
	ours: readonly string[],
): AnyRequest & { headers: Record<string, unknown> } {
	const allowedOptions = Object.entries(request).filter(([name]) => ALLOWED_OPTIONS.includes(name));
	const headers = Object.entries(request.headers ?? {}).filter(
		([name]) => !ours.includes(nameOf(name)),
	);
	return {
		...(Object.fromEntries(allowedOptions) as Partial<AnyRequest>),
		...(request.method && { method: request.method }),
		// After a rejected token, n8n sends this request once more.
		[OWN_REQUEST]: true,
		url: new URL(target).href,
		headers: Object.fromEntries(headers),
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	};
}
