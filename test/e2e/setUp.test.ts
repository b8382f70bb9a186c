import axios from 'axios';
import { controlClient } from '../../emulator/controlClient.mts';
import { CHATLIO_EVENTS } from '../../lib/chatlio/events';
import { parseEvent } from '../../lib/chatlio/parse';
import { emulatorCredential, readWorkflow } from '../../playground/example.mts';
import { N8nApi } from '../../playground/n8n-api.mts';
import { addresses } from '../harness/running.mts';
import { documented } from '../payloads';

interface Row {
	event?: keyof typeof documented;
	chatlioUrl?: string;
	flowId: string;
	inletUrl: string;
	datasetId: string;
	steps: Array<{ outcome: string }>;
}

const ADOBE = 'adobeExperiencePlatformApi';

let n8n: N8nApi;
let credential: { id: string; name: string };

beforeAll(async () => {
	n8n = await N8nApi.signIn(addresses().n8n);
	credential = await n8n.saveCredential('Set Up', ADOBE, emulatorCredential(addresses().emulator));
}, 30_000);

/** Runs the example workflow by hand, with other parameters. */
async function run<Output>(parameters: object): Promise<Output[]> {
	const workflow = readWorkflow('set-up-chatlio-source.json');
	workflow.name = 'Set Up, tried';
	const node = workflow.nodes.find(({ name }) => name === 'Set Up')!;
	node.credentials = { [ADOBE]: credential };
	Object.assign(node.parameters, { createNamespaces: true, ...parameters });
	const saved = await n8n.saveWorkflow(workflow);
	return await n8n.run<Output>(saved, { trigger: 'When Clicked', node: 'Set Up' });
}

const postStraight = async (rows: Row[]) => {
	for (const { chatlioUrl, event } of rows) await axios.post(chatlioUrl!, documented[event!]);
};

const postItems = async ([{ inletUrl, flowId }]: Row[]) => {
	for (const { kind } of CHATLIO_EVENTS)
		await axios.post(inletUrl, parseEvent(kind, documented[kind], new Date().toISOString()), {
			headers: { 'x-adobe-flow-id': flowId },
		});
};

// The way over XDM is the one of the demo.
test.each([
	['E2E Raw', { way: 'raw', inlet: 'open' }, postItems],
	['E2E Straight', { way: 'straight', source: 'httpApi', inlet: 'open' }, postStraight],
	['E2E Source', { way: 'straight', source: 'chatlioSource', inlet: 'open' }, postStraight],
])(
	'%s: one execution in n8n makes what the five events arrive through, the next finds it',
	async (name, parameters, post) => {
		const adobe = controlClient(addresses().emulator);
		const rows = await run<Row>({ name, ...parameters });
		for (const { flowId } of rows) await adobe.ageFlow(flowId);
		await post(rows);
		const records = await adobe.settled(5, { datasetId: rows[0].datasetId });
		expect(records.map(({ status }) => status)).toEqual(Array(5).fill('stored'));
		expect(records.map(({ eventType }) => eventType).sort()).toEqual(
			CHATLIO_EVENTS.map(({ eventType }) => eventType).sort(),
		);
		const again = await run<Row>({ name, ...parameters });
		const outcomes = again.flatMap(({ steps }) => steps).map(({ outcome }) => outcome);
		expect(new Set(outcomes)).toEqual(new Set(['found']));
		expect(again.map(({ flowId }) => flowId)).toEqual(rows.map(({ flowId }) => flowId));
	},
	60_000,
);

test('says in the execution what is missing', async () => {
	const parameters = { options: { visitorNamespace: 'NotThere' }, createNamespaces: false };
	await expect(run(parameters)).rejects.toThrow(
		'The identity namespace NotThere does not exist in this sandbox',
	);
}, 30_000);
