import type { IHttpRequestOptions } from 'n8n-workflow';
import { readChatlioCredential, withApiKey } from '../../../lib/chatlioServer/chatlioCredential';
import { ADOBE_DEFAULTS, readAdobeCredential } from '../../../lib/platform/auth/adobeCredential';
import { authorizedRequest } from '../../../lib/platform/auth/authorizeRequest';
import { requestToken } from '../../../lib/platform/auth/requestToken';
import { unsafeRoute, type AnyRequest } from '../../../lib/http/requestTarget';
import { isAllowedHost } from '../../../lib/platform/auth/allowedHosts';
import { problemIn } from '../../../lib/problem/serviceError';
import { parseInletUrl } from '../../../lib/streaming/inletUrl';
import { hostileAddresses } from '../../harness/hostileAddresses';

const INLETS = 'dcs.adobedc.net';
const EVIL = 'evil.example';
const credential = readAdobeCredential({
	clientId: 'client',
	clientSecret: 'p8e-secret',
	organizationId: 'ACME@AdobeOrg',
	allowedHosts: 'gateway.example.com:8443, *.proxy.example.com',
});

/** The problem that keeps a request from being sent; undefined if it is sent. */
function problemOf(send: () => unknown) {
	try {
		send();
		return undefined;
	} catch (error) {
		return problemIn(error) ?? error;
	}
}

describe.each([
	// Every name directly under adobedc.net is Adobe's own.
	[
		'Adobe’s host',
		INLETS,
		/^[a-z0-9-]+\.adobedc\.net$/,
		['the host as end of a name', 'a dotless i'],
	],
	['a listed host', 'gateway.example.com:8443', /^gateway\.example\.com:8443$/, []],
])('an address made to look like %s', (_, good, owned, harmless) => {
	const tricks = Object.entries(hostileAddresses(good, EVIL));
	const leadsHome = (address: string) => URL.canParse(address) && owned.test(new URL(address).host);
	const allowed = [...harmless, 'two addresses'];

	it.each(tricks)('%s: carries no credential to another host', (name, address) => {
		expect(isAllowedHost(address, credential.allowedHosts)).toBe(allowed.includes(name));
		const request = { url: address } as IHttpRequestOptions;
		if (allowed.includes(name)) expect(leadsHome(address)).toBe(true);
		else {
			expect(problemOf(() => authorizedRequest(request, credential, 'jwt'))).toMatchObject({
				code: 'credential.hostNotAllowed',
				message: expect.stringContaining('is neither'),
			});
		}
	});

	it.each(tricks)('%s: pasted as endpoint, leads to no other host', (_name, address) => {
		const parsed = parseInletUrl(address);
		const inletUrl = 'problem' in parsed ? '' : parsed.inletUrl;
		if (isAllowedHost(inletUrl, credential.allowedHosts)) expect(leadsHome(inletUrl)).toBe(true);
	});

	it.each(tricks)('%s: as Token URL or Platform URL, gets no request', async (name, address) => {
		const { tokenUrl, platformUrl } = ADOBE_DEFAULTS;
		for (const change of [
			{ tokenUrl: address || EVIL, platformUrl },
			{ tokenUrl, platformUrl: address || EVIL },
		]) {
			const request = jest.fn().mockResolvedValue({ statusCode: 404 });
			const problem = await requestToken(request, { ...credential, ...change });
			const isAllowed = allowed.includes(name);
			expect(problem).toMatchObject({
				code: isAllowed ? 'credential.tokenRejected' : 'credential.hostNotAllowed',
				retry: 'afterChange',
			});
			expect(JSON.stringify(problem)).not.toContain('p8e-secret');
			expect(request).toHaveBeenCalledTimes(isAllowed ? 1 : 0);
		}
	});
});

describe('Chatlio’s API key', () => {
	const chatlio = { apiKey: 'key-of-the-account', apiUrl: 'https://api.chatlio.com' };
	const { origin } = new URL(readChatlioCredential(chatlio).apiUrl);

	it.each(Object.entries(hostileAddresses('api.chatlio.com', EVIL)))(
		'%s: goes nowhere but to the API URL',
		(_name, address) => {
			let sent: AnyRequest | undefined;
			const problem = problemOf(() => {
				sent = withApiKey({ url: address } as AnyRequest, chatlio);
			});
			if (sent) expect(new URL(sent.url).origin).toBe(origin);
			else expect(problem).toMatchObject({ code: 'chatlio.otherHost', retry: 'afterChange' });
			expect(JSON.stringify(problem ?? {})).not.toContain(chatlio.apiKey);
		},
	);
});

/** What an expression can return: an object whose text changes after it was read often enough. */
function twoFaced(first: string, then: string) {
	let readings = 0;
	return { toString: () => (readings++ < 20 ? first : then) } as never;
}

