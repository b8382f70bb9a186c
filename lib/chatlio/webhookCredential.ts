/** Minimum length that rules out guessing by brute force: 16 characters out of 66 are 96 bits. */
export const MIN_SECRET_LENGTH = 16;

/** Characters that need no encoding in a URL (RFC 3986, unreserved), so that it can be pasted into Chatlio as it is. */
const URL_SAFE = /^[A-Za-z0-9._~-]*$/;

/** Fields of the credential, as n8n stores them. */
export interface WebhookSecret {
	type: 'secretInUrl' | 'basicAuth';
	secret: string;
	user: string;
	password: string;
}

interface Rule {
	broken: (secret: WebhookSecret) => boolean;
	advice: string;
}

const RULES: Readonly<Record<WebhookSecret['type'], readonly Rule[]>> = {
	secretInUrl: [
		{
			broken: ({ secret }) => secret.length < MIN_SECRET_LENGTH,
			advice: `Secret: use at least ${MIN_SECRET_LENGTH} characters, so that nobody can guess it`,
		},
		{
			broken: ({ secret }) => !URL_SAFE.test(secret),
			advice: 'Secret: use only letters, digits, and - . _ ~, because it goes into a URL as it is',
		},
	],
	basicAuth: [
		{
			broken: ({ user }) => user === '',
			advice: 'User: fill in the user name that Chatlio sends',
		},
		{
			broken: ({ user }) => user.includes(':'),
			advice: 'User: leave out the colon, because Basic Auth ends the user name at the first one',
		},
		{
			broken: ({ password }) => password === '',
			advice: 'Password: fill in the password that Chatlio sends',
		},
	],
};

/** Returns one sentence about what to change in a credential that does not protect a webhook; undefined if it does. */
export function adviseOnSecret(secret: WebhookSecret): string | undefined {
	return RULES[secret.type].find(({ broken }) => broken(secret))?.advice;
}

/** Reads the credential's fields. A value that is not text counts as empty, and an empty value allows nobody. */
export function readWebhookSecret(fields: Record<string, unknown>): WebhookSecret {
	return {
		type: fields.type === 'basicAuth' ? 'basicAuth' : 'secretInUrl',
		secret: text(fields.secret),
		user: text(fields.user),
		password: text(fields.password),
	};
}

const text = (value: unknown) => (typeof value === 'string' ? value : '');
