import { emulatorCredential, readWorkflow } from '../../playground/example.mts';
import { prepareAdobe } from '../../playground/adobe.mts';
import { addresses, signedIn } from '../harness/running.mts';

// A machine may be busy; what takes longer hangs.
jest.setTimeout(600_000);

const ADOBE = 'adobeExperiencePlatformApi';

test('the workflow that watches Adobe can be imported, configured and published', async () => {
	const { emulator: emulatorUrl } = addresses();
	const n8n = signedIn();
	const { datasetId } = await prepareAdobe({ url: emulatorUrl }, 'Watched');
	const credential = await n8n.saveCredential('Watch', ADOBE, emulatorCredential(emulatorUrl));
	const workflow = readWorkflow('watch-adobe-experience-platform.json');
	for (const node of workflow.nodes) {
		if (node.type.endsWith('.adobeExperiencePlatform')) node.credentials = { [ADOBE]: credential };
		if (node.name === 'Failed Records')
			node.parameters.dataset = { __rl: true, mode: 'id', value: datasetId };
	}
	const saved = await n8n.saveWorkflow(workflow);
	await n8n.publish(saved);
	const { active } = await n8n.get<{ active: boolean }>(`/workflows/${saved.id}`);
	await n8n.unpublish(saved);
	expect(active).toBe(true);
});
