import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { ChatlioApi } from '../../credentials/ChatlioApi.credentials';
import { CLIENT_SECRET } from '../../emulator/account.mts';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobePlatformStreaming } from '../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { Chatlio } from '../../nodes/Chatlio/Chatlio.node';
import { ADOBE, adobeRow, event } from '../harness/adobe';
import { testCredential } from '../harness/credentialTest';
import { hostileAddresses } from '../harness/hostileAddresses';
import { Registry, runNode } from '../harness/n8n';
import { stubServer, type StubAnswer, type StubServer } from '../harness/stubServer.mts';

const ISSUED = 'issued-by-the-stub';
const API_KEY = 'key-of-the-account';
const SECRETS = [ISSUED, API_KEY, CLIENT_SECRET];

/** The host the credentials name, and somebody else's. */
let home: StubServer;
let stranger: StubServer;
/** What home answers, by the end of the path; everything else as expected of it. */
let answers: Record<string, StubAnswer>;

const TOKEN_PATH = '/ims/token/v3';

beforeAll(async () => {
	home = await stubServer(({ url }) => {
		const planned = Object.entries(answers).find(([part]) => url.includes(part));
		if (planned) return planned[1];
		if (url === TOKEN_PATH) return { body: { access_token: ISSUED, expires_in: 86_399 } };
		return { status: 207, body: { responses: [{ xactionId: 'x', status: 200 }] } };
	});
	stranger = await stubServer(() => ({ body: { access_token: 'of-the-stranger' } }));
});
afterAll(async () => {
	await home.close();
	await stranger.close();
});
beforeEach(() => {
	answers = {};
	home.requests.length = 0;
	stranger.requests.length = 0;
});

const fresh = () => {
	let Type = AdobeExperiencePlatformApi;
	jest.isolateModules(() => {
		const path = '../../credentials/AdobeExperiencePlatformApi.credentials';
		Type = jest.requireActual<{ AdobeExperiencePlatformApi: typeof Type }>(
			path,
		).AdobeExperiencePlatformApi;
	});
	return new Registry().add(
		[new AdobePlatformStreaming(), new AdobeExperiencePlatform(), new Chatlio()],
		[new Type(), new ChatlioApi()],
	);
};

const endpoint = (url: string): INodeParameters => ({
	sendTo: 'endpoint',
	endpointUrl: url,
	authentication: 'adobe',
	recordFormat: 'xdm',
	datasetId: '5ef4551c52e054191a61f99f',
	schemaId: 'https://ns.adobe.com/acme/schemas/1',
	options: { retrySeconds: 0, timeoutSeconds: 5 },
});

const run = async (type: string, parameters: INodeParameters) =>
	await runNode({
		registry: fresh(),
		type,
		parameters,
		credentials: {
			[ADOBE]: adobeRow(home.url),
			chatlioApi: { apiKey: API_KEY, apiUrl: home.url } as ICredentialDataDecryptedObject,
		},
		input: [{ json: event('stays-home') }],
	});

/** The stranger was asked for nothing, and no secret is in what the workflow gets to see. */
function expectNothingLeft(result: unknown) {
	expect(stranger.requests).toEqual([]);
	const shown = JSON.stringify(result);
	for (const secret of SECRETS) expect(shown).not.toContain(secret);
}

const inlet = () => `${home.url}/collection/667b41cf`;
const sandboxes: INodeParameters = { resource: 'sandbox', operation: 'getMany' };
const conversations: INodeParameters = { resource: 'conversation', operation: 'getMany' };

describe.each([301, 302, 303, 307, 308])('a redirect with status %i to a stranger', (status) => {
	const away = () => ({ status, headers: { location: `${stranger.url}/collection/667b41cf` } });

	it.each<[string, string, string, () => INodeParameters]>([
		['the inlet', '/collection/', 'adobePlatformStreaming', () => endpoint(inlet())],
		['the platform', '/data/', 'adobeExperiencePlatform', () => sandboxes],
		['the token service', TOKEN_PATH, 'adobeExperiencePlatform', () => sandboxes],
		['Chatlio', '/v1/api/', 'chatlio', () => conversations],
	])('by %s is not followed, and said', async (_, part, type, parameters) => {
		answers = { [part]: away() };
		const { run: execution, error } = await run(type, parameters());
		expectNothingLeft(execution.data);
		expect(`${error?.message} ${error?.description}`).toContain(String(status));
		expect(home.requests.some(({ url }) => url.includes(part))).toBe(true);
	});

	it('is not followed in the tests of the credentials', async () => {
		for (const part of [TOKEN_PATH, '/data/', '/v1/api/']) {
			answers = { [part]: away() };
			const adobe = await testCredential(fresh(), ADOBE, adobeRow(home.url));
			const row = { apiKey: API_KEY, apiUrl: home.url };
			const chatlio = await testCredential(fresh(), 'chatlioApi', row);
			expectNothingLeft([adobe, chatlio]);
		}
	});
});

