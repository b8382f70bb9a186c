import {
	NodeConnectionTypes,
	type ICredentialDataDecryptedObject,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INode,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';
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
import { operationCases } from './operationCases';
import { skipWaits } from '../harness/skippedWaits';

// Operations of the platform wait out what these tests answer.
skipWaits();

const ISSUED = 'issued-by-the-stub';
const API_KEY = 'key-of-the-account';
const BASIC = Buffer.from(`${API_KEY}:`).toString('base64');
const SECRETS = [ISSUED, API_KEY, CLIENT_SECRET, BASIC];

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

/** Any node of n8n that sends a request with a credential chosen in it, in one of n8n's three ways. */
class OtherNode implements INodeType {
	description = {
		displayName: 'Other',
		name: 'other',
		group: ['output' as const],
		version: 1,
		description: '',
		defaults: { name: 'Other' },
		usableAsTool: true as const,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: ADOBE }, { name: 'chatlioApi' }],
		properties: ['credential', 'way', 'request'].map((name) => ({
			displayName: name,
			name,
			type: 'string' as const,
			default: '',
		})),
	};

	async execute(this: IExecuteFunctions) {
		const parameter = (name: string) => this.getNodeParameter(name, 0) as unknown;
		const type = parameter('credential') as string;
		// Read anew: what is given is frozen.
		const options = JSON.parse(parameter('request') as string) as IDataObject;
		const { requestWithAuthentication, requestWithAuthenticationPaginated } = this.helpers;
		const send: Record<string, () => Promise<unknown>> = {
			new: async () =>
				await this.helpers.httpRequestWithAuthentication.call(
					this,
					type,
					options as unknown as IHttpRequestOptions,
				),
			old: async () => await requestWithAuthentication.call(this, type, options as never),
			paged: async () =>
				await requestWithAuthenticationPaginated.call(
					this,
					options as never,
					0,
					{
						request: { url: '={{ $response.body.next || $request.uri }}' },
						continue: '={{ $pageCount < 2 }}',
						requestInterval: 0,
					} as never,
					type,
				),
		};
		await send[parameter('way') as string]();
		return [this.getInputData()];
	}
}

const registry = new Registry().add(
	[new AdobePlatformStreaming(), new AdobeExperiencePlatform(), new Chatlio(), new OtherNode()],
	[new AdobeExperiencePlatformApi(), new ChatlioApi()],
);

let accounts = 0;

/** Another account for each run: tokens are remembered per process. */
const newRow = (change: ICredentialDataDecryptedObject = {}) =>
	adobeRow(home.url, { clientId: `client-${(accounts += 1)}`, ...change });

const endpoint = (url: string): INodeParameters => ({
	sendTo: 'endpoint',
	endpointUrl: url,
	authentication: 'adobe',
	recordFormat: 'xdm',
	datasetId: '5ef4551c52e054191a61f99f',
	schemaId: 'https://ns.adobe.com/acme/schemas/1',
	options: { retrySeconds: 0, timeoutSeconds: 300 },
});

const run = async (
	type: string,
	parameters: INodeParameters,
	change: ICredentialDataDecryptedObject = {},
	node: Partial<INode> = {},
) =>
	await runNode({
		registry,
		type,
		parameters,
		credentials: {
			[ADOBE]: newRow(change),
			chatlioApi: { apiKey: API_KEY, apiUrl: home.url, ...change },
		},
		input: [{ json: event('stays-home') }],
		node,
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
	])('by %s is reported and not followed', async (_, part, type, parameters) => {
		answers = { [part]: away() };
		const { run: execution, error } = await run(type, parameters());
		expectNothingLeft(execution.data);
		expect(`${error?.message} ${error?.description}`).toContain(String(status));
		expect(home.requests.some(({ url }) => url.includes(part))).toBe(true);
	});

	it('is not followed in the tests of the credentials', async () => {
		for (const part of [TOKEN_PATH, '/data/', '/v1/api/']) {
			answers = { [part]: away() };
			const adobe = await testCredential(registry, ADOBE, newRow());
			const row = { apiKey: API_KEY, apiUrl: home.url };
			const chatlio = await testCredential(registry, 'chatlioApi', row);
			expectNothingLeft([adobe, chatlio]);
		}
	});
});

