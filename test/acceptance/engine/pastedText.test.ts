import fc from 'fast-check';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../../credentials/AdobeExperiencePlatformApi.credentials';
import { ChatlioApi } from '../../../credentials/ChatlioApi.credentials';
import type { Problem } from '../../../lib/problem/problem';
import { AdobeExperiencePlatform } from '../../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobePlatformStreaming } from '../../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { Chatlio } from '../../../nodes/Chatlio/Chatlio.node';
import { ADOBE, adobeRow, event } from '../../harness/adobe';
import { testCredential } from '../../harness/credentialTest';
import { loadOptionsContext, Registry, runNode } from '../../harness/n8n';
import { operationCases } from '../../integration/operationCases';
import { OUTSIDE_SANDBOXES } from './failureCases';
import {
	stubServer,
	type SeenRequest,
	type StubAnswer,
	type StubServer,
} from '../../harness/stubServer.mts';

const registry = new Registry().add(
	[new AdobeExperiencePlatform(), new AdobePlatformStreaming(), new Chatlio()],
	[new AdobeExperiencePlatformApi(), new ChatlioApi()],
);

const TOKEN_PATH = '/ims/token/v3';
const FLOW_ID = '3f2b8c1e-7a90-4d5c-9b1f-2e6d4a8c0b17';
const DATASET_ID = '5c8c3c555033b814b69f947f';
const SCHEMA_ID = 'https://ns.adobe.com/acme/schemas/7a1d';
const INLET_ID = '667b41cf';

const ZERO_WIDTH_SPACE = '\u200b';
const EN_DASH = '\u2013';
const NO_BREAK_SPACE = '\u00a0';

let answer: (request: SeenRequest) => StubAnswer;
let accessToken: string;
let stub: StubServer;

beforeAll(async () => {
	stub = await stubServer((request) =>
		request.url === TOKEN_PATH
			? { body: { access_token: accessToken, token_type: 'bearer', expires_in: 86_399 } }
			: answer(request),
	);
});
afterAll(async () => await stub.close());

beforeEach(() => {
	answer = () => ({ status: 404, body: {} });
	accessToken = 'eyJ-of-the-pasted-texts';
	stub.requests.length = 0;
});

let accounts = 0;

/** Another account for each run, because tokens are remembered per process. */
const row = (change: ICredentialDataDecryptedObject = {}) =>
	adobeRow(stub.url, { clientId: `client-${(accounts += 1)}`, ...change });

interface Run {
	/** Name of the node type. */
	type?: string;
	parameters: INodeParameters;
	credential?: ICredentialDataDecryptedObject;
	json?: IDataObject;
}

/** Runs a node with one item, with the error output on. */
async function run({ type = 'adobeExperiencePlatform', parameters, credential, json = {} }: Run) {
	const { error, output } = await runNode({
		registry,
		type,
		parameters,
		credentials: {
			[ADOBE]: row(credential),
			chatlioApi: { apiKey: 'key', apiUrl: stub.url, ...credential },
		},
		input: [{ json }],
		node: { onError: 'continueErrorOutput' },
	});
	return {
		error,
		items: output(0).map((item) => item.json),
		problem: output(1)[0]?.json.problem as unknown as Problem | undefined,
	};
}

/** A text that an expression returns, which the editor does not check. */
const expression = (text: string) => `={{ ${JSON.stringify(text)} }}`;

const locator = (value: string) => ({ __rl: true, mode: 'id', value });

const chatlioSource = (operation: string, options: INodeParameters = {}): INodeParameters => ({
	resource: 'chatlioSource',
	operation,
	name: 'Shop',
	options,
	...(operation === 'remove' ? { confirmName: 'Shop', withData: true } : { deliveryRoute: 'xdm' }),
});

/** Texts that Node sends in a header as `dev`, with the words that name what is wrong in them. */
const LIKE_DEV: Array<[text: string, words: string]> = [
	[`d${EN_DASH}ev`, 'U+2013, an en dash) at position 2'],
	[`dev${ZERO_WIDTH_SPACE}`, 'U+200B, an invisible character (zero width space), at position 4'],
	['d\u2010ev', 'U+2010, a hyphen of another kind) at position 2'],
	['\ufeffdev', 'U+FEFF, an invisible character (byte order mark), at position 1'],
	['d\u00adev', 'U+00AD, an invisible character (soft hyphen), at position 2'],
	['de\nv', 'U+000A, a line break, at position 3'],
];

