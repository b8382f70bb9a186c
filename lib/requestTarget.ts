import type { IHttpRequestOptions } from 'n8n-workflow';

/** A request as a credential sees it: n8n's HTTP Request node still writes its requests the old way. */
export interface AnyRequest extends IHttpRequestOptions {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	rejectUnauthorized?: boolean;
}

/** Where a request goes: n8n puts the base before the path as `new URL(path, base)` does. */
export function targetOf({ url, uri, baseURL }: AnyRequest): string {
	const address = url ?? uri ?? '';
	return baseURL && URL.canParse(address, baseURL) ? new URL(address, baseURL).href : address;
}

/** Redirects are not followed, however a request is written: they would carry the credential along. */
export const STAY_THERE = {
	disableFollowRedirect: true,
	followRedirect: false,
	followAllRedirects: false,
} as const;

/**
 * Why a request to the right host would not be safe there: n8n's HTTP Request node lets a workflow name a proxy of its
 * own and leave certificates unchecked, and whoever runs such a proxy would read the credential.
 * @returns to follow "not sent"; undefined for a request that goes straight
 */
export function detourOf(request: AnyRequest): string | undefined {
	if (request.proxy) {
		return "through a proxy that a node names: leave out its option Proxy, n8n's own proxy settings apply";
	}
	const unchecked =
		request.rejectUnauthorized === false ||
		request.skipSslCertificateValidation ||
		request.agentOptions?.rejectUnauthorized === false;
	return unchecked
		? 'to a host whose certificate is not checked: turn off Ignore SSL Issues, and make a certificate of your own known to n8n with NODE_EXTRA_CA_CERTS'
		: undefined;
}
