import type { ICredentialDataDecryptedObject, INodeListSearchResult } from 'n8n-workflow';
import { CLIENT_SECRETS } from '../../emulator/account.mts';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { createProblem, problemText, type Problem } from '../../lib/problem/problem';
import { ADOBE, adobeRegistry, adobeRow, event, otherProcess } from '../harness/adobe';
import { testCredential } from '../harness/credentialTest';
import { loadOptionsContext, runNode, type Registry } from '../harness/n8n';
import { stubServer, type StubAnswer } from '../harness/stubServer.mts';

let adobe: Emulator;
let flow: PreparedDataflow;

beforeAll(async () => {
	adobe = await startEmulator();
	flow = await prepareDataflow(adobe.url, { name: 'Chat', format: 'xdm', authenticated: true });
});

afterAll(async () => await adobe?.stop());

type Row = ICredentialDataDecryptedObject;

const test = async (change: Row = {}, registry: Registry = otherProcess()) =>
	await testCredential(registry, ADOBE, adobeRow(adobe.url, change));

/** A problem with what Adobe says about it. */
function quoting(problem: Problem, words: string): Problem {
	return { ...problem, advice: `${problem.advice} Adobe says: ${words}` };
}

const problems = {
	emptyField: (field: string) => createProblem('credential.incomplete', { field }),
	unknownClient: quoting(
		createProblem('credential.clientIdUnknown', {}),
		'invalid client_id parameter (code invalid_client).',
	),
	wrongSecret: quoting(
		createProblem('credential.clientSecretRejected', {}),
		'invalid client_secret parameter (code invalid_client).',
	),
	wrongScopes: quoting(
		createProblem('credential.scopesRejected', {}),
		'invalid scope: everything (code invalid_scope).',
	),
	invalidOrganization: createProblem('credential.organizationIdInvalid', {}),
	notAdobe: createProblem('credential.platformUrlWrong', {}),
	sandbox: (sandbox: string) =>
		createProblem('credential.sandboxNotAllowed', { sandbox, allowed: 'prod, dev' }),
	otherHost: (field: string, entry: string) =>
		createProblem('credential.hostNotAllowed', { field, host: `"${entry}"`, entry }),
};