describe.each(['setUp', 'preview', 'remove'])('Chatlio Source: %s', (operation) => {
	it.each(LIKE_DEV)('sends nothing for the sandbox %j in Options', async (text, words) => {
		for (const sandbox of [
			expression(text),
			{ __rl: true, mode: 'name', value: expression(text) },
			{ __rl: true, mode: 'name', value: text },
			{ __rl: true, mode: 'list', value: text },
		]) {
			const { problem } = await run({ parameters: chatlioSource(operation, { sandbox }) });
			expect(problem).toMatchObject({
				code: 'setting.invalidCharacter',
				field: 'Sandbox',
				message: expect.stringContaining(words),
				advice: expect.stringContaining('letters, digits, - and _'),
				retry: 'afterChange',
			});
		}
		expect(stub.requests).toEqual([]);
	});

	it.each(LIKE_DEV)('sends nothing for the sandbox %j in the credential', async (text, words) => {
		const credential = { sandbox: text };
		const { problem } = await run({ parameters: chatlioSource(operation), credential });
		expect(problem).toMatchObject({
			code: 'credential.invalidCharacter',
			field: 'Sandbox',
			message: expect.stringContaining(words),
			retry: 'afterChange',
		});
		expect(stub.requests).toEqual([]);
	});

	it('works in the sandbox with exactly this name, without the white space around it', async () => {
		const sandbox = expression('  Dev-2_b\n');
		await run({ parameters: chatlioSource(operation, { sandbox }) });
		const names = stub.requests
			.filter(({ url }) => url !== TOKEN_PATH)
			.map(({ headers }) => headers['x-sandbox-name']);
		expect([...new Set(names)]).toEqual(['Dev-2_b']);
	});
});

/** Every operation. */
const operations = Object.entries(operationCases).flatMap(([resource, cases]) =>
	Object.entries(cases).map(([operation, { parameters, json }]) => ({
		parameters: { resource, operation, ...parameters } as INodeParameters,
		json,
	})),
);

it.each([
	[`Shop ${EN_DASH} EU`, '"–" (U+2013, an en dash) at position 6'],
	[`Shop${ZERO_WIDTH_SPACE}`, 'U+200B, an invisible character (zero width space), at position 5'],
	[`Shop${NO_BREAK_SPACE}EU`, 'U+00A0, a no-break space, at position 5'],
])('sends nothing for the name %j, which Adobe could not find again', async (name, words) => {
	for (const operation of ['setUp', 'remove']) {
		const parameters = { ...chatlioSource(operation), name };
		expect((await run({ parameters })).problem).toMatchObject({
			code: 'setting.invalidCharacter',
			field: 'Name',
			message: expect.stringContaining(words),
		});
	}
	expect(stub.requests).toEqual([]);
});

it.each([
	['Sandbox', { sandbox: '={{ $json.missing }}' }],
	['Sandbox', { sandbox: { __rl: true, mode: 'name', value: '={{ $json.missing }}' } }],
	['Sandbox', { sandbox: { __rl: true, mode: 'name', value: '={{ null }}' } }],
	['Dataset Name', { datasetName: '={{ $json.missing }}' }],
	['User Namespace', { userNamespace: '={{ null }}' }],
])('does not take another %s for one that an expression misses: %j', async (field, options) => {
	for (const operation of ['setUp', 'remove']) {
		const { problem } = await run({ parameters: chatlioSource(operation, options) });
		expect(problem).toMatchObject({ code: 'setting.expressionEmpty', field });
	}
	expect(stub.requests.filter(({ method, url }) => method !== 'GET' && url !== TOKEN_PATH)).toEqual(
		[],
	);
});

it.each(operations)(
	'sends nothing in a pasted sandbox: $parameters',
	async ({ parameters, json }) => {
		const [[text]] = LIKE_DEV;
		const sandbox = { __rl: true, mode: 'name', value: text };
		const inCredential = await run({ parameters, json, credential: { sandbox: text } });
		expect(inCredential.problem?.code).toBe('credential.invalidCharacter');
		if (OUTSIDE_SANDBOXES.includes(String(parameters.resource))) return;
		const inOptions = await run({ parameters: { ...parameters, options: { sandbox } }, json });
		expect(inOptions.problem?.code).toBe('setting.invalidCharacter');
		expect(stub.requests).toEqual([]);
	},
);

