import type { INode, INodeParameters, NodeApiError } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { ChatlioApi } from '../../credentials/ChatlioApi.credentials';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { AdobePlatformStreaming } from '../../nodes/AdobePlatformStreaming/AdobePlatformStreaming.node';
import { Chatlio } from '../../nodes/Chatlio/Chatlio.node';
import { ADOBE, adobeRow, event } from '../harness/adobe';
import { compressed } from '../harness/compressed.mts';
import { testCredential } from '../harness/credentialTest';
import { inspected } from './inspected.mts';
import { Registry, runNode } from '../harness/n8n';
import { stubServer, type StubAnswer, type StubServer } from '../harness/stubServer.mts';
import { skipWaits } from '../harness/skippedWaits';

// Operations of the platform wait out what these tests answer.
skipWaits();

/** Unlike Adobe's and Chatlio's: a secret of letters only needs no encoding, and a web token is recognized. */
const TOKEN = 'opaque+token/of="the\\stub" 1';
const CLIENT_SECRET = 'p8e-client+secret/of="the\\stub" 2';
const API_KEY = 'key+of/the="account\\" 3';

const TOKEN_PATH = '/ims/token/v3';

let server: StubServer;
/** The server's answers, except for tokens, by the beginning of the path. */
let answers: Record<string, StubAnswer>;

beforeAll(async () => {
	server = await stubServer(({ url }) => {
		const planned = Object.entries(answers).find(([path]) => url.startsWith(path));
		if (planned) return planned[1];
		return { body: url === TOKEN_PATH ? { access_token: TOKEN } : {} };
	});
});
afterAll(async () => await server.close());
beforeEach(() => {
	answers = {};
});

const writingsOf = (secret: string) => [
	secret,
	encodeURIComponent(secret),
	JSON.stringify(secret).slice(1, -1),
	Buffer.from(`${secret}:`).toString('base64'),
	Buffer.from(`me:${secret}`).toString('base64'),
];

/** A text that repeats every secret in every writing. */
const repeat = (secrets: string[]) => secrets.flatMap(writingsOf).join(' ');

/** Every field that is read from a service's answer, and some that are not. */
const everyField = (text: string, status: number) => ({
	type: text,
	title: text,
	detail: text,
	message: text,
	error: text,
	error_code: text,
	error_description: text,
	errorMessage: text,
	report: {
		'detailed-message': text,
		message: text,
		'request-id': text,
		registryRequestId: text,
		cause: { _streamingValidation: [{ message: text, pointerToViolation: `#/${text}` }] },
	},
	xactionId: text,
	batchId: text,
	responses: [{ xactionId: text, status, message: text, detail: text, title: text }],
	sandboxes: [{ name: text, title: text, state: text }],
	[text]: text,
});

/** JSON in which every letter that a secret begins with is an escape. */
const escaped = (value: unknown) =>
	JSON.stringify(value).replace(
		/opaque|p8e|key\+/g,
		(start) => `\\u${start.charCodeAt(0).toString(16).padStart(4, '0')}${start.slice(1)}`,
	);

const registry = new Registry().add(
	[new AdobePlatformStreaming(), new AdobeExperiencePlatform(), new Chatlio()],
	[new AdobeExperiencePlatformApi(), new ChatlioApi()],
);

interface Call {
	type: string;
	/** Secrets that the request carries. */
	secrets: string[];
	/** Beginning of the path of the request. */
	path: string;
	parameters: () => INodeParameters;
}

const inlet: Call = {
	type: 'adobePlatformStreaming',
	secrets: [TOKEN, CLIENT_SECRET],
	path: '/collection/',
	parameters: () => ({
		sendTo: 'endpoint',
		endpointUrl: `${server.url}/collection/667b41cf`,
		authentication: 'adobe',
		recordFormat: 'xdm',
		datasetId: '5ef4551c52e054191a61f99f',
		schemaId: 'https://ns.adobe.com/acme/schemas/1',
		options: { retrySeconds: 0, timeoutSeconds: 300 },
	}),
};
const validation: Call = {
	...inlet,
	parameters: () => ({
		...inlet.parameters(),
		options: { retrySeconds: 0, timeoutSeconds: 300, syncValidation: true },
	}),
};
const platform: Call = {
	type: 'adobeExperiencePlatform',
	secrets: [TOKEN, CLIENT_SECRET],
	path: '/data/',
	parameters: () => ({ resource: 'sandbox', operation: 'getMany' }),
};
const chatlio: Call = {
	type: 'chatlio',
	secrets: [API_KEY],
	path: '/v1/api/',
	parameters: () => ({ resource: 'conversation', operation: 'getMany', returnAll: true }),
};

