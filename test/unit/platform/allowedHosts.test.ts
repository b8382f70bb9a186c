import fc from 'fast-check';
import { ADOBE_HOSTS, isAllowedHost, parseHostList } from '../../../lib/platform/auth/allowedHosts';

describe('isAllowedHost', () => {
	it.each([
		'https://dcs.adobedc.net/collection/abc',
		'https://DCS.ADOBEDC.NET/collection/abc',
		'https://dcs.adobedc.net:443/collection/abc',
		'https://dcs-int.adobedc.net/collection/abc',
		'https://platform.adobe.io/data',
		'https://platform-nld2.adobe.io/data',
		'https://ims-na1.adobelogin.com/ims/token/v3',
	])('allows %s', (address) => {
		expect(isAllowedHost(address)).toBe(true);
	});

	it.each([
		'http://dcs.adobedc.net/collection/abc',
		'https://dcs.adobedc.net:8443/collection/abc',
		'https://dcs.adobedc.net.evil.com/collection/abc',
		'https://evil.com/dcs.adobedc.net',
		'https://evildcs.adobedc.net.com',
		'https://a.b.adobedc.net',
		'https://adobedc.net',
		'https://xadobedc.net',
		'https://dcs.adobedc.net@evil.com/',
		'https://user@dcs.adobedc.net/',
		'https://user:secret@dcs.adobedc.net/',
		'https://dcs.adobedc.net\\@evil.com/',
		'https://dcs.adobedc.net /x',
		'https://dcs.adobedc.net./x',
		'https://platform.adobe.io.evil.com',
		'https://platform-x.evil.adobe.io',
		'https://other.adobe.io',
		'ftp://dcs.adobedc.net',
		'dcs.adobedc.net/collection',
		'',
	])('rejects %j', (address) => {
		expect(isAllowedHost(address)).toBe(false);
	});

	it('allows a listed host with its port, and over http only if it is listed with http', () => {
		const listed = parseHostList(
			' HTTP://127.0.0.1:7878/, LOCALHOST\nhttp://[::1]:9,*.proxy.example.com,https://a.example:443,http://*.lan.example ',
		);
		for (const address of [
			'http://127.0.0.1:7878/x',
			'https://localhost/',
			'http://[::1]:9/',
			'https://eu.proxy.example.com',
			'https://a.example/',
			'http://eu.lan.example',
		]) {
			expect(isAllowedHost(address, listed)).toBe(true);
		}
		for (const address of [
			'http://127.0.0.1:7879/x',
			'http://127.0.0.1/x',
			'http://localhost:81/',
			'http://localhost/',
			'https://127.0.0.1:7878/x',
			'https://[::1]:9/',
			'http://eu.proxy.example.com',
			'http://a.example/',
			'https://eu.lan.example',
			'http://platform.adobe.io/',
			'https://proxy.example.com',
			'https://a.b.proxy.example.com',
			'ftp://localhost/',
		]) {
			expect(isAllowedHost(address, listed)).toBe(false);
		}
	});

	it.each([
		'*',
		'*.com',
		'*.*',
		'a*.example.com',
		'*example.com',
		'https://*',
		'x@evil.com',
		'a/evil.com',
	])('does not accept %s as a listed host', (listed) => {
		expect(isAllowedHost('https://evil.com', [listed])).toBe(false);
		expect(isAllowedHost('https://axexample.com', [listed])).toBe(false);
		expect(isAllowedHost('https://ab.example.com', [listed])).toBe(false);
	});

	it('never allows a host outside the list, whatever the URL looks like', () => {
		const adobe =
			/^([a-z0-9-]+\.adobedc\.net|platform(-[a-z0-9-]+)?\.adobe\.io|ims-na1\.adobelogin\.com)$/;
		const parts = fc.constantFrom(
			'https://',
			'http://',
			'dcs.adobedc.net',
			'evil.com',
			'@',
			'.',
			'/',
			'\\',
			':',
			'#',
			'?',
			'%2e',
			' ',
			'x',
		);
		fc.assert(
			fc.property(fc.array(parts, { maxLength: 9 }), (pieces) => {
				const address = pieces.join('');
				if (isAllowedHost(address)) expect(new URL(address).host).toMatch(adobe);
			}),
			{ numRuns: 2_000 },
		);
	});

	it('names the source of each of Adobe’s hosts', () => {
		for (const { source, what } of ADOBE_HOSTS) expect(source && what).toBeTruthy();
	});
});