describe('an endpoint typed by the editor of a workflow', () => {
	it('is sent to where the credential lists its host', async () => {
		const { error } = await run('adobePlatformStreaming', endpoint(inlet()));
		expect(error).toBeUndefined();
		const [{ headers }] = home.requests.filter(({ url }) => url.startsWith('/collection'));
		expect(headers.authorization).toBe(`Bearer ${ISSUED}`);
	});

	// The addresses of the table need both hosts, which are known when the servers run: by number of the entry.
	// An empty field is refused by n8n itself, before the node is asked.
	const table = hostileAddresses('a.b:1', 'c.d:2', 'http');
	const names = Object.keys(table).filter((name) => table[name] !== '');

	it.each(names)('%s: takes the token to no stranger', async (name) => {
		const address = hostileAddresses(home.host, stranger.host, 'http')[name];
		const typed = await run('adobePlatformStreaming', endpoint(address));
		expectNothingLeft(typed.run.data);
		const text = JSON.stringify(address);
		const worked = await run('adobePlatformStreaming', endpoint(`={{ ${text} }}`));
		expectNothingLeft(worked.run.data);
	});

	it.each<[string, (url: string) => string]>([
		['a list', (url) => `={{ ["${url}"] }}`],
		['a list of both', (url) => `={{ ["${inlet()}", "${url}"] }}`],
		['an object', (url) => `={{ ({ href: "${url}", origin: "${inlet()}" }) }}`],
		['an object that is read as text', (url) => `={{ ({ toString: () => "${url}" }) }}`],
		['an address object', (url) => `={{ new URL("${url}") }}`],
		['a number', () => '={{ 2130706433 }}'],
		['nothing', () => '={{ undefined }}'],
		['null', () => '={{ null }}'],
		['a path that goes up', (url) => `${home.url}/collection/../..//${new URL(url).host}/x`],
		['a question mark', (url) => `${home.url}/collection/x?url=${url}`],
		['a hash', (url) => `${home.url}/collection/x#@${new URL(url).host}`],
	])('%s in an expression takes the token to no stranger', async (_, parameter) => {
		const url = `${stranger.url}/collection/667b41cf`;
		expectNothingLeft((await run('adobePlatformStreaming', endpoint(parameter(url)))).run.data);
	});

	it('adds no header of its own by what it types elsewhere', async () => {
		const parameters = endpoint(inlet());
		const broken = 'prod\r\nX-Forwarded-Host: evil.example';
		parameters.options = { retrySeconds: 0, sandbox: broken };
		parameters.organizationId = broken;
		parameters.flowId = broken;
		const { run: execution } = await run('adobePlatformStreaming', parameters);
		expectNothingLeft(execution.data);
		const sent = home.requests.filter(({ url }) => url.startsWith('/collection'));
		expect(sent.filter(({ headers }) => headers['x-forwarded-host'])).toEqual([]);
	});
});

describe('a service that repeats the request it refuses', () => {
	const echo = (authorization: string) => ({
		status: 400,
		body: { title: `Refused: authorization: ${authorization}`, message: `given ${authorization}` },
	});

	it.each<[string, string, string, () => INodeParameters, string]>([
		[
			'inlet',
			'/collection/',
			'adobePlatformStreaming',
			() => endpoint(inlet()),
			`Bearer ${ISSUED}`,
		],
		['platform', '/data/', 'adobeExperiencePlatform', () => sandboxes, `Bearer ${ISSUED}`],
		['token service', TOKEN_PATH, 'adobeExperiencePlatform', () => sandboxes, CLIENT_SECRET],
		['Chatlio', '/v1/api/', 'chatlio', () => conversations, API_KEY],
	])(
		'%s: the user reads what it says without the secret',
		async (_, part, type, parameters, said) => {
			answers = { [part]: echo(said) };
			const { run: execution, error } = await run(type, parameters());
			expect(error).toBeDefined();
			expectNothingLeft(execution.data);
		},
	);
});