describe('the list of sandboxes in the panel', () => {
	it('sends nothing in a sandbox that cannot exist', async () => {
		const sandbox = { __rl: true, mode: 'list', value: `d${EN_DASH}ev` };
		const parameters = { resource: 'dataflow', operation: 'get', options: { sandbox } };
		const node = registry.getByNameAndVersion('n8n-nodes-chatlio-aep.adobeExperiencePlatform');
		const context = loadOptionsContext(registry, 'adobeExperiencePlatform', parameters, {
			[ADOBE]: row(),
		});
		const list = node.methods!.listSearch!.searchDataflows.call(context, '');
		await expect(list).rejects.toThrow('U+2013, an en dash');
		expect(stub.requests).toEqual([]);
	});
});

describe('the credential', () => {
	const FIELDS: Array<[name: string, label: string, text: string]> = [
		['clientId', 'Client ID', '4f8e2b6a'],
		['clientSecret', 'Client Secret', 'p8e-Zk3v'],
		['organizationId', 'Organization ID', '9C1D3A5E@AdobeOrg'],
		['scopes', 'Scopes', 'openid,AdobeID'],
		['sandbox', 'Sandbox', 'dev'],
	];

	it.each(FIELDS)('is not used with an invisible character in %s', async (name, field, text) => {
		for (const pasted of [
			text + ZERO_WIDTH_SPACE,
			`\ufeff${text}`,
			`${NO_BREAK_SPACE}${text}`,
			`${text.slice(0, 2)}\u2060${text.slice(2)}`,
			`${text.slice(0, 2)}\n${text.slice(2)}`,
		]) {
			stub.requests.length = 0;
			const credential = { [name]: pasted };
			const { problem } = await run({ parameters: chatlioSource('remove'), credential });
			expect(problem).toMatchObject({
				code: 'credential.invalidCharacter',
				field,
				message: expect.stringMatching(
					/^The field .+ of the credential contains U\+[0-9A-F]{4}, .+, at position \d+$/,
				),
			});
			expect(stub.requests).toEqual([]);
		}
	});

	it.each([
		['tokenUrl', 'Token URL', TOKEN_PATH],
		['platformUrl', 'Platform URL', ''],
		['allowedHosts', 'Allowed Hosts', ''],
	])('is not used with an invisible character in %s', async (name, field, path) => {
		const host = stub.url.replace('127.', `127.${ZERO_WIDTH_SPACE}`);
		const credential = { [name]: host + path };
		const { problem } = await run({ parameters: chatlioSource('remove'), credential });
		expect(problem).toMatchObject({ code: 'credential.invalidCharacter', field });
		expect(stub.requests).toEqual([]);
	});

	it.each(FIELDS)('says so in its test, too: %s', async (name, field, text) => {
		const credential = row({ [name]: text + ZERO_WIDTH_SPACE });
		const { status, message } = await testCredential(registry, ADOBE, credential);
		expect({ status, message }).toEqual({
			status: 'Error',
			message: expect.stringContaining(
				`The field ${field} of the credential contains U+200B, an invisible character (zero width space), at position ${text.length + 1}`,
			),
		});
		expect(stub.requests).toEqual([]);
	});

	it('is not used when an expression in it returns an object', async () => {
		const credential = { sandbox: { name: 'dev' } as unknown as string };
		const { problem } = await run({ parameters: chatlioSource('remove'), credential });
		expect(problem).toMatchObject({ code: 'setting.wrongType', field: 'Sandbox' });
		expect(stub.requests).toEqual([]);
	});
});

