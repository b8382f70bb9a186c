import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import { prepareDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { AdobeExperiencePlatformApi } from '../../credentials/AdobeExperiencePlatformApi.credentials';
import { ChatlioToXdm } from '../../nodes/ChatlioToXdm/ChatlioToXdm.node';
import { ADOBE, adobeRegistry, adobeRow, event } from '../harness/adobe';
import { documented } from '../harness/chatlioEvents';
import { examplesIn, readPage } from '../harness/docs.mts';
import { results } from '../harness/experiencePlatform';
import { Registry, runNode } from '../harness/n8n';

const ERROR_OUTPUT = { onError: 'continueErrorOutput' } as const;

const itemOf = (json: object): INodeExecutionData => ({ json: json as IDataObject });

test('the trigger’s page shows the items of documented events', () => {
	expect(examplesIn(readPage('docs/chatlio-trigger.md'))).toEqual([
		documented('newConversation'),
		documented('chatTranscript'),
	]);
});

test('the mapper’s page shows the record and the problem that the node returns', async () => {
	const { output } = await runNode({
		registry: new Registry().add([new ChatlioToXdm()], [new AdobeExperiencePlatformApi()]),
		type: 'chatlioToXdm',
		parameters: { tenantId: { __rl: true, mode: 'id', value: 'acme' } },
		input: [itemOf(documented('newConversation')), itemOf({ order: 7 })],
		node: ERROR_OUTPUT,
	});
	expect(examplesIn(readPage('docs/chatlio-to-xdm.md'))).toEqual([
		output(0)[0].json,
		output(1)[0].json,
	]);
});

describe('against the local Adobe', () => {
	let emulator: Emulator;
	beforeAll(async () => {
		emulator = await startEmulator();
	});
	afterAll(async () => await emulator.stop());

	/** Addresses, IDs and times differ in every run. */
	const withoutIds = (value: unknown): unknown =>
		JSON.parse(
			JSON.stringify(value)
				.replace(/https?:\/\/[^/"]+(?=\/collection)/g, 'host')
				.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24,}/g, 'id')
				.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time'),
		);

	test('the platform’s page shows what Set Up returns', async () => {
		const rows = await results(emulator.url, {
			resource: 'chatlioSource',
			operation: 'setUp',
			parameters: { createNamespaces: true },
		});
		const examples = examplesIn(readPage('docs/adobe-experience-platform.md'));
		expect(withoutIds(examples)).toEqual(withoutIds(rows));
	});

	/** Replaces what differs in every run. */
	const lasting = (item: unknown) => {
		const { delivery, ...json } = item as { delivery: { xactionId: string } };
		const index = delivery.xactionId.split('-').pop();
		return { ...json, delivery: { ...delivery, at: 'then', xactionId: `some id, ${index}` } };
	};

	test('the streaming page shows the items that the node returns', async () => {
		const flow = await prepareDataflow(emulator.url, {
			name: 'Chat',
			format: 'xdm',
			authenticated: true,
			aged: true,
		});
		await emulator.control.fault({
			match: { path: '/collection/' },
			action: {
				refuseMessages: { containing: 'bad-1', message: 'Message has unknown xdm format' },
			},
		});
		const { output } = await runNode({
			registry: adobeRegistry(),
			type: 'adobePlatformStreaming',
			parameters: {
				sendTo: 'dataflow',
				dataflow: { __rl: true, mode: 'id', value: flow.flowId },
				recordFormat: 'dataflow',
			},
			credentials: { [ADOBE]: adobeRow(emulator.url) },
			input: [itemOf(event('good-1')), itemOf(event('bad-1'))],
			node: ERROR_OUTPUT,
		});
		const examples = examplesIn(readPage('docs/adobe-platform-streaming.md'));
		expect(examples.map(lasting)).toEqual(
			[output(0)[0].json, output(1)[0].json].map((json) => lasting(json)),
		);
	});
});