let accounts = 0;

async function run({ type, parameters }: Call, node: Partial<INode> = {}) {
	const result = await runNode({
		registry,
		type,
		parameters: parameters(),
		credentials: {
			// Another account for each run: tokens are remembered per process.
			[ADOBE]: adobeRow(server.url, {
				clientId: `client-${(accounts += 1)}`,
				clientSecret: CLIENT_SECRET,
			}),
			chatlioApi: { apiKey: API_KEY, apiUrl: server.url },
		},
		input: [{ json: event('shown-1') }],
		node,
	});
	return { ...result, error: result.error as NodeApiError | undefined };
}

/** Runs a node that fails and returns the problem of its item. */
async function problemOf(call: Call) {
	const { output } = await run(call, { onError: 'continueErrorOutput' });
	expect(output()).toEqual([]);
	expect(output(1)).toHaveLength(1);
	return output(1)[0].json.problem;
}

const FORBIDDEN = [TOKEN, CLIENT_SECRET, API_KEY]
	.flatMap(writingsOf)
	.flatMap((writing) => [writing, JSON.stringify(writing).slice(1, -1)]);

function expectNoSecret(shown: string) {
	expect(FORBIDDEN.filter((writing) => shown.includes(writing))).toEqual([]);
	expect(shown).not.toMatch(/authorization/i);
}

const CALLS: Array<[string, Call]> = [
	['the inlet', inlet],
	['the inlet that validates', validation],
	['the platform', platform],
	['Chatlio', chatlio],
];
const MODES = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const;
const STATUSES = [200, 207, 302, 400, 401, 403, 404, 429, 500, 503];

describe.each(CALLS)('an answer of %s that repeats the secrets in every field', (_, call) => {
	it.each(STATUSES)(
		'shows none with status %d, whatever the node does on errors',
		async (status) => {
			const repeated = repeat(call.secrets);
			const headers = { 'x-request-id': encodeURIComponent(repeated), 'retry-after': 'tomorrow' };
			// Only an inlet's answer has a status for each record.
			const statuses = call.type === inlet.type ? [200, 400] : [200];
			for (const said of statuses) {
				const fields = everyField(repeated, said);
				for (const body of [fields, escaped(fields), `<p>${repeated}</p>`]) {
					answers = { [call.path]: { status, headers, body } };
					for (const onError of MODES) {
						const { run: execution, hints } = await run(call, { onError });
						expectNoSecret(inspected([execution, hints]));
					}
				}
			}
		},
	);
});

it('a token service that repeats the secret shows none', async () => {
	for (const status of [200, 400, 500]) {
		answers = { [TOKEN_PATH]: { status, body: everyField(repeat([CLIENT_SECRET]), status) } };
		for (const onError of MODES) {
			const { run: execution, hints } = await run(platform, { onError });
			expectNoSecret(inspected([execution, hints]));
		}
	}
});

it.each(STATUSES)('the test of the credential shows none, with status %d', async (status) => {
	answers = { '/data/': { status, body: everyField(repeat(platform.secrets), status) } };
	const row = adobeRow(server.url, { clientSecret: CLIENT_SECRET, clientId: `test-${status}` });
	expectNoSecret(inspected(await testCredential(registry, ADOBE, row)));
});

it('a list stays as it is, except for the secrets', async () => {
	const title = `<b>eyJ.a.b</b> ${'x'.repeat(10_000)} ${TOKEN}`;
	answers = { '/data/': { body: { sandboxes: [{ name: 'prod', title }] } } };
	const { output } = await run(platform);
	expect(output().map(({ json }) => json.title)).toEqual([title.replace(TOKEN, '…')]);
});