describe('the ID of a resource', () => {
	const choices: Array<[label: string, parameter: string, parameters: INodeParameters]> = [
		['Dataflow', 'dataflow', { resource: 'dataflow', operation: 'delete' }],
		['Dataflow', 'dataflow', { resource: 'dataflow', operation: 'get' }],
		['Dataflow', 'dataflow', { resource: 'dataflow', operation: 'disable' }],
		['Dataflow', 'dataflow', { resource: 'dataflowRun', operation: 'getMany' }],
		['Dataset', 'dataset', { resource: 'dataset', operation: 'delete' }],
		['Dataset', 'dataset', { resource: 'dataset', operation: 'getBatches' }],
		['Dataset', 'dataset', { resource: 'failedRecord', operation: 'getMany' }],
		['Schema', 'schema', { resource: 'schema', operation: 'get' }],
		['Schema', 'schema', { resource: 'record', operation: 'validate' }],
		['Mapping Set ID', 'mappingSetId', { resource: 'mappingSet', operation: 'get' }],
		['Inlet', 'inlet', { resource: 'metric', operation: 'get', measure: 'inlet' }],
	];

	it.each(choices)('is not sent as %s with a foreign character: %s %j', async (...row) => {
		const [field, name, parameters] = row;
		for (const character of [ZERO_WIDTH_SPACE, EN_DASH, NO_BREAK_SPACE, '\ufeff', '\n\u202e']) {
			for (const text of [character + DATASET_ID, DATASET_ID + character, `5c${character}8c`]) {
				const value = name === 'mappingSetId' || name === 'inlet' ? text : locator(text);
				const parameter = typeof value === 'string' ? expression(value) : locator(expression(text));
				const { problem } = await run({ parameters: { ...parameters, [name]: parameter } });
				expect(problem).toMatchObject({
					code: 'setting.invalidCharacter',
					field,
					message: expect.stringMatching(/U\+[0-9A-F]{4}, .+ at position \d+$/),
				});
			}
		}
		expect(stub.requests).toEqual([]);
	});

	it('does not widen a filter: a comma separates values there', async () => {
		const parameters = {
			resource: 'dataflowRun',
			operation: 'getMany',
			dataflow: locator(expression(`${FLOW_ID},other`)),
		};
		expect((await run({ parameters })).problem).toMatchObject({
			code: 'setting.invalidCharacter',
			message: expect.stringContaining('"," (U+002C) at position 37'),
		});
		expect(stub.requests).toEqual([]);
	});

	it('is not sent as a field group with a foreign character', async () => {
		const fieldGroup = { __rl: true, mode: 'url', value: `${SCHEMA_ID}${ZERO_WIDTH_SPACE}` };
		const { problem } = await run({
			parameters: {
				resource: 'schema',
				operation: 'createFromFields',
				title: 'Chat',
				ownFields: false,
				fieldGroups: { group: [{ fieldGroup }] },
			},
		});
		expect(problem).toMatchObject({ code: 'setting.invalidCharacter', field: 'Field Group' });
		expect(stub.requests).toEqual([]);
	});

	it('is not sent as a number that was rounded', async () => {
		const dataset = locator('={{ 12345678901234567890 }}');
		const parameters = { resource: 'dataset', operation: 'delete', dataset };
		expect((await run({ parameters })).problem).toMatchObject({ code: 'setting.wrongType' });
		expect(stub.requests).toEqual([]);
	});
});

describe('a choice that an expression makes', () => {
	it.each<[string, INodeParameters]>([
		['Owner', { resource: 'schema', operation: 'getMany', owner: expression('tenant/../x') }],
		['Owner', { resource: 'fieldGroup', operation: 'getMany', owner: expression('') }],
		[
			'State',
			{ resource: 'dataflow', operation: 'getMany', filters: { state: expression('a,b') } },
		],
		[
			'Status',
			{
				resource: 'dataset',
				operation: 'getBatches',
				dataset: locator(DATASET_ID),
				filters: { status: '={{ ["failed", "success"] }}' },
			},
		],
	])('is one of the list: %s %j', async (field, parameters) => {
		const { problem } = await run({ parameters });
		expect(problem).toMatchObject({ code: 'setting.invalid', field });
		expect(stub.requests).toEqual([]);
	});
});

