import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { TENANT_ID } from '../../emulator/account.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { ChatlioToXdm } from '../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ADOBE, adobeRow } from '../harness/adobe';
import { documented } from '../harness/chatlioEvents';
import { results } from '../harness/experiencePlatform';
import { loadOptionsContext, Registry, runNode, type CredentialRows } from '../harness/n8n';

const node = new ChatlioToXdm();
const registry = new Registry().add([node], [new AdobeExperiencePlatformApi()]);
let adobe: Emulator;

beforeAll(async () => {
	adobe = await startEmulator();
});

afterAll(async () => await adobe?.stop());

const search = async (credentials: CredentialRows) => {
	const context = loadOptionsContext(registry, 'chatlioToXdm', {}, credentials);
	return await node.methods.listSearch.searchTenant.call(
		context as unknown as ILoadOptionsFunctions,
	);
};

const AUTOMATIC = { name: 'Automatic', value: '(automatic)' };

test('offers Automatic and the tenant ID that Adobe returns', async () => {
	const { results } = await search({ [ADOBE]: adobeRow(adobe.url) });
	expect(results).toEqual([AUTOMATIC, { name: `_${TENANT_ID}`, value: `_${TENANT_ID}` }]);
});

test('offers Automatic without a credential', async () => {
	await expect(search({})).resolves.toEqual({ results: [AUTOMATIC] });
});

test('says why Adobe rejected the credential', async () => {
	const wrong = { [ADOBE]: adobeRow(adobe.url, { clientSecret: 'not-the-secret' }) };
	await expect(search(wrong)).rejects.toThrow(
		/^Could not read the tenant ID: Adobe does not accept the Client Secret$/,
	);
});

test('says that the credential may not be sent to the Platform URL', async () => {
	const nowhere = { [ADOBE]: adobeRow(adobe.url, { platformUrl: 'https://platform.example' }) };
	await expect(search(nowhere)).rejects.toThrow(
		/^Could not read the tenant ID: the credential is only sent to Adobe's hosts and to the ones in its field Allowed Hosts, and "platform.example" is neither$/,
	);
	await expect(search(nowhere)).rejects.toMatchObject({
		description:
			'Correct the Platform URL, or add platform.example to Allowed Hosts in the credential.',
	});
});

describe('the schemas', () => {
	const TITLE = 'Chatlio Events';

	beforeAll(async () => {
		await results(adobe.url, {
			resource: 'chatlioSource',
			operation: 'setUp',
			parameters: { deliveryRoute: 'xdm', createNamespaces: true },
		});
	});

	const searchSchemas = async (credentials: CredentialRows, filter?: string) => {
		const context = loadOptionsContext(registry, 'chatlioToXdm', {}, credentials);
		return await node.methods.listSearch.searchSchemas.call(
			context as unknown as ILoadOptionsFunctions,
			filter,
		);
	};

	test('of the organization are offered by their titles', async () => {
		const credentials = { [ADOBE]: adobeRow(adobe.url) };
		const { results: all } = await searchSchemas(credentials);
		expect(all.map(({ name }) => name)).toContain(TITLE);
		const { results: found } = await searchSchemas(credentials, TITLE.toUpperCase());
		expect(found).toEqual([
			{ name: TITLE, value: expect.stringMatching(/^https:\/\/ns\.adobe\.com\/.+\/schemas\//) },
		]);
		expect(await searchSchemas(credentials, 'no such title')).toMatchObject({ results: [] });
	});

	test('need a credential', async () => {
		await expect(searchSchemas({})).rejects.toMatchObject({
			message: 'This node has no credential for asking Adobe',
			description: 'Choose one: only with it are the types of custom fields looked up.',
		});
	});

	test('include the one of Set Up, which says what custom fields there are', async () => {
		const { output, hints } = await runNode({
			registry,
			type: 'chatlioToXdm',
			parameters: { tenantId: { __rl: true, mode: 'id', value: TENANT_ID } },
			credentials: { [ADOBE]: adobeRow(adobe.url) },
			input: [{ json: { ...documented('newConversation'), custom: { score: 1 } } as IDataObject }],
		});
		expect(output()[0].json[`_${TENANT_ID}`]).not.toHaveProperty('chatlio.custom');
		expect(hints).toEqual([expect.stringContaining('does not have them, in 1 event: "score".')]);
	});
});
