import type { ICredentialDataDecryptedObject, INodeListSearchResult } from 'n8n-workflow';
import { CLIENT_SECRETS } from '../../emulator/account.mts';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
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

describe('the test of the credential', () => {
	it('passes when everything fits', async () => {
		expect(await test()).toEqual({ status: 'OK', message: 'Connection successful!' });
	});

	it.each<[string, Row, string]>([
		['an empty client id', { clientId: ' ' }, 'The field Client ID is empty'],
		['an empty client secret', { clientSecret: '' }, 'The field Client Secret is empty'],
		['an empty organization id', { organizationId: '' }, 'The field Organization ID is empty'],
		['a wrong client id', { clientId: 'nobody' }, 'Adobe does not know the Client ID'],
		['a wrong client secret', { clientSecret: 'p8e-no' }, 'does not accept the Client Secret'],
		['a wrong scope', { scopes: 'openid,everything' }, 'does not grant the scopes'],
		['an organization id without its end', { organizationId: '9C1D' }, 'must end with @AdobeOrg'],
		['another organization', { organizationId: '00AA@AdobeOrg' }, 'Organization ID'],
		[
			'an unknown sandbox',
			{ sandbox: 'production' },
			'The sandbox "production" is not among those this account may use (prod, dev)',
		],
		[
			'a token URL where nothing listens',
			{ tokenUrl: 'http://127.0.0.1:9/ims', allowedHosts: '' },
			'The Token URL leads to a host that is not',
		],
		['a platform URL of somebody else', { platformUrl: 'https://example.com' }, 'Platform URL'],
	])('names the field for %s', async (_, change, sentence) => {
		const result = await test(change);
		expect(result.status).toBe('Error');
		expect(result.message).toContain(sentence);
	});

	it.each<[string, string]>([
		['tokenUrl', 'The Token URL cannot be reached: nothing accepts connections there'],
		['platformUrl', 'The Platform URL cannot be reached: nothing accepts connections there'],
	])('says when nothing listens at the %s', async (field, sentence) => {
		const allowedHosts = `${adobe.url}, http://127.0.0.1:9`;
		const { message } = await test({ [field]: 'http://127.0.0.1:9', allowedHosts });
		expect(message).toContain(sentence);
	});

	it('forgets what it saw by itself as soon as it is corrected', async () => {
		const registry = otherProcess();
		const { message } = await test({ organizationId: '9C1D' }, registry);
		expect(message).toContain('must end with @AdobeOrg');
		expect((await test({}, registry)).status).toBe('OK');
	});

	it('says when the token URL is a page without tokens', async () => {
		const { message } = await test({ tokenUrl: `${adobe.url}/nowhere` });
		expect(message).toContain('The Token URL answered with status 404');
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
			'add the Experience Platform API to the project',
		],
		[
			'a token of another environment',
			{ status: 401, body: { error_code: '401013', message: 'Oauth token is not valid' } },
			'must belong to the same Adobe environment',
		],
		['another service', { body: { hello: 1 } }, 'not as Adobe Experience Platform does'],
		['a page that is not there', { status: 404 }, 'check the Platform URL'],
		['a redirect', { status: 302, headers: { location: '/' } }, 'check the Platform URL'],
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

	const WRONG_SECRET = { message: expect.stringContaining('does not accept the Client Secret') };

	const asked = async () => (await adobe.control.tokens()).requests;

	it('is fetched once however many executions start together', async () => {
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

	it('is replaced in both of two processes whose tokens both expired', async () => {
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

	it('is not used any more once the secret is changed, and no request goes out with it', async () => {
		const registry = otherProcess();
		const row = adobeRow(adobe.url);
		await send(registry, row, 'changed-1');
		const before = await asked();
		row.clientSecret = CLIENT_SECRETS[1];
		await send(registry, row, 'changed-2');
		expect((await asked()) - before).toBe(1);
		row.clientSecret = 'p8e-wrong';
		await expect(send(registry, row, 'changed-3')).rejects.toMatchObject(WRONG_SECRET);
	});

	it('is asked for once more at most when the new one is refused as well', async () => {
		const registry = otherProcess();
		const row = adobeRow(adobe.url);
		await send(registry, row, 'refused-1');
		await adobe.control.settings({ ipAllowListRefuses: true });
		const before = await asked();
		for (let index = 0; index < 5; index += 1) {
			const refused = send(registry, row, 'refused-2');
			await expect(refused).rejects.toMatchObject({ httpCode: '403' });
		}
		expect((await asked()) - before).toBe(1);
		await adobe.control.settings({ ipAllowListRefuses: false });
	});

	it('is not asked for again at once after the token service refused', async () => {
		const registry = otherProcess();
		const row = adobeRow(adobe.url, { clientSecret: 'p8e-old' });
		const before = await asked();
		for (let index = 0; index < 5; index += 1) {
			await expect(send(registry, row, 'storm')).rejects.toMatchObject(WRONG_SECRET);
		}
		expect((await asked()) - before).toBe(1);
	});

	it('can be seen in the credential only by n8n: both hidden fields are passwords', () => {
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

	it('shows the streaming dataflows of the sandbox with what they take', async () => {
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

	it('finds by a part of the name or of the id', async () => {
		expect((await search('OLD')).results).toHaveLength(1);
		expect((await search(flow.flowId.slice(0, 8))).results).toHaveLength(1);
		expect((await search('nothing')).results).toHaveLength(0);
	});

	it('asks in the sandbox of the options', async () => {
		expect((await search('', {}, { sandbox: 'dev' })).results).toHaveLength(0);
	});

	it('says that the node has no credential', async () => {
		const registry = adobeRegistry();
		const context = loadOptionsContext(registry, 'adobePlatformStreaming', { sendTo: 'dataflow' });
		await expect(methodsOf(registry).searchDataflows.call(context)).rejects.toThrow('credential');
	});

	it('says what is wrong instead of an empty list', async () => {
		await expect(search('', { clientSecret: 'p8e-none' })).rejects.toThrow(
			'does not accept the Client Secret',
		);
		await expect(search('', {}, { sandbox: 'nowhere' })).rejects.toMatchObject({
			message: expect.stringContaining('Could not list the dataflows'),
			description: expect.stringContaining('sandbox'),
		});
	});
});