describe('an answer that is too large', () => {
	const MEGABYTE = compressed.gzip('x'.repeat(1_000_000));

	const megabytes = (count: number, status = 200): StubAnswer => ({
		status,
		headers: { 'content-encoding': 'gzip' },
		// Gzip's parts, one after another, are gzip too.
		body: Buffer.concat([
			compressed.gzip('"'),
			...Array(count).fill(MEGABYTE),
			compressed.gzip('"'),
		]),
	});

	it.each([200, 207])('leaves the outcome of a record unknown, with status %d', async (status) => {
		answers = { '/collection/': megabytes(5, status) };
		const { output } = await run(inlet, { onError: 'continueErrorOutput' });
		expect(output()).toEqual([]);
		expect(output(1)[0].json).toMatchObject({
			delivery: { status: 'unknown', httpStatus: status },
			problem: {
				code: 'delivery.unknown',
				message: `It is not known whether Adobe accepted the record: the answer was ${status} with more than 4 MB`,
				retry: 'later',
				status,
			},
		});
	});

	it('rejects a record all the same if its status does', async () => {
		answers = { '/collection/': megabytes(5, 400) };
		const { output } = await run(inlet, { onError: 'continueErrorOutput' });
		expect(output(1)[0].json).toMatchObject({
			delivery: { status: 'rejected', httpStatus: 400 },
			problem: { code: 'record.rejected', retry: 'never', status: 400 },
		});
	});

	it('of the platform is named, with what to do', async () => {
		answers = { '/data/': megabytes(33) };
		expect(await problemOf(platform)).toMatchObject({
			code: 'adobe.responseTooLarge',
			message:
				"Could not list the sandboxes: Adobe's response is larger than 32 MB, the most that is read",
			advice: expect.stringContaining('Request less'),
			retry: 'afterChange',
			service: 'adobe',
		});
	});

	it('is named for a file with records that Adobe did not store', async () => {
		answers = {
			'/data/foundation/catalog/batches': { body: { b1: { status: 'failed' } } },
			'/data/foundation/export/batches/b1/failed?path=': megabytes(65),
			'/data/foundation/export/batches/b1/failed?limit=': { body: { data: [{ name: 'part-1' }] } },
		};
		const problem = await problemOf({
			...platform,
			parameters: () => ({
				resource: 'failedRecord',
				operation: 'getMany',
				dataset: { __rl: true, mode: 'id', value: '5ef4551c52e054191a61f99f' },
				since: '',
				returnAll: true,
			}),
		});
		expect(problem).toMatchObject({
			code: 'adobe.responseTooLarge',
			message: expect.stringContaining('larger than 64 MB'),
			advice: expect.stringContaining('Download the file outside of n8n'),
			retry: 'afterChange',
		});
	});

	it('of Chatlio is named, with what to do', async () => {
		answers = { '/v1/api/': megabytes(33) };
		expect(await problemOf(chatlio)).toMatchObject({
			code: 'chatlio.responseTooLarge',
			message: "Chatlio's response is larger than 32 MB, the most that is read",
			advice: expect.stringContaining('Request one widget'),
			retry: 'afterChange',
			service: 'chatlio',
		});
	});

	it('of the token service has no token in it', async () => {
		answers = { [TOKEN_PATH]: megabytes(2) };
		expect(await problemOf(platform)).toMatchObject({
			code: 'credential.tokenRejected',
			message: expect.stringContaining('without a token'),
			advice: expect.stringContaining('Check the Token URL'),
			retry: 'afterChange',
			service: 'ims',
		});
	});

	it('of the platform is not Adobe’s to the test of the credential', async () => {
		answers = { '/data/': megabytes(2) };
		const row = adobeRow(server.url, { clientSecret: CLIENT_SECRET, clientId: 'test-large' });
		expect(await testCredential(registry, ADOBE, row)).toMatchObject({
			status: 'Error',
			message: expect.stringContaining('does not answer as Adobe Experience Platform does'),
		});
	});
});
