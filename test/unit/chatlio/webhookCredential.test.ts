import fc from 'fast-check';

import { adviseOnSecret, readWebhookSecret } from '../../../lib/chatlio/webhookCredential';

const secretInUrl = (secret: unknown) => adviseOnSecret(readWebhookSecret({ secret }));
const basicAuth = (user: unknown, password: unknown) =>
	adviseOnSecret(readWebhookSecret({ type: 'basicAuth', user, password }));

test('accepts a secret of 16 characters that need no encoding in a URL', () => {
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
])('rejects the secret %p and says why', (secret, reason) => {
	expect(secretInUrl(secret)).toContain(reason);
});

test('an accepted secret passes through a URL unchanged', () => {
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
])('rejects the user %p with the password %p', (user, password, reason) => {
	expect(basicAuth(user, password)).toContain(reason);
});

test('accepts a user and a password', () => {
	expect(basicAuth('chatlio', 'pass:word')).toBeUndefined();
});