describe('a request to the right host', () => {
	const url = 'https://platform.adobe.io/data';

	it.each<[string, Partial<AnyRequest>, string]>([
		['a proxy of its own', { proxy: 'http://evil.example:8080' as never }, 'Proxy'],
		['a proxy as an object', { proxy: { host: 'evil.example', port: 1 } }, 'Proxy'],
		['certificates unchecked', { rejectUnauthorized: false }, 'Ignore SSL Issues'],
		['the same in new words', { skipSslCertificateValidation: true }, 'Ignore SSL Issues'],
		['the same in an agent', { agentOptions: { rejectUnauthorized: false } }, 'Ignore SSL Issues'],
		['an authority of its own', { agentOptions: { ca: 'evil' } }, 'SSL Certificates'],
		['a certificate of its own', { agentOptions: { cert: 'x', key: 'y' } }, 'SSL Certificates'],
		['a name of its own in TLS', { agentOptions: { servername: EVIL } }, 'SSL Certificates'],
		['a header Host', { headers: { Host: EVIL } }, 'header Host'],
		['a header host', { headers: { host: EVIL } }, 'header host'],
		['a header HOST with spaces', { headers: { ' HOST ': EVIL } }, 'header HOST'],
		['a header :authority', { headers: { ':authority': EVIL } }, 'header :authority'],
		['a header for proxies', { headers: { 'Proxy-Authorization': 'x' } }, 'Proxy-Authorization'],
		['a header of the connection', { headers: { 'Transfer-Encoding': 'chunked' } }, 'Transfer-'],
		['the method TRACE', { method: 'TRACE' as never }, 'method'],
		['a method that reads differently each time', { method: twoFaced('GET', 'TRACE') }, 'method'],
	])('with %s carries no credential', (_, change, words) => {
		const request = { url, ...change } as AnyRequest;
		const chatlio = { ...request, url: 'https://api.chatlio.com/v1' };
		for (const problem of [
			problemOf(() => authorizedRequest(request, credential, 'jwt')),
			problemOf(() => withApiKey(chatlio, { apiKey: 'key-of-the-account' })),
		]) {
			expect(problem).toMatchObject({ code: 'credential.unsafeRequest', retry: 'afterChange' });
			expect(Object.values(problem as object).join(' ')).toContain(words);
		}
	});

	it('that goes directly there is sent', () => {
		const headers = { accept: 'a/b', 'content-length': '3', 'X-Forwarded-For': '1.2.3.4' };
		const plain = { url, rejectUnauthorized: true, proxy: undefined, agentOptions: {}, headers };
		expect(unsafeRoute(plain)).toBeUndefined();
	});

	const authorize: Array<[string, string, string, (request: AnyRequest) => AnyRequest]> = [
		[
			'Adobe’s',
			'https://platform.adobe.io',
			'credential.hostNotAllowed',
			(request) => authorizedRequest(request, credential, 'jwt'),
		],
		[
			'Chatlio’s',
			'https://api.chatlio.com',
			'chatlio.otherHost',
			(request) => withApiKey(request, { apiKey: 'key-of-the-account' }),
		],
	];

	describe.each(authorize)('with %s credential', (_, origin, code, send) => {
		it('keeps none of the options that lead elsewhere', () => {
			const elsewhere = {
				agent: {},
				agents: {},
				agentOptions: {},
				auth: { username: 'a', password: 'b', sendImmediately: false, bearer: 'c' },
				baseURL: `${origin}/v1`,
				beforeRedirect: () => undefined,
				followAllRedirects: true,
				followRedirect: true,
				httpAgent: {},
				httpsAgent: {},
				lookup: () => undefined,
				maxRedirects: 5,
				pool: {},
				sendCredentialsOnCrossOriginRedirect: true,
				socketPath: '/var/run/evil.sock',
				tunnel: true,
				uri: `${origin}/v1`,
			};
			const sent = send({ ...elsewhere, url: '/v1/x?y=z' } as unknown as AnyRequest);
			expect(sent).toMatchObject({
				url: `${origin}/v1/x?y=z`,
				disableFollowRedirect: true,
				followRedirect: false,
				followAllRedirects: false,
			});
			const kept = Object.keys(sent).filter((name) => name in elsewhere);
			expect(kept.sort()).toEqual(
				['auth', 'followAllRedirects', 'followRedirect'].filter((name) => name in sent),
			);
			expect(sent.auth ?? {}).not.toHaveProperty('sendImmediately');
			expect(sent.auth ?? {}).not.toHaveProperty('bearer');
		});

		it('keeps the options that n8n’s HTTP Request node needs', () => {
			const work = {
				method: 'POST',
				headers: { accept: 'application/json' },
				body: { a: 1 },
				qs: { b: 2 },
				encoding: null,
				json: false,
				useStream: true,
				gzip: true,
				simple: false,
				resolveWithFullResponse: true,
				timeout: 300_000,
				rejectUnauthorized: true,
				allowedDomains: 'x.example',
			};
			const sent = send({ ...work, uri: `${origin}/v1` } as unknown as AnyRequest);
			expect(sent).toMatchObject(work);
		});

		it.each<[string, unknown]>([
			[
				'an address that reads differently each time',
				{ url: twoFaced(`${origin}/`, `https://${EVIL}/`) },
			],
			['a base that does', { url: '/v1', baseURL: twoFaced(origin, `https://${EVIL}`) }],
			['an address object', { url: new URL(`https://${EVIL}/`) }],
			['a list', { url: [`${origin}/`] }],
			['a path that is an address', { baseURL: origin, url: `//${EVIL}/` }],
			['a backslash', { baseURL: origin, url: `\\\\${EVIL}/` }],
			['a user', { url: origin.replace('//', `//${EVIL}@`) }],
			['plain http', { url: origin.replace('https', 'http') }],
			['another port', { url: `${origin}:8443/` }],
			['a trailing dot', { url: `${origin}./` }],
			['IPv6', { url: 'https://[::ffff:127.0.0.1]/' }],
		])('goes to no other host by %s', (_name, request) => {
			expect(problemOf(() => send(request as AnyRequest))).toMatchObject({
				code,
				message: expect.stringContaining('only sent to'),
			});
		});

		it.each(['HTTPS://', 'hTTps://'])('reads the scheme %s', (scheme) => {
			expect(send({ url: `${scheme}${new URL(origin).host}:443/x` }).url).toBe(`${origin}/x`);
		});
	});
});
