import { readChatlioCredential, withApiKey } from '../../../lib/chatlioServer/chatlioCredential';
import type { AnyRequest } from '../../../lib/http/requestTarget';
import type { ProblemCode } from '../../../lib/problem/problemCodes';

const credential = { apiKey: ' key ', apiUrl: 'https://api.chatlio.com/' };

test('defaults to Chatlio’s own URL', () => {
	expect(readChatlioCredential({})).toEqual({ apiKey: '', apiUrl: 'https://api.chatlio.com' });
});

test.each<[string, Partial<AnyRequest>]>([
	['its own host', { url: 'https://api.chatlio.com/v1/api' }],
	['its own host, in the form of the HTTP Request node', { uri: 'https://api.chatlio.com/v1/api' }],
	['a path on its own host', { baseURL: 'https://api.chatlio.com', url: '/v1/api' }],
])('sends the key to %s and follows no redirect', (_, request) => {
	expect(withApiKey(request as AnyRequest, credential)).toMatchObject({
		auth: { username: 'key', password: '' },
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	});
});

test.each<[string, Partial<AnyRequest>, object, ProblemCode]>([
	['another host', { url: 'https://example.com/' }, {}, 'chatlio.otherHost'],
	['the same host without TLS', { url: 'http://api.chatlio.com/' }, {}, 'chatlio.otherHost'],
	['no URL', {}, {}, 'chatlio.otherHost'],
	['a user at its host', { url: 'https://a@api.chatlio.com/' }, {}, 'chatlio.otherHost'],
	['a path alone', { url: '/v1' }, {}, 'chatlio.otherHost'],
	['a file', { url: 'file:///etc' }, { apiUrl: 'file:///etc' }, 'chatlio.urlInvalid'],
	[
		'its own host if it is empty',
		{ url: 'https://api.chatlio.com' },
		{ apiKey: '' },
		'chatlio.keyMissing',
	],
])('does not send the key to %s', (_, request, change, code) => {
	const send = () => withApiKey(request as AnyRequest, { ...credential, ...change });
	expect(send).toThrow(
		expect.objectContaining({
			name: 'ServiceError',
			problem: expect.objectContaining({ code, retry: 'afterChange' }),
		}),
	);
});
