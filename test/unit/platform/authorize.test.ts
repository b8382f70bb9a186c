import type { IHttpRequestOptions } from 'n8n-workflow';
import { readAccess } from '../../../lib/platform/access';
import {
	authorizedRequest,
	CHECK_HEADER,
	isCheck,
	staleToken,
} from '../../../lib/platform/authorize';

const access = readAccess({
	clientId: 'client',
	organizationId: 'ACME@AdobeOrg',
	sandbox: 'dev',
	allowedHosts: 'gateway.example.com',
});

const authorize = (request: IHttpRequestOptions) => authorizedRequest(request, access, 'jwt');

describe('authorizing a request', () => {
	it('adds what Experience Platform asks for', () => {
		expect(authorize({ url: 'https://platform.adobe.io/data/foundation/catalog' })).toMatchObject({
			headers: {
				Authorization: 'Bearer jwt',
				'x-api-key': 'client',
				'x-gw-ims-org-id': 'ACME@AdobeOrg',
				'x-sandbox-name': 'dev',
			},
			disableFollowRedirect: true,
		});
	});

	it('leaves what the caller set, in whatever case, but for the token', () => {
		const headers = {
			'X-API-Key': 'own',
			'X-Gw-Ims-Org-Id': 'own',
			'X-Sandbox-Name': 'own',
			authorization: 'Bearer stolen',
		};
		const request = authorize({ url: 'https://dcs.adobedc.net/collection/a', headers });
		expect(request.headers).toEqual({
			'X-API-Key': 'own',
			'X-Gw-Ims-Org-Id': 'own',
			'X-Sandbox-Name': 'own',
			Authorization: 'Bearer jwt',
		});
	});

	it('names no sandbox when it asks for the sandboxes, and hides the mark of the test', () => {
		const request = {
			baseURL: 'https://platform.adobe.io',
			url: '/data/foundation/sandbox-management/',
			headers: { [CHECK_HEADER]: 'true' },
		};
		expect(isCheck(request)).toBe(true);
		expect(isCheck({ url: '' })).toBe(false);
		const { headers } = authorize(request);
		expect(Object.keys(headers ?? {})).not.toContain('x-sandbox-name');
		expect(Object.keys(headers ?? {})).not.toContain(CHECK_HEADER);
	});

	it('works for the HTTP Request node too, which writes requests the old way', () => {
		const request = { uri: 'https://platform.adobe.io/data' } as unknown as IHttpRequestOptions;
		expect(authorize(request)).toMatchObject({
			headers: { Authorization: 'Bearer jwt' },
			followRedirect: false,
			followAllRedirects: false,
		});
	});

	it('goes to hosts listed in the credential', () => {
		expect(authorize({ url: 'https://gateway.example.com/x' }).headers).toHaveProperty(
			'Authorization',
		);
	});

	it.each<[string, IHttpRequestOptions, string]>([
		['a foreign host', { url: 'https://example.com/x' }, '"example.com" is neither'],
		[
			'a host that only begins like Adobe’s',
			{ url: 'https://dcs.adobedc.net.example.com/' },
			'"dcs.adobedc.net.example.com" is neither',
		],
		[
			'a path that is an address of its own',
			{ baseURL: 'https://platform.adobe.io', url: 'https://example.com/' },
			'"example.com" is neither',
		],
		['no address', { url: '/only/a/path' }, 'this address is neither'],
		['nothing', {} as unknown as IHttpRequestOptions, 'this address is neither'],
		['no address on no base', { baseURL: 'x', url: '/path' }, 'this address is neither'],
	])('refuses %s', (_, request, words) => {
		expect(() => authorize(request)).toThrow(words);
	});

	it('has n8n take a token of earlier values for an expired one', () => {
		expect(staleToken()).toMatchObject({ response: { status: 401 } });
	});
});