describe('the test of the credential', () => {
	it('passes when everything fits', async () => {
		expect(await test()).toEqual({ status: 'OK', message: 'Connection successful!' });
	});

	it.each<[string, Row, Problem]>([
		['an empty Client ID', { clientId: ' ' }, problems.emptyField('Client ID')],
		['an empty Client Secret', { clientSecret: '' }, problems.emptyField('Client Secret')],
		['an empty Organization ID', { organizationId: '' }, problems.emptyField('Organization ID')],
		['a wrong Client ID', { clientId: 'nobody' }, problems.unknownClient],
		['a wrong Client Secret', { clientSecret: 'p8e-no' }, problems.wrongSecret],
		['a wrong scope', { scopes: 'openid,everything' }, problems.wrongScopes],
		['an incomplete Organization ID', { organizationId: '9C1D' }, problems.invalidOrganization],
		['an unknown sandbox', { sandbox: 'production' }, problems.sandbox('production')],
		[
			'a Token URL on a host that is not listed',
			{ tokenUrl: 'http://127.0.0.1:9/ims', allowedHosts: '' },
			problems.otherHost('Token URL', 'http://127.0.0.1:9'),
		],
		[
			'a Platform URL on a foreign host',
			{ platformUrl: 'https://example.com' },
			problems.otherHost('Platform URL', 'example.com'),
		],
	])('names the field for %s', async (_, change, problem) => {
		expect(await test(change)).toEqual({ status: 'Error', message: problemText(problem) });
	});

	it('names the Organization ID when it belongs to another organization', async () => {
		const { status, message } = await test({ organizationId: '00AA@AdobeOrg' });
		expect(status).toBe('Error');
		expect(message).toMatch(/, or the Organization ID belongs to another organization\. /);
	});

	const reason = 'nothing accepts connections there';

	it.each([
		['Token URL', 'tokenUrl'],
		['Platform URL', 'platformUrl'],
	])('names the %s first when nothing listens there', async (label, field) => {
		const allowedHosts = `${adobe.url}, http://127.0.0.1:9`;
		const { message } = await test({ [field]: 'http://127.0.0.1:9', allowedHosts });
		expect(message).toBe(
			`${label}: no connection to 127.0.0.1:9: ${reason}. Check the address, and whether a firewall or a proxy keeps n8n from this host.`,
		);
	});

	it('forgets a field that was wrong as soon as it is corrected', async () => {
		const registry = otherProcess();
		const { message } = await test({ organizationId: '9C1D' }, registry);
		expect(message).toBe(problemText(problems.invalidOrganization));
		expect((await test({}, registry)).status).toBe('OK');
	});

	it('says when the Token URL is a page without tokens', async () => {
		const { message } = await test({ tokenUrl: `${adobe.url}/nowhere` });
		const problem = createProblem('credential.tokenRejected', { status: 404 });
		expect(message).toBe(problemText(quoting(problem, 'Not Found.')));
	});

	const withPlatform = async (answer: StubAnswer) => {
		const platform = await stubServer(() => answer);
		const result = await test({
			platformUrl: platform.url,
			allowedHosts: `${adobe.url} ${platform.url}`,
		});
		await platform.close();
		return result.message;
	};

	it.each<[string, StubAnswer, string]>([
		[
			'a missing product profile',
			{ status: 403, body: { error_code: '403025', message: 'Profile is not valid' } },
			'no product profile',
		],
		[
			'an API that is not in the project',
			{ status: 403, body: { error_code: '403003', message: 'Api Key is invalid' } },
			'Add the Experience Platform API to the project',
		],
		[
			'a token of another environment',
			{ status: 401, body: { error_code: '401013', message: 'Oauth token is not valid' } },
			'must belong to the same Adobe environment',
		],
		['another service', { body: { hello: 1 } }, problemText(problems.notAdobe)],
		['a missing page', { status: 404 }, problemText(problems.notAdobe)],
		['a redirect', { status: 302, headers: { location: '/' } }, problemText(problems.notAdobe)],
		['a service that is down', { status: 503 }, 'run it again in a few minutes'],
	])('explains %s', async (_, answer, sentence) => {
		expect(await withPlatform(answer)).toContain(sentence);
	});

	it('shows no secret, whatever is wrong', async () => {
		const changes: Row[] = [
			{ clientId: 'x' },
			{ scopes: 'x' },
			{ sandbox: 'x' },
			{ tokenUrl: `${adobe.url}/x` },
		];
		const results = await Promise.all(changes.map(async (change) => await test(change)));
		const messages = results.map(({ message }) => message);
		expect(messages.join()).not.toContain(CLIENT_SECRETS[0]);
	});
});

describe('the token', () => {
	const send = async (registry: Registry, row: Row, id: string) => {
		const { error, output } = await runNode({
			registry,
			type: 'adobePlatformStreaming',
			parameters: { dataflow: { __rl: true, mode: 'id', value: flow.flowId } },
			credentials: { [ADOBE]: row },
			input: [{ json: event(id) }],
		});
		if (error) throw error;
		return output();
	};

	/** Expects what n8n shows when the token service rejects the secret. */
	const expectWrongSecret = async (sending: Promise<unknown>) =>
		await expect(sending).rejects.toMatchObject({
			message: `Could not read the dataflow ${flow.flowId}: ${problems.wrongSecret.message}`,
			description: problems.wrongSecret.advice,
		});

	const asked = async () => (await adobe.control.tokens()).requests;

	it('is fetched once, however many executions start together', async () => {
		const registry = otherProcess();
		const before = await asked();
		await Promise.all(
			Array.from(
				{ length: 10 },
				async (_, index) => await send(registry, adobeRow(adobe.url), `together-${index}`),
			),
		);
		expect((await asked()) - before).toBe(1);
	});

	it('is kept in the credential and used by the next execution and by other processes', async () => {
		const row = adobeRow(adobe.url);
		await send(otherProcess(), row, 'kept-1');
		const before = await asked();
		await send(otherProcess(), row, 'kept-2');
		expect(await asked()).toBe(before);
	});

	it('is replaced in both of two processes whose tokens have expired', async () => {
		const [one, two] = [otherProcess(), otherProcess()];
		const rows = [adobeRow(adobe.url), adobeRow(adobe.url)];
		await send(one, rows[0], 'both-1');
		await send(two, rows[1], 'both-2');
		expect(rows[0].accessToken).not.toBe(rows[1].accessToken);
		await adobe.control.expireTokens();
		const aDayLater = Date.now() + 86_400_000;
		jest.spyOn(Date, 'now').mockReturnValue(aDayLater);
		// The row holds what the other process wrote last.
		const shared = { ...rows[0], accessToken: rows[1].accessToken };
		await Promise.all([send(one, shared, 'both-3'), send(two, shared, 'both-4')]);
		expect(await send(one, shared, 'both-5')).toHaveLength(1);
		jest.restoreAllMocks();
	});

	it('is not used once the secret has changed: another one is fetched first', async () => {
		const registry = otherProcess();
		const row = adobeRow(adobe.url);
		await send(registry, row, 'changed-1');
		const before = await asked();
		row.clientSecret = CLIENT_SECRETS[1];
		await send(registry, row, 'changed-2');
		expect((await asked()) - before).toBe(1);
		row.clientSecret = 'p8e-wrong';
		await expectWrongSecret(send(registry, row, 'changed-3'));
	});

	it('is fetched at most once more when the new one is rejected as well', async () => {
		const registry = otherProcess();
		const row = adobeRow(adobe.url);
		await send(registry, row, 'rejected-1');
		await adobe.control.settings({ ipAllowListRefuses: true });
		const before = await asked();
		for (let index = 0; index < 5; index += 1) {
			const rejected = send(registry, row, 'rejected-2');
			await expect(rejected).rejects.toMatchObject({ httpCode: '403' });
		}
		expect((await asked()) - before).toBe(1);
		await adobe.control.settings({ ipAllowListRefuses: false });
	});

	it('is not fetched again at once after the token service rejected the credential', async () => {
		const registry = otherProcess();
		const row = adobeRow(adobe.url, { clientSecret: 'p8e-old' });
		const before = await asked();
		for (let index = 0; index < 5; index += 1) {
			await expectWrongSecret(send(registry, row, 'storm'));
		}
		expect((await asked()) - before).toBe(1);
	});

	it('can be read from the credential only by n8n, because both hidden fields are passwords', () => {
		const { properties } = adobeRegistry().credentialTypes[ADOBE];
		for (const { type, typeOptions } of properties.filter((field) => field.type === 'hidden')) {
			expect([type, typeOptions?.password]).toEqual(['hidden', true]);
		}
	});
});

