import { readChatlioAccess, withApiKey } from '../../../lib/chatlioServer/access';
import type { AnyRequest } from '../../../lib/requestTarget';

const credential = { apiKey: ' key ', apiUrl: 'https://api.chatlio.com/' };

test('takes Chatlio’s own address for an empty one', () => {
	expect(readChatlioAccess({})).toEqual({ apiKey: '', apiUrl: 'https://api.chatlio.com' });
});

test.each<[string, Partial<AnyRequest>]>([
	['its own host', { url: 'https://api.chatlio.com/v1/api' }],
	['its own host, as the HTTP Request node writes it', { uri: 'https://api.chatlio.com/v1/api' }],
	['a path on its own host', { baseURL: 'https://api.chatlio.com', url: '/v1/api' }],
])('sends the key to %s and follows no redirect', (_, request) => {
	expect(withApiKey(request as AnyRequest, credential)).toMatchObject({
		auth: { username: 'key', password: '' },
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	});
});

test.each<[string, Partial<AnyRequest>, object, string]>([
	['another host', { url: 'https://example.com/' }, {}, 'only sent to the API URL'],
	['the same host without TLS', { url: 'http://api.chatlio.com/' }, {}, 'only sent to the API URL'],
	['no address', {}, {}, 'only sent to the API URL'],
	['a user at its host', { url: 'https://a@api.chatlio.com/' }, {}, 'only sent to the API URL'],
	['a path alone', { url: '/v1' }, {}, 'only sent to the API URL'],
	['a file', { url: 'file:///etc' }, { apiUrl: 'file:///etc' }, 'no web address'],
	['an empty key', { url: 'https://api.chatlio.com' }, { apiKey: '' }, 'API Key'],
])('does not send the key to %s', (_, request, change, message) => {
	const send = () => withApiKey(request as AnyRequest, { ...credential, ...change });
	expect(send).toThrow(message);
});
