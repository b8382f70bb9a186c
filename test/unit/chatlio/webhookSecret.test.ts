import fc from 'fast-check';

import { adviseOnSecret, readWebhookSecret } from '../../../lib/chatlio/webhookSecret';

const secretInUrl = (secret: unknown) => adviseOnSecret(readWebhookSecret({ secret }));
const basicAuth = (user: unknown, password: unknown) =>
	adviseOnSecret(readWebhookSecret({ type: 'basicAuth', user, password }));

test('a secret of 16 characters that a URL carries as they are protects', () => {
	expect(secretInUrl('aB3-._~aB3-._~xx')).toBeUndefined();
});

test.each([
	['', 'at least 16'],
	['fifteen-letters', 'at least 16'],
	[12345678901234567n, 'at least 16'],
	['a secret with spaces', 'only letters, digits'],
	['sixteen+letters+', 'only letters, digits'],
	['sechzehnzeichenü', 'only letters, digits'],
	['sixteen&letters=', 'only letters, digits'],
	['sixteen%20letters', 'only letters, digits'],
	['sixteen#letters#', 'only letters, digits'],
])('the secret %p does not, and the sentence says why', (secret, reason) => {
	expect(secretInUrl(secret)).toContain(reason);
});

test('a secret that protects comes out of a URL as it went in', () => {
	fc.assert(
		fc.property(fc.stringMatching(/^[ -~]{16,40}$/), (text) => {
			const secret = text.replace(/[^A-Za-z0-9._~-]/g, '-');
			expect(secretInUrl(secret)).toBeUndefined();
			expect(new URL(`http://n8n/x?token=${secret}`).searchParams.get('token')).toBe(secret);
		}),
	);
});

test.each([
	['', 'secret', 'User: fill in'],
	['chat:lio', 'secret', 'leave out the colon'],
	['chatlio', '', 'Password: fill in'],
	[undefined, undefined, 'User: fill in'],
])('user %p with password %p does not protect', (user, password, reason) => {
	expect(basicAuth(user, password)).toContain(reason);
});

test('user and password protect', () => {
	expect(basicAuth('chatlio', 'pass:word')).toBeUndefined();
});
