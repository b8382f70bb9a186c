import type { IHttpRequestOptions } from 'n8n-workflow';
import { parseUrl } from './parseUrl';

/**
 * Marks a request of this package's own nodes. Nobody who edits a workflow can set it: parameters have no symbols.
 * From the global registry, because n8n may load nodes and credentials apart.
 */
export const OWN_REQUEST: unique symbol = Symbol.for('n8n-nodes-chatlio-aep.ownRequest');

/** A request as a credential sees it: n8n's HTTP Request node still writes its requests the old way. */
export interface AnyRequest extends IHttpRequestOptions {
	[OWN_REQUEST]?: true;
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	rejectUnauthorized?: boolean;
}

const isOwn = (request: AnyRequest) =>
	Object.hasOwn(request, OWN_REQUEST) && request[OWN_REQUEST] === true;

/** Name of n8n's own setting, which its HTTP Request and GraphQL nodes obey. */
export const HTTP_REQUEST_SETTING = 'allowedHttpRequestDomains';

/** The values of the setting with which those nodes may use a credential. */
const OPENED = ['all', 'domains'];

/**
 * Returns true if a node of somebody else may not use the credential: only its owner opens it for them. n8n's nodes
 * look at the setting themselves, but look up the type of the credential apart from using it, and older ones do not
 * look at all.
 * @param testPath of the request n8n makes to test the credential; no node lets a workflow write a request that way
 */
export function isClosedTo(
	request: AnyRequest,
	credentials: Record<string, unknown>,
	testPath: string,
): boolean {
	const isTest = typeof request.baseURL === 'string' && request.url === testPath;
	return !isOwn(request) && !isTest && !OPENED.includes(String(credentials[HTTP_REQUEST_SETTING]));
}

/**
 * The address of a request; n8n puts the base before the path as `new URL(path, base)` does.
 * @returns empty for what is not text: it could read differently each time
 */
export function targetOf({ url, uri, baseURL }: AnyRequest): string {
	const address: unknown = url ?? uri;
	if (typeof address !== 'string') return '';
	if (!baseURL) return address;
	const base: unknown = baseURL;
	if (typeof base !== 'string') return '';
	return parseUrl(address, base)?.href ?? address;
}

/** The options that go out with a credential, in the new words and the old: they change what is said, not to whom. */
const PASSED_ON = [
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

/** TRACE and CONNECT are left out: one has the credential repeated in the answer, the other names another host. */
const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Headers that steer where a request goes on its way. Source: RFC 9110, sections 7.2 and 7.6.1. */
const STEERING = [
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

/** HTTP libraries ignore case and the spaces around a name. */
const nameOf = (header: string) => header.trim().toLowerCase();

const isSteering = (header: string) =>
	STEERING.includes(nameOf(header)) || nameOf(header).startsWith(':');

/**
 * Why a request to the right host would not be safe there: n8n's HTTP Request node lets a workflow name a proxy or
 * certificates of its own and leave certificates unchecked, and whoever runs such a proxy would read the credential.
 * @returns to follow "not sent"; undefined for a request that goes straight
 */
export function detourOf(request: AnyRequest): string | undefined {
	const { agentOptions, headers = {}, method = 'GET' } = request;
	if (request.proxy) {
		return "through a proxy that a node names: leave out its option Proxy, n8n's own proxy settings apply";
	}
	const unchecked =
		request.rejectUnauthorized === false ||
		request.skipSslCertificateValidation ||
		agentOptions?.rejectUnauthorized === false;
	if (unchecked) {
		return 'to a host whose certificate is not checked: turn off Ignore SSL Issues, and make a certificate of your own known to n8n with NODE_EXTRA_CA_CERTS';
	}
	if (agentOptions && Object.keys(agentOptions).length > 0) {
		return 'with certificates that a node names: turn off SSL Certificates, and make a certificate of your own known to n8n with NODE_EXTRA_CA_CERTS';
	}
	const steering = Object.keys(headers).find(isSteering);
	if (steering !== undefined) return `with a header ${steering.trim()} that a node sets: remove it`;
	if (!METHODS.includes(method)) return `with a method other than ${METHODS.join(', ')}`;
	return undefined;
}

/**
 * The request with nothing in it that could lead it elsewhere. The address that was checked is the one that is used,
 * and redirects are not followed, however a request is written: they would carry the credential along.
 * @param target the address, checked
 * @param ours headers in place of the caller's of the same name
 */
export function straightRequest(
	request: AnyRequest,
	target: string,
	ours: readonly string[],
): AnyRequest & { headers: Record<string, unknown> } {
	const passed = Object.entries(request).filter(([name]) => PASSED_ON.includes(name));
	const headers = Object.entries(request.headers ?? {}).filter(
		([name]) => !ours.includes(nameOf(name)),
	);
	return {
		...(Object.fromEntries(passed) as Partial<AnyRequest>),
		...(request.method && { method: request.method }),
		// A refused token has n8n send what it got here once more.
		[OWN_REQUEST]: true,
		url: new URL(target).href,
		headers: Object.fromEntries(headers),
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	};
}
