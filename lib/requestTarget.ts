import type { IHttpRequestOptions } from 'n8n-workflow';

/** A request as a credential sees it: n8n's HTTP Request node still writes its requests the old way. */
export interface AnyRequest extends IHttpRequestOptions {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
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
