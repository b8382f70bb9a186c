import type { IHttpRequestOptions } from 'n8n-workflow';
import { createProblem } from '../../../lib/problem/problem';
import { readAdobeCredential } from '../../../lib/platform/auth/adobeCredential';
import {
	authorizedRequest,
	CHECK_HEADER,
	isCredentialTest,
	staleToken,
} from '../../../lib/platform/auth/authorizeRequest';

const credential = readAdobeCredential({
	clientId: 'client',
	organizationId: 'ACME@AdobeOrg',
	sandbox: 'dev',
	allowedHosts: 'gateway.example.com',
});

const authorize = (request: IHttpRequestOptions) => authorizedRequest(request, credential, 'jwt');

describe('authorizedRequest', () => {
	it('adds the headers that Experience Platform requires', () => {
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

	it('keeps the headers that the caller set, in any case, except for the token', () => {
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

	it.each<[string, unknown]>([
		['x-sandbox-name', 'd\u2013ev'],
		['X-Sandbox-Name', 'dev\u200b'],
		['If-Match', '"a\nb"'],
		['Accept', ['application/json', 'é']],
	])('refuses the header %s: %j, which HTTP would change', (name, value) => {
		const headers = { [name]: value } as IHttpRequestOptions['headers'];
		const request = { url: 'https://platform.adobe.io/data', headers };
		expect(() => authorize(request)).toThrow(
			expect.objectContaining({
				problem: expect.objectContaining({
					code: 'request.invalidCharacter',
					message: expect.stringMatching(new RegExp(`^The header ${name} contains .+ at position`)),
				}),
			}),
		);
	});

	it('refuses a header that is not text', () => {
		const headers = { 'If-Match': { toString: () => 'x' } } as never;
		expect(() => authorize({ url: 'https://platform.adobe.io/data', headers })).toThrow(
			'The header If-Match has a form that this node does not expect',
		);
	});

	it('names no sandbox when it lists the sandboxes, and removes the mark of the credential test', () => {
		const request = {
			baseURL: 'https://platform.adobe.io',
			url: '/data/foundation/sandbox-management/',
			headers: { [CHECK_HEADER]: 'true' },
		};
		expect(isCredentialTest(request)).toBe(true);
		expect(isCredentialTest({ url: '' })).toBe(false);
		const { headers } = authorize(request);
		expect(Object.keys(headers ?? {})).not.toContain('x-sandbox-name');
		expect(Object.keys(headers ?? {})).not.toContain(CHECK_HEADER);
	});

	it('authorizes requests of the HTTP Request node, which have the older form', () => {
		const request = { uri: 'https://platform.adobe.io/data' } as unknown as IHttpRequestOptions;
		expect(authorize(request)).toMatchObject({
			headers: { Authorization: 'Bearer jwt' },
			followRedirect: false,
			followAllRedirects: false,
		});
	});

	it('authorizes requests to hosts that the credential lists', () => {
		expect(authorize({ url: 'https://gateway.example.com/x' }).headers).toHaveProperty(
			'Authorization',
		);
	});

	it.each<[string, IHttpRequestOptions, string, string]>([
		['a foreign host', { url: 'https://example.com/x' }, '"example.com"', 'example.com'],
		[
			'a foreign host over http',
			{ url: 'http://example.com/x' },
			'"http://example.com"',
			'http://example.com',
		],
		[
			'a host that only begins like Adobe’s',
			{ url: 'https://dcs.adobedc.net.example.com/' },
			'"dcs.adobedc.net.example.com"',
			'dcs.adobedc.net.example.com',
		],
		[
			'a path that is a URL of its own',
			{ baseURL: 'https://platform.adobe.io', url: 'https://example.com/' },
			'"example.com"',
			'example.com',
		],
		['no host', { url: '/only/a/path' }, 'this URL', 'the host'],
		['no URL', {} as unknown as IHttpRequestOptions, 'this URL', 'the host'],
		['a path on a base without a host', { baseURL: 'x', url: '/path' }, 'this URL', 'the host'],
	])('does not authorize a request to %s', (_, request, host, entry) => {
		const problem = createProblem('credential.hostNotAllowed', { host, field: 'URL', entry });
		expect(problem.retry).toBe('afterChange');
		expect(() => authorize(request)).toThrow(expect.objectContaining({ problem }));
	});

	it('makes n8n replace a token of earlier values like an expired one', () => {
		expect(staleToken()).toMatchObject({ response: { status: 401 } });
	});
});
