import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { TENANT_ID } from '../../emulator/account.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { ChatlioToXdm } from '../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ADOBE, adobeRow } from '../harness/adobe';
import { loadOptionsContext, Registry, type CredentialRows } from '../harness/n8n';

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

test('offers the tenant ID that Adobe returns', async () => {
	const { results } = await search({ [ADOBE]: adobeRow(adobe.url) });
	expect(results).toEqual([{ name: `_${TENANT_ID}`, value: `_${TENANT_ID}` }]);
});

test('asks for a credential if none is chosen', async () => {
	await expect(search({})).rejects.toMatchObject({
		message: 'This node has no credential for asking Adobe',
		description: 'Choose one, or enter the tenant ID yourself: By ID.',
	});
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