describe('Adobe Platform Streaming', () => {
	const endpoint = (change: INodeParameters = {}): INodeParameters => ({
		sendTo: 'endpoint',
		endpointUrl: `${stub.url}/collection/${INLET_ID}`,
		authentication: 'none',
		recordFormat: 'xdm',
		flowId: FLOW_ID,
		datasetId: DATASET_ID,
		schemaId: SCHEMA_ID,
		organizationId: '9C1D3A5E7F0B2468@AdobeOrg',
		...change,
	});
	const type = 'adobePlatformStreaming';
	const json = event('e1') as IDataObject;

	it.each([
		['Dataflow ID', 'flowId', FLOW_ID],
		['Dataset ID', 'datasetId', DATASET_ID],
		['Schema ID', 'schemaId', SCHEMA_ID],
		['Organization ID', 'organizationId', '9C1D@AdobeOrg'],
	])('sends nothing with a foreign character in %s', async (field, name, text) => {
		for (const authentication of ['none', 'adobe']) {
			for (const pasted of [`${text}${ZERO_WIDTH_SPACE}`, text.replace(/^./, EN_DASH)]) {
				const parameters = endpoint({ [name]: pasted, authentication });
				const { problem } = await run({ type, parameters, json });
				expect(problem).toMatchObject({
					code: 'setting.invalidCharacter',
					field,
					message: expect.stringMatching(/U\+20(0B|13), an /),
				});
			}
		}
		expect(stub.requests).toEqual([]);
	});

	it.each([
		['at its end', (url: string) => url + ZERO_WIDTH_SPACE],
		['in its host', (url: string) => url.replace('127', `127${ZERO_WIDTH_SPACE}`)],
		['in the dataflow ID', (url: string) => `${url}?x-adobe-flow-id=3f2b${EN_DASH}7a90`],
		['encoded', (url: string) => `${url}?x-adobe-flow-id=3f2b%E2%80%8B`],
		['as a plus', (url: string) => `${url}?x-adobe-flow-id=3f2b+7a90`],
	])('sends nothing to a URL with a foreign character %s', async (_, paste) => {
		const endpointUrl = paste(`${stub.url}/collection/${INLET_ID}`);
		const { problem } = await run({
			type,
			parameters: endpoint({ endpointUrl, flowId: '' }),
			json,
		});
		expect(problem).toMatchObject({
			code: 'setting.invalidCharacter',
			field: 'Streaming Endpoint URL',
		});
		expect(stub.requests).toEqual([]);
	});

	it.each(LIKE_DEV)('sends nothing for the sandbox %j', async (text, words) => {
		for (const authentication of ['none', 'adobe']) {
			const parameters = endpoint({ authentication, options: { sandbox: expression(text) } });
			const { problem } = await run({ type, parameters, json });
			expect(problem?.message).toContain(words);
		}
		expect(stub.requests).toEqual([]);
	});

	it.each([
		['a sandbox name', { sandboxName: `d${EN_DASH}ev` }],
		['an organization ID', { imsOrgId: `9C1D${ZERO_WIDTH_SPACE}@AdobeOrg` }],
	])('sends nothing with %s of Adobe that would change on the way', async (_, flow) => {
		const inletUrl = `${stub.url}/collection/${INLET_ID}`;
		const params = { inletUrl, dataType: 'raw', authenticationRequired: true };
		const item = { id: FLOW_ID, state: 'enabled', sourceConnectionIds: ['s'], ...flow };
		const items = [{ ...item, baseConnectionId: 'b', auth: { params } }];
		answer = () => ({ body: { items } });
		const parameters = { sendTo: 'dataflow', dataflow: locator(FLOW_ID), recordFormat: 'raw' };
		const { problem } = await run({ type, parameters, json });
		expect(problem).toMatchObject({
			code: 'request.invalidCharacter',
			message: expect.stringMatching(/^The header x-.+ contains .*U\+20/),
		});
		expect(stub.requests.filter(({ url }) => url.includes('/collection/'))).toEqual([]);
	});
});

