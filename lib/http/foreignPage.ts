import { readErrorBody } from './errorBody';

/** Adobe's services answer with one of these headers; its inlets answer with JSON. */
const ADOBE_HEADER = /^x-(adobe|gw)-/i;

/** Headers with which a proxy names itself. Sources: RFC 9110, RFC 9209, Squid's documentation. */
const PROXY_HEADERS = ['proxy-authenticate', 'proxy-status', 'x-squid-error'];

/**
 * Returns the beginning of a page that came in place of Adobe's answer, such as a firewall's; undefined for any other
 * body. Adobe answers an address that is not on its allowlist with an empty body, not with a page.
 */
export function foreignPage(headers: Record<string, unknown>, body: unknown): string | undefined {
	const names = Object.keys(headers);
	if (names.some((name) => ADOBE_HEADER.test(name))) return undefined;
	const text = typeof body === 'string' ? body.trim() : '';
	const type = names.find((name) => name.toLowerCase() === 'content-type');
	const isPage =
		text.startsWith('<') || (type !== undefined && /html/i.test(String(headers[type])));
	const isMarked = names.some((name) => PROXY_HEADERS.includes(name.toLowerCase()));
	// An empty object stands for a body that could not be read to its end.
	const isJson = typeof body === 'object' && body !== null && Object.keys(body).length > 0;
	if (isJson || (!isPage && !isMarked)) return undefined;
	return readErrorBody(text).detail ?? 'a page without text';
}
