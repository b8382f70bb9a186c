import { CLIENT_ID, CLIENT_SECRETS, SCOPES } from '../../emulator/account.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { http, platform } from './http';

let emulator: Emulator;

beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => await emulator.control.reset());
afterAll(async () => await emulator.stop());

const form = (change: Record<string, string> = {}) =>
	new URLSearchParams({
		grant_type: 'client_credentials',
		client_id: CLIENT_ID,
		client_secret: CLIENT_SECRETS[0],
		scope: SCOPES.join(','),
		...change,
	});

const ask = (parameters: URLSearchParams) => http.post(`${emulator.url}/ims/token/v3`, parameters);

const SANDBOXES = '/data/foundation/sandbox-management/';

it('gives a token that looks like a JWT and lives 86,399 seconds', async () => {
	const { status, data } = await ask(form());
	expect(status).toBe(200);
	expect(data).toEqual({
		access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
		token_type: 'bearer',
		expires_in: 86_399,
	});
});

it('accepts both secrets of a credential in rotation', async () => {
	expect((await ask(form({ client_secret: CLIENT_SECRETS[1] }))).status).toBe(200);
});

it('accepts the parameters in the query', async () => {
	const { status } = await http.post(`${emulator.url}/ims/token/v3?${form().toString()}`);
	expect(status).toBe(200);
});

it('accepts scopes separated by spaces', async () => {
	expect((await ask(form({ scope: 'openid AdobeID' }))).status).toBe(200);
});

it.each([
	['client_id', 'wrong', 'invalid_client', 'invalid client_id parameter'],
	['client_secret', 'wrong', 'invalid_client', 'invalid client_secret parameter'],
	['scope', 'openid,shoes', 'invalid_scope', 'invalid scope: shoes'],
	['scope', '', 'invalid_scope', 'invalid scope: '],
	['grant_type', 'password', 'unsupported_grant_type', 'unsupported grant_type: password'],
])('refuses a wrong %s (%s) by name', async (name, value, error, description) => {
	const { status, data } = await ask(form({ [name]: value }));
	expect(status).toBe(400);
	expect(data).toEqual({ error, error_description: description });
});

it('counts how often a token was asked for', async () => {
	await ask(form());
	await ask(form({ client_id: 'wrong' }));
	expect(await emulator.control.tokens()).toEqual({ requests: 2, refused: 1, valid: 1 });
});

it('ends every token when told that a day has passed', async () => {
	const client = await platform(emulator.url);
	expect((await client.get(SANDBOXES)).status).toBe(200);
	await emulator.control.expireTokens();
	const { status, data } = await client.get(SANDBOXES);
	expect(status).toBe(401);
	expect(data).toEqual({ error_code: '401013', message: 'Oauth token is not valid' });
});

it('gives tokens of the lifetime that is set', async () => {
	await emulator.control.settings({ tokenSeconds: 0 });
	const client = await platform(emulator.url);
	expect((await client.get(SANDBOXES)).status).toBe(401);
});