describe('text from a response', () => {
	const flow = (etag: string) => ({
		id: FLOW_ID,
		state: 'enabled',
		etag,
		transformations: [{ name: 'Mapping', params: { mappingId: 'm1' } }],
	});
	const parameters = {
		resource: 'dataflow',
		operation: 'updateMapping',
		dataflow: locator(FLOW_ID),
		mappingSetId: 'm2',
	};
	const patches = () => stub.requests.filter(({ method }) => method === 'PATCH');

	it('is sent back exactly when it is an etag', async () => {
		answer = () => ({ body: { items: [flow('"510b b1/+=~"')] } });
		await run({ parameters });
		expect(patches().map(({ headers }) => headers['if-match'])).toEqual(['"510b b1/+=~"']);
	});

	it('is not sent back when a header would change it', async () => {
		answer = () => ({ body: { items: [flow('"510b–b1"')] } });
		const { problem } = await run({ parameters });
		expect(problem).toMatchObject({
			code: 'request.invalidCharacter',
			message: expect.stringContaining('the header If-Match contains "–" (U+2013, an en dash)'),
		});
		expect(patches()).toEqual([]);
	});

	it('is not sent back when it is a token that a header would change', async () => {
		accessToken = `eyJ${ZERO_WIDTH_SPACE}token`;
		const { problem } = await run({ parameters });
		expect(problem).toMatchObject({
			code: 'request.invalidCharacter',
			message: expect.stringContaining('the header Authorization contains U+200B'),
		});
		expect(stub.requests.map(({ url }) => url)).toEqual([TOKEN_PATH]);
	});

	it.each([
		['a+b', 'a%2Bb'],
		['a%2Bb', 'a%2Bb'],
		['a/b=', 'a%2Fb%3D'],
		['a%20b%2f', 'a%20b%2F'],
		['é😀', '%C3%A9%F0%9F%98%80'],
		['a%zz', 'a%25zz'],
	])('asks for the next page with the continuation token %s', async (inLink, sent) => {
		const next = { href: `/flows?limit=1&continuationToken=${inLink}&orderby=name` };
		answer = ({ url }) =>
			url.includes('continuationToken')
				? { body: { items: [{ id: 'f2', name: 'B' }], _links: {} } }
				: { body: { items: [{ id: 'f1', name: 'A' }], _links: { next } } };
		const getMany = { resource: 'dataflow', operation: 'getMany', returnAll: true };
		const { items } = await run({ parameters: getMany });
		expect(items.map(({ id }) => id)).toEqual(['f1', 'f2']);
		const tokens = stub.requests.flatMap(
			({ url }) => /[?&]continuationToken=([^&]*)/.exec(url)?.[1] ?? [],
		);
		expect(tokens).toEqual([sent]);
	});

	it('starts the next page of schemas at exactly the title that the registry names', async () => {
		answer = ({ url }) =>
			url.includes('start=')
				? { body: { results: [{ $id: 's2', title: 'Z' }], _page: { next: null } } }
				: { body: { results: [{ $id: 's1', title: 'A' }], _page: { next: 'C+D & é%2B' } } };
		const getMany = { resource: 'schema', operation: 'getMany', returnAll: true };
		const { items } = await run({ parameters: getMany });
		expect(items.map(({ id }) => id)).toEqual(['s1', 's2']);
		expect(stub.requests.at(-1)!.url).toContain('start=C%2BD%20%26%20%C3%A9%252B');
	});

	it('names the file with rejected records exactly as its list does', async () => {
		answer = ({ url }) => {
			if (url.includes('/catalog/batches')) return { body: { 'b+1': { status: 'failed' } } };
			if (url.includes('path=')) return { body: '{"_id":"r1"}\n' };
			return { body: { data: [{ name: 'part 0+1%2B.json' }] } };
		};
		const getMany = {
			resource: 'failedRecord',
			operation: 'getMany',
			dataset: locator(DATASET_ID),
		};
		const { items } = await run({ parameters: getMany });
		expect(items).toHaveLength(1);
		expect(stub.requests.at(-1)!.url).toBe(
			'/data/foundation/export/batches/b%2B1/failed?path=part%200%2B1%252B.json',
		);
	});
});

