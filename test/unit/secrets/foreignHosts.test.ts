import type { IHttpRequestOptions } from 'n8n-workflow';
import { readChatlioAccess, withApiKey } from '../../../lib/chatlioServer/access';
import { ADOBE_DEFAULTS, readAccess } from '../../../lib/platform/access';
import { authorizedRequest } from '../../../lib/platform/authorize';
import { requestToken } from '../../../lib/platform/tokenRequest';
import { detourOf, type AnyRequest } from '../../../lib/requestTarget';
import { isAllowedHost } from '../../../lib/streaming/hosts';
import { parseInletUrl } from '../../../lib/streaming/inletUrl';
import { hostileAddresses } from '../../harness/hostileAddresses';

const INLETS = 'dcs.adobedc.net';
const EVIL = 'evil.example';
const access = readAccess({
	clientId: 'client',
	clientSecret: 'p8e-secret',
	organizationId: 'ACME@AdobeOrg',
	allowedHosts: 'gateway.example.com:8443, *.proxy.example.com',
});

describe.each([
	// Every name right below adobedc.net is Adobe's own.
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

	it.each(tricks)('%s: carries no credential to a stranger', (name, address) => {
		expect(isAllowedHost(address, access.allowedHosts)).toBe(allowed.includes(name));
		const request = { url: address } as IHttpRequestOptions;
		if (allowed.includes(name)) expect(leadsHome(address)).toBe(true);
		else expect(() => authorizedRequest(request, access, 'jwt')).toThrow('is neither');
	});

	it.each(tricks)('%s: pasted as endpoint, leads to no stranger', (_name, address) => {
		const parsed = parseInletUrl(address);
		const inletUrl = 'refusal' in parsed ? '' : parsed.inletUrl;
		if (isAllowedHost(inletUrl, access.allowedHosts)) expect(leadsHome(inletUrl)).toBe(true);
	});

	it.each(tricks)(
		'%s: as Token URL or Platform URL, is asked for nothing',
		async (name, address) => {
			const { tokenUrl, platformUrl } = ADOBE_DEFAULTS;
			for (const change of [
				{ tokenUrl: address || EVIL, platformUrl },
				{ tokenUrl, platformUrl: address || EVIL },
			]) {
				const request = jest.fn().mockResolvedValue({ statusCode: 404 });
				const refusal = await requestToken(request, { ...access, ...change });
				expect(refusal).toMatchObject({ name: 'AccessRefusal' });
				expect(String(refusal)).not.toContain('p8e-secret');
				expect(request).toHaveBeenCalledTimes(allowed.includes(name) ? 1 : 0);
			}
		},
	);
});

describe('Chatlio’s API key', () => {
	const credential = { apiKey: 'key-of-the-account', apiUrl: 'https://api.chatlio.com' };
	const { origin } = new URL(readChatlioAccess(credential).apiUrl);

	it.each(Object.entries(hostileAddresses('api.chatlio.com', EVIL)))(
		'%s: goes nowhere but to the API URL',
		(_name, address) => {
			let sent: AnyRequest | undefined;
			try {
				sent = withApiKey({ url: address } as AnyRequest, credential);
			} catch (error) {
				expect((error as Error).message).not.toContain(credential.apiKey);
			}
			if (sent) expect(new URL(sent.url).origin).toBe(origin);
		},
	);
});

describe('a request to the right host', () => {
	const url = 'https://platform.adobe.io/data';

	it.each<[string, Partial<AnyRequest>, string]>([
		['a proxy of its own', { proxy: 'http://evil.example:8080' as never }, 'Proxy'],
		['a proxy as an object', { proxy: { host: 'evil.example', port: 1 } }, 'Proxy'],
		['certificates unchecked', { rejectUnauthorized: false }, 'Ignore SSL Issues'],
		['the same in new words', { skipSslCertificateValidation: true }, 'Ignore SSL Issues'],
		['the same in an agent', { agentOptions: { rejectUnauthorized: false } }, 'Ignore SSL Issues'],
	])('with %s carries no credential', (_, change, words) => {
		const request = { url, ...change } as AnyRequest;
		expect(() => authorizedRequest(request, access, 'jwt')).toThrow(words);
		const chatlio = { ...request, url: 'https://api.chatlio.com/v1' };
		expect(() => withApiKey(chatlio, { apiKey: 'key-of-the-account' })).toThrow(words);
	});

	it('that goes straight there is sent', () => {
		expect(detourOf({ url, rejectUnauthorized: true, proxy: undefined })).toBeUndefined();
	});
});