describe('an endpoint that the editor of a workflow enters', () => {
	it('receives the token if the credential lists its host', async () => {
		const { error } = await run('adobePlatformStreaming', endpoint(inlet()));
		expect(error).toBeUndefined();
		const [{ headers }] = home.requests.filter(({ url }) => url.startsWith('/collection'));
		expect(headers.authorization).toBe(`Bearer ${ISSUED}`);
	});

	// The addresses of the table need both hosts, which are known when the servers run: by number of the entry.
	// n8n itself rejects an empty field before the node runs.
	const table = hostileAddresses('a.b:1', 'c.d:2', 'http');
	const names = Object.keys(table).filter((name) => table[name] !== '');

	it.each(names)('never takes the token to a stranger: %s', async (name) => {
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
	])('never takes the token to a stranger with an expression: %s', async (_, parameter) => {
		const url = `${stranger.url}/collection/667b41cf`;
		expectNothingLeft((await run('adobePlatformStreaming', endpoint(parameter(url)))).run.data);
	});

	it('adds no header through values of other fields', async () => {
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

/** Every text within, also of errors and of what is not enumerable. */
function textsIn(value: unknown, seen = new Set<unknown>()): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || seen.has(value)) return [];
	seen.add(value);
	const names = Object.getOwnPropertyNames(value);
	return names.flatMap((name) => textsIn((value as Record<string, unknown>)[name], seen));
}

describe('the errors of this package’s nodes', () => {
	const nodes: Array<[string, string, () => INodeParameters]> = [
		['/collection/', 'adobePlatformStreaming', () => endpoint(inlet())],
		['/data/', 'adobeExperiencePlatform', () => sandboxes],
		[TOKEN_PATH, 'adobeExperiencePlatform', () => sandboxes],
		['/v1/api/', 'chatlio', () => conversations],
	];
	const faults: Array<[string, StubAnswer]> = [
		...[400, 401, 403, 404, 429, 500].map((status): [string, StubAnswer] => [
			`status ${status}`,
			{ status, body: {} },
		]),
		['a lost connection', { drop: true }],
		['half an answer', { cutOff: true, body: {} }],
	];
	const modes = [undefined, 'continueRegularOutput', 'continueErrorOutput'] as const;

	it.each(faults)('contain no secret of the request after %s', async (_, answer) => {
		for (const [part, type, parameters] of nodes) {
			for (const onError of modes) {
				answers = { [part]: answer };
				const { run: execution } = await run(type, parameters(), {}, { onError });
				const texts = textsIn(execution.data);
				expect(texts.length).toBeGreaterThan(0);
				for (const secret of SECRETS) {
					expect(texts.filter((text) => text.includes(secret))).toEqual([]);
				}
			}
		}
	});
});

describe('a service that repeats the request it rejects', () => {
	const echo = (authorization: string) => ({
		status: 400,
		body: { title: `Rejected: authorization: ${authorization}`, message: `given ${authorization}` },
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
	])('is quoted without the secret: %s', async (_, part, type, parameters, said) => {
		answers = { [part]: echo(said) };
		const { run: execution, error } = await run(type, parameters());
		expect(error).toBeDefined();
		expectNothingLeft(execution.data);
	});
});

describe.each([
	['Adobe', ADOBE, `Bearer ${ISSUED}`],
	['Chatlio', 'chatlioApi', `Basic ${BASIC}`],
])('the credential of %s in another node', (_, credential, header) => {
	const send = async (
		way: string,
		request: IDataObject,
		change: ICredentialDataDecryptedObject = { allowedHttpRequestDomains: 'all' },
	) => {
		const parameters = { credential, way, request: JSON.stringify(request) };
		const { error, run: execution } = await run('other', parameters, change);
		return { error: error && `${error.message} ${error.description}`, execution };
	};
	const carried = () => home.requests.filter(({ headers }) => headers.authorization);
	const url = () => `${home.url}/data/x`;

	it.each(['new', 'old', 'paged'])(
		'cannot be used until its owner opens it, the %s way',
		async (way) => {
			const closed: ICredentialDataDecryptedObject[] = [
				{},
				{ allowedHttpRequestDomains: 'package' },
				{ allowedHttpRequestDomains: 'none' },
			];
			for (const change of closed) {
				const { error, execution } = await send(way, { url: url(), uri: url() }, change);
				expect(error).toContain('Use in HTTP Request Node');
				expectNothingLeft(execution.data);
				expect(carried()).toEqual([]);
			}
		},
	);

	it.each(['new', 'old', 'paged'])(
		'goes to its own host when it is open, the %s way',
		async (way) => {
			const { error } = await send(way, { url: url(), uri: url() });
			expect(error).toBeUndefined();
			expect(carried().length).toBeGreaterThan(0);
			for (const { headers } of carried()) {
				expect(headers.authorization).toBe(header);
				expect(headers.host).toBe(home.host);
			}
		},
	);

	it.each<[string, () => IDataObject, string]>([
		['a header Host', () => ({ headers: { Host: stranger.host } }), 'header Host'],
		['a header in small letters', () => ({ headers: { host: stranger.host } }), 'header host'],
		['the header of HTTP/2', () => ({ headers: { ':authority': stranger.host } }), ':authority'],
		['an authority of its own', () => ({ agentOptions: { ca: 'evil' } }), 'certificates'],
		['another name in TLS', () => ({ agentOptions: { servername: 'evil.example' } }), 'certif'],
		['unchecked certificates', () => ({ rejectUnauthorized: false }), 'certificate is not checked'],
		['a proxy', () => ({ proxy: stranger.url }), 'proxy'],
		['TRACE', () => ({ method: 'TRACE' }), 'method'],
		['a stranger', () => ({ url: stranger.url, uri: stranger.url }), 'only sent to'],
		[
			'a base of a stranger',
			() => ({ baseURL: stranger.url, url: '/x', uri: '/x' }),
			'only sent to',
		],
		[
			'a path that is an address',
			() => ({ baseURL: home.url, url: `//${stranger.host}/x`, uri: `//${stranger.host}/x` }),
			'only sent to',
		],
	])('is not sent with %s', async (_name, change, words) => {
		for (const way of ['new', 'old', 'paged']) {
			// The pages name their address themselves.
			if (way === 'paged' && 'url' in change()) continue;
			const { error, execution } = await send(way, { url: url(), uri: url(), ...change() });
			expect(error).toContain(words);
			expectNothingLeft(execution.data);
			expect(carried()).toEqual([]);
		}
	});

	it('does not follow the URL of a next page to a stranger', async () => {
		answers = { '/data/': { body: { next: `${stranger.url}/data/y` } } };
		const { error, execution } = await send('paged', { url: url(), uri: url(), json: true });
		expect(error).toContain('only sent to');
		expectNothingLeft(execution.data);
		expect(carried()).toHaveLength(1);
	});

	it.each(['new', 'old'])('does not follow a redirect to a stranger, the %s way', async (way) => {
		answers = { '/data/': { status: 307, headers: { location: `${stranger.url}/y` } } };
		const request = { url: url(), uri: url(), maxRedirects: 5, followAllRedirects: true };
		expectNothingLeft((await send(way, request)).execution.data);
		expect(carried().length).toBeGreaterThan(0);
	});
});

describe('plain http', () => {
	it('carries nothing to a host that is listed without it', async () => {
		const node = { onError: 'continueErrorOutput' } as const;
		const change = { allowedHosts: home.host };
		const result = await run('adobeExperiencePlatform', sandboxes, change, node);
		expect(result.output(1)[0].json.problem).toMatchObject({
			code: 'credential.hostNotAllowed',
			message: expect.stringContaining(`"http://${home.host}" is neither`),
			advice: `Correct the Token URL, or add http://${home.host} to Allowed Hosts in the credential.`,
			retry: 'afterChange',
		});
		expectNothingLeft(result.run.data);
		expect(home.requests).toEqual([]);
	});
});

describe('an ID that names no single resource', () => {
	const DOTS = ['.', '..', '%2e%2e', '../../x'];
	const operations = Object.entries(operationCases).flatMap(([resource, cases]) =>
		Object.keys(cases).map((operation): [string, string] => [resource, operation]),
	);

	/** The same parameters with the ID in place of every ID. */
	const withId = (value: unknown, id: string): unknown => {
		if (typeof value !== 'object' || value === null) return value;
		if ('__rl' in value) return { ...value, value: `={{ "${id}" }}` };
		return Object.fromEntries(
			Object.entries(value).map(([name, one]) => [
				name,
				/Id$/.test(name) && typeof one === 'string' ? id : withId(one, id),
			]),
		);
	};

	it.each(operations)('never leads to another path: %s %s', async (resource, operation) => {
		const { parameters, json } = operationCases[resource][operation];
		answers = { '/data/': { status: 404, body: {} } };
		for (const id of DOTS) {
			home.requests.length = 0;
			await runNode({
				registry,
				type: 'adobeExperiencePlatform',
				parameters: withId({ resource, operation, ...parameters }, id) as INodeParameters,
				credentials: { [ADOBE]: newRow() },
				input: [{ json: json ?? {} }],
			});
			const paths = home.requests.map(({ url }) => url.split('?')[0]);
			// A path that lost its ID, and the parts after and before it.
			const folders = paths.filter((path) => path.endsWith('/') && !path.includes('/sandbox-'));
			expect(folders).toEqual([]);
			expect(paths.filter((path) => path !== TOKEN_PATH && !path.startsWith('/data/'))).toEqual([]);
			const changed = home.requests.filter(({ method, url }) => method === 'DELETE' && url);
			for (const { url } of changed) expect(url).toContain(encodeURIComponent(id));
		}
	});

	it.each(DOTS)('deletes nothing else when it comes from Adobe: %j', async (id) => {
		const inAnswers: Array<Record<string, StubAnswer>> = [
			{ '/flowservice/flows': { body: { items: [{ id, name: 'Shop XDM' }] } } },
			{ '/catalog/dataSets': { body: { [id]: { name: 'Shop Events' } } } },
			{ '/tenant/fieldgroups': { body: { results: [{ $id: id, title: 'Shop Fields' }] } } },
		];
		for (const answer of inAnswers) {
			home.requests.length = 0;
			answers = { ...answer, '/data/': { body: {} } };
			const remove = {
				resource: 'chatlioSource',
				operation: 'remove',
				name: 'Shop',
				confirmName: 'Shop',
			};
			const node = { onError: 'continueErrorOutput' } as const;
			const { output } = await run('adobeExperiencePlatform', remove, {}, node);
			const deleted = home.requests.filter(({ method }) => method === 'DELETE');
			if (['.', '..'].includes(id)) {
				expect(output(1)[0].json.problem).toMatchObject({
					code: 'id.invalid',
					message: `"${id}" is not an ID`,
				});
				expect(deleted).toEqual([]);
			} else {
				expect(deleted).toHaveLength(1);
				expect(deleted[0].url).toMatch(new RegExp(`/${encodeURIComponent(id)}$`));
			}
		}
	});
});
