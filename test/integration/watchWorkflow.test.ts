import type { INodeParameters } from 'n8n-workflow';
import { prepareDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { readWorkflow } from '../../playground/example.mts';
import { adobeRegistry, adobeRow, ADOBE, invalidEvent } from '../harness/adobe';
import { PACKAGE, runNode } from '../harness/n8n';
import { platformRegistry } from '../harness/experiencePlatform';

let emulator: Emulator;

beforeAll(async () => void (emulator = await startEmulator()));
afterAll(async () => await emulator?.stop());

test('the workflow that watches Adobe finds a record that was accepted and not stored', async () => {
	const credentials = { [ADOBE]: adobeRow(emulator.url) };
	const flow = await prepareDataflow(emulator.url, {
		name: 'Chat',
		format: 'xdm',
		authenticated: true,
		aged: true,
	});
	const { flowId, datasetId } = flow;
	const sent = await runNode({
		registry: adobeRegistry(),
		type: 'adobePlatformStreaming',
		parameters: { sendTo: 'dataflow', dataflow: { __rl: true, mode: 'id', value: flowId } },
		credentials,
		input: [{ json: invalidEvent('large-shoes') }],
	});
	await emulator.control.settled(1, { datasetId });

	const found: Record<string, unknown[]> = {};
	const { nodes } = readWorkflow('watch-adobe-experience-platform.json');
	for (const { name, type, parameters } of nodes) {
		if (!type.startsWith(PACKAGE)) continue;
		const chosen =
			name === 'Failed Records' ? { dataset: { __rl: true, mode: 'id', value: datasetId } } : {};
		const { output, error } = await runNode({
			registry: platformRegistry,
			type: type.slice(PACKAGE.length + 1),
			parameters: { ...parameters, ...chosen } as INodeParameters,
			credentials,
			input: [{ json: {} }],
		});
		if (error) throw error;
		found[name] = output().map(({ json }) => json);
	}

	expect(sent.output()[0].json).toMatchObject({ delivery: { status: 'accepted' } });
	expect(found).toEqual({
		'Dataflow Runs': expect.any(Array),
		'Failed Records': [
			expect.objectContaining({
				_id: 'large-shoes',
				delivery: expect.objectContaining({ status: 'rejected' }),
				problem: expect.objectContaining({
					code: 'record.notStored',
					retry: 'never',
					field: 'shoeSize',
				}),
			}),
		],
	});
});
