import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import { ChatlioApi } from '../../../credentials/ChatlioApi.credentials';
import { Chatlio } from '../../../nodes/Chatlio/Chatlio.node';
import { ADOBE, adobeRow } from '../../harness/adobe';
import { testCredential } from '../../harness/credentialTest';
import { Registry, runNode } from '../../harness/n8n';
import { freePort, plainServer, tcpServer, type Listening } from '../../harness/sockets.mts';
import { stubServer, type StubAnswer, type StubServer } from '../../harness/stubServer.mts';

/**
 * The words of a credential's dialog after a failed test. n8n shows its own line first and these behind More details,
 * so their first sentence names the field to change.
 */

const registry = new Registry().add(
	[new Chatlio()],
	[new AdobeExperiencePlatformApi(), new ChatlioApi()],
);

const CHATLIO = 'chatlioApi';
const conversations = { resource: 'conversation', operation: 'getMany' };

const closers: Array<() => Promise<unknown> | void> = [];
afterEach(async () => {
	for (const close of closers.splice(0)) await close();
});

async function portOf(starting: Promise<Listening>): Promise<number> {
	const { port, close } = await starting;
	closers.push(close);
	return port;
}

const firstSentence = (text: string) => text.split(/(?<=[^:]\.) /)[0];

/** Node's and OpenSSL's names of errors, which say nothing to most people. */
const ERROR_NAME = /\bE[A-Z_]{4,}\b|\bERR_/;

const NO_CONNECTION: Array<[string, () => Promise<string> | string, string]> = [
	[
		'nothing listens there',
		async () => `http://127.0.0.1:${await freePort()}`,
		'nothing accepts connections there',
	],
	['its host is not known', () => 'http://no-such-host.invalid', 'its host name'],
	[
		'the connection is closed before it is encrypted',
		async () =>
			`https://127.0.0.1:${await portOf(tcpServer((socket) => socket.once('data', () => socket.end())))}`,
		'it was closed before it was encrypted',
	],
	[
		'it answers without encryption',
		async () => `https://127.0.0.1:${await portOf(plainServer())}`,
		'it does not answer with a TLS version that n8n accepts',
	],
];

/** After these, the request may have arrived. */
const NO_ANSWER: typeof NO_CONNECTION = [
	[
		'the connection is closed before the answer',
		async () =>
			`http://127.0.0.1:${await portOf(tcpServer((socket) => socket.once('data', () => socket.destroy())))}`,
		'the connection was closed before the answer',
	],
];

describe.each([...NO_CONNECTION, ...NO_ANSWER])('if %s', (_, address, words) => {
	it('the dialog of the Chatlio credential names the API URL first, then what to check', async () => {
		const { status, message } = await testCredential(registry, CHATLIO, {
			apiKey: 'key-of-chatlio',
			apiUrl: await address(),
		});
		expect(status).toBe('Error');
		expect(firstSentence(message)).toContain('Chatlio cannot be reached at the API URL');
		expect(message).toContain(words);
		expect(message).toContain(
			'Check the field API URL in the credential: Chatlio’s is https://api.chatlio.com.',
		);
		expect(message).not.toMatch(ERROR_NAME);
	});

	it('the node says the same', async () => {
		const row: ICredentialDataDecryptedObject = {
			apiKey: 'key-of-chatlio',
			apiUrl: await address(),
		};
		const { error } = await runNode({
			registry,
			type: 'chatlio',
			parameters: conversations,
			credentials: { [CHATLIO]: row },
			input: [{ json: {} }],
		});
		expect(error?.message).toContain('Chatlio cannot be reached at the API URL');
		expect(error?.message).toContain(words);
		expect(error?.description).toContain('Check the field API URL in the credential');
		expect(`${error?.message} ${error?.description}`).not.toMatch(ERROR_NAME);
	});

	it.each(['Token URL', 'Platform URL'])(
		'the dialog of the Adobe credential names the %s first',
		async (field) => {
			const tokens = await stubServer(() => ({
				body: { access_token: 'token', token_type: 'bearer', expires_in: 86_399 },
			}));
			closers.push(tokens.close);
			const url = await address();
			const row = adobeRow(tokens.url, {
				clientId: `client-${crypto.randomUUID()}`,
				allowedHosts: `${tokens.url}, ${url}`,
				...(field === 'Token URL' ? { tokenUrl: url } : { platformUrl: url }),
			});
			const { status, message } = await testCredential(registry, ADOBE, row);
			expect(status).toBe('Error');
			expect(firstSentence(message)).toContain(field);
			expect(message).toContain(words);
			expect(message).not.toMatch(ERROR_NAME);
		},
	);
});

describe('the dialog of the Adobe credential names a field first', () => {
	let tokens: StubServer;
	let answer: StubAnswer;
	beforeAll(async () => {
		tokens = await stubServer((request) =>
			request.url === '/ims/token/v3'
				? answer
				: { body: { sandboxes: [{ name: 'dev', state: 'active' }] } },
		);
	});
	afterAll(async () => await tokens.close());

	const granted: StubAnswer = { body: { access_token: 'token', expires_in: 86_399 } };
	const rejected = (error: string): StubAnswer => ({ status: 400, body: { error } });

	it.each<[string, StubAnswer]>([
		['Scopes', rejected('invalid_scope')],
		['Client Secret', rejected('invalid_client_secret')],
		['Client ID', rejected('invalid_client')],
		['Client ID', rejected('unauthorized_client')],
		['Client ID', rejected('access_denied')],
		['Client ID', rejected('bad_request')],
		['Client Secret', rejected('invalid_request')],
		['Token URL', rejected('unsupported_grant_type')],
		['Token URL', { status: 404, body: {} }],
		['Sandbox', granted],
	])('%s, after %j', async (label, given) => {
		answer = given;
		const row = adobeRow(tokens.url, {
			clientId: `client-${crypto.randomUUID()}`,
			sandbox: 'production',
		});
		const { status, message } = await testCredential(registry, ADOBE, row);
		expect(status).toBe('Error');
		expect(firstSentence(message)).toContain(label);
	});
});

describe('the Chatlio credential', () => {
	let chatlio: StubServer;
	let answer: { status?: number; body?: unknown };
	beforeAll(async () => {
		chatlio = await stubServer(() => answer);
	});
	afterAll(async () => await chatlio.close());

	const tested = async () =>
		await testCredential(registry, CHATLIO, { apiKey: 'key-of-chatlio', apiUrl: chatlio.url });

	it.each([
		[401, 'API key'],
		[403, 'API key'],
		[404, 'API URL'],
		[503, 'status 503'],
		[429, 'fewer requests'],
	])('says in words what status %i means', async (status, words) => {
		answer = { status, body: { error: 'no' } };
		const { message } = await tested();
		expect(firstSentence(message)).toContain(words);
		expect(message).toContain('Chatlio');
	});

	it('is not accepted by a server that answers with a page', async () => {
		answer = { body: '<html><body>Welcome</body></html>' };
		expect(await tested()).toEqual({
			status: 'Error',
			message: expect.stringContaining('API URL'),
		});
	});

	it('works with an answer of Chatlio', async () => {
		answer = { body: [] };
		expect(await tested()).toMatchObject({ status: 'OK' });
	});
});
