import type { INodeParameters } from 'n8n-workflow';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { AdobeExperiencePlatform } from '../../nodes/AdobeExperiencePlatform/AdobeExperiencePlatform.node';
import { ADOBE, adobeRow } from '../harness/adobe';
import { Registry, runNode } from '../harness/n8n';

const registry = new Registry().add(
	[new AdobeExperiencePlatform()],
	[new AdobeExperiencePlatformApi()],
);

let emulator: Emulator;
beforeAll(async () => {
	emulator = await startEmulator();
});
beforeEach(async () => await emulator.control.reset());
afterAll(async () => await emulator.stop());

async function run(resource: string, operation: string, parameters: INodeParameters = {}) {
	const { output, error } = await runNode({
		registry,
		type: 'adobeExperiencePlatform',
		parameters: { resource, operation, ...parameters },
		credentials: { [ADOBE]: adobeRow(emulator.url) },
		input: [{ json: {} }],
	});
	if (error) throw error;
	return output().map(({ json }) => json);
}

describe('Sandbox', () => {
	it('lists the sandboxes of the account', async () => {
		expect(await run('sandbox', 'getMany')).toEqual([
			expect.objectContaining({ name: 'prod', isDefault: true, state: 'active' }),
			expect.objectContaining({ name: 'dev', isDefault: false }),
		]);
	});
});