describe('the list of dataflows', () => {
	type Search = (this: object, filter?: string) => Promise<INodeListSearchResult>;

	const methodsOf = (registry: Registry) => {
		const node = registry.getByName('n8n-nodes-chatlio-aep.adobePlatformStreaming');
		return (node as unknown as { methods: { listSearch: { searchDataflows: Search } } }).methods
			.listSearch;
	};

	const search = async (filter?: string, change: Row = {}, options = {}) => {
		const registry = adobeRegistry();
		const context = loadOptionsContext(
			registry,
			'adobePlatformStreaming',
			{ sendTo: 'dataflow', options },
			{ [ADOBE]: adobeRow(adobe.url, change) },
		);
		return await methodsOf(registry).searchDataflows.call(context, filter);
	};

	it('shows the streaming dataflows of the sandbox and what each accepts', async () => {
		await prepareDataflow(adobe.url, {
			name: 'Old chat',
			format: 'raw',
			authenticated: false,
			mappings: [],
		}).then(async ({ flowId }) => await adobe.control.setFlowState(flowId, 'disabled'));
		const { results } = await search();
		expect(results.map(({ name }) => name)).toEqual([
			'Chat (XDM)',
			'Old chat (raw data, disabled)',
		]);
		expect(results[0].value).toBe(flow.flowId);
	});

	it('finds a dataflow by part of its name or ID', async () => {
		expect((await search('OLD')).results).toHaveLength(1);
		expect((await search(flow.flowId.slice(0, 8))).results).toHaveLength(1);
		expect((await search('nothing')).results).toHaveLength(0);
	});

	it('uses the sandbox of the options', async () => {
		expect((await search('', {}, { sandbox: 'dev' })).results).toHaveLength(0);
	});

	it('says when the node has no credential', async () => {
		const registry = adobeRegistry();
		const context = loadOptionsContext(registry, 'adobePlatformStreaming', { sendTo: 'dataflow' });
		await expect(methodsOf(registry).searchDataflows.call(context)).rejects.toThrow('credential');
	});

	it('says what is wrong instead of showing an empty list', async () => {
		await expect(search('', { clientSecret: 'p8e-none' })).rejects.toMatchObject({
			message: expect.stringMatching(
				/^Could not list the dataflows: Adobe does not accept the Client Secret/,
			),
		});
		await expect(search('', {}, { sandbox: 'nowhere' })).rejects.toMatchObject({
			message: 'Could not list the dataflows: Adobe answered with status 404',
			description: expect.stringContaining('Compare the sandbox name'),
		});
	});
});