describe('Chatlio', () => {
	const parameters = { resource: 'conversation', operation: 'getMany' };

	it.each([
		['API Key', { apiKey: `key${ZERO_WIDTH_SPACE}` }, 'U+200B'],
		['API Key', { apiKey: 'ke:y' }, '":" (U+003A, a colon)'],
		['API Key', { apiKey: 'clé' }, '"é" (U+00E9)'],
		['API URL', { apiUrl: 'http://127.0.0.1\u00ad:9' }, 'U+00AD'],
	])('gets no request with a foreign character in %s %j', async (field, credential, words) => {
		const { problem } = await run({ type: 'chatlio', parameters, credential });
		expect(problem).toMatchObject({
			code: 'credential.invalidCharacter',
			field,
			message: expect.stringContaining(words),
		});
		const tested = await testCredential(registry, 'chatlioApi', {
			apiKey: 'key',
			apiUrl: stub.url,
			...credential,
		});
		expect(tested).toEqual({ status: 'Error', message: expect.stringContaining(words) });
		expect(stub.requests).toEqual([]);
	});

	it('gets no request for a widget ID with a foreign character', async () => {
		const widget = { widgets: 'one', widgetId: expression(`2b7a${EN_DASH}5d0e`) };
		const { problem } = await run({ type: 'chatlio', parameters: { ...parameters, ...widget } });
		expect(problem).toMatchObject({ code: 'setting.invalidCharacter', field: 'Widget ID' });
		expect(stub.requests).toEqual([]);
	});
});

/** Text as people paste it: mostly plain, with characters that headers, URLs and eyes lose. */
const pastedText = fc
	.array(
		fc.oneof(
			{ weight: 6, arbitrary: fc.constantFrom(...'abdev019-_') },
			{ weight: 1, arbitrary: fc.constantFrom(...' \t\n/.,+%&="~@:?#') },
			{ weight: 1, arbitrary: fc.constantFrom(...'\u00a0\u00ad\u200b\u2013\u2011\ufeff\u202eéа') },
			{ weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
		),
		{ maxLength: 12 },
	)
	.map((characters) => characters.join(''));

const trimmed = (text: string) => text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, '');

const RUNS = { numRuns: 60 };

describe('whatever is pasted', () => {
	const sent = () => stub.requests.filter(({ url }) => url !== TOKEN_PATH);

	it('arrives exactly as typed as the sandbox, or nothing is sent', async () => {
		const property = fc.asyncProperty(pastedText, fc.boolean(), async (text, inNode) => {
			stub.requests.length = 0;
			const { problem } = await run({
				parameters: chatlioSource('remove', inNode ? { sandbox: locator(expression(text)) } : {}),
				credential: inNode ? {} : { sandbox: text },
			});
			const names = new Set(sent().map(({ headers }) => headers['x-sandbox-name']));
			// An empty one is the credential's, and there Adobe's default.
			if (names.size > 0) expect([...names]).toEqual([trimmed(text) || 'prod']);
			else expect(problem?.code).toMatch(/^(setting|credential)\.invalidCharacter$/);
		});
		await fc.assert(property, RUNS);
	}, 300_000);

	it('arrives exactly as typed as an ID, or nothing is sent', async () => {
		const property = fc.asyncProperty(pastedText, async (text) => {
			stub.requests.length = 0;
			const dataset = locator(expression(text));
			const { problem } = await run({
				parameters: { resource: 'dataset', operation: 'delete', dataset },
			});
			const ids = sent().map(({ url }) => decodeURIComponent(url.split('/').at(-1)!));
			if (ids.length > 0) expect([...new Set(ids)]).toEqual([trimmed(text)]);
			else
				expect(problem?.code).toMatch(
					/^(setting\.(invalidCharacter|empty|expressionEmpty)|id\.invalid)$/,
				);
		});
		await fc.assert(property, RUNS);
	}, 300_000);

	it('arrives exactly as typed in the headers of an open inlet, or nothing is sent', async () => {
		answer = () => ({ body: { xactionId: 'x' } });
		const property = fc.asyncProperty(pastedText, pastedText, async (flowId, sandbox) => {
			stub.requests.length = 0;
			await run({
				type: 'adobePlatformStreaming',
				parameters: {
					sendTo: 'endpoint',
					endpointUrl: `${stub.url}/collection/${INLET_ID}`,
					authentication: 'none',
					recordFormat: 'raw',
					flowId: expression(flowId),
					options: { sandbox: expression(sandbox), retrySeconds: 0 },
				},
				json: { a: 1 },
			});
			for (const { headers } of stub.requests) {
				expect(headers['x-adobe-flow-id'] ?? '').toBe(trimmed(flowId));
				expect(headers['x-sandbox-name'] ?? '').toBe(trimmed(sandbox));
			}
		});
		await fc.assert(property, RUNS);
	}, 300_000);
});
