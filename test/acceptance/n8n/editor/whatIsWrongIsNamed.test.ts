import { signIn, type PreparedDataflow } from '../../../../emulator/prepare.mts';
import { FLOW_SPECS } from '../../../../lib/platform/services/flowSpecs';
import { prepareAdobe } from '../../../../playground/adobe.mts';
import { emulatorCredential } from '../../../../playground/example.mts';
import type { Workflow } from '../../../../playground/n8n-api.mts';
import { openEditor, type Editor } from '../../../harness/editor.mts';
import { until } from '../../../harness/until.mts';
import { execute } from './execute.mts';
import { nodePanel } from './nodePanel.mts';
import { shows } from './shows.mts';

const XDM = 'Chatlio to XDM';
const STREAMING = 'Adobe Platform Streaming';
const NAME = 'Chatlio XDM';

const EVENT = {
	event: 'newConversation',
	receivedAt: '2026-11-23T06:00:00.000Z',
	conversationId: 'e3d1800d-2d9e-4966-4500-000000000001',
	visitor: { id: '2d3f4260-2235-903b-0a82-000000000001' },
	message: 'Hi',
};

let editor: Editor;
let panel: ReturnType<typeof nodePanel>;
let dataflow: PreparedDataflow;
let adobe: { id: string; name: string };

beforeAll(async () => {
	editor = await openEditor();
	panel = nodePanel(editor.page);
	dataflow = await prepareAdobe(editor.emulator, NAME);
	adobe = await editor.api.saveCredential(
		'Adobe Experience Platform',
		'adobeExperiencePlatformApi',
		emulatorCredential(editor.emulator.url),
	);
});
afterAll(async () => await editor?.close());

const locator = (mode: string, value: string) => ({ __rl: true, mode, value });

interface Chosen {
	tenantId?: object;
	dataflow?: object;
}

function workflow(name: string, chosen: Chosen): Workflow {
	const credentials = { adobeExperiencePlatformApi: adobe };
	const jsCode = `return [{ json: ${JSON.stringify(EVENT)} }];`;
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	const rows: Array<[string, string, number, Record<string, unknown>]> = [
		['When Clicked', 'n8n-nodes-base.manualTrigger', 1, {}],
		['Chat Event', 'n8n-nodes-base.code', 2, { jsCode }],
		[
			XDM,
			'n8n-nodes-chatlio-aep.chatlioToXdm',
			1,
			{ ...(chosen.tenantId && { tenantId: chosen.tenantId }) },
		],
		[
			STREAMING,
			'n8n-nodes-chatlio-aep.adobePlatformStreaming',
			1,
			{ dataflow: chosen.dataflow ?? locator('name', NAME) },
		],
	];
	return {
		name,
		nodes: rows.map(([node, type, typeVersion, parameters], index) => ({
			id: String(index),
			name: node,
			type,
			typeVersion,
			parameters,
			position: [index * 240, 0],
			...(index > 1 && { credentials }),
		})),
		connections: {
			'When Clicked': to('Chat Event'),
			'Chat Event': to(XDM),
			[XDM]: to(STREAMING),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** Runs a workflow from the canvas and opens a node of it. */
async function run(name: string, chosen: Chosen, node: string): Promise<void> {
	const id = await editor.openWorkflow(workflow(name, chosen));
	await execute(editor.page.locator('[data-test-id="execute-workflow-button"]').first());
	await until('the execution has ended', async () => {
		const [execution] = await editor.api.executions(id);
		return ['success', 'error'].includes(execution?.status);
	});
	await editor.openNode(node);
}

afterEach(async () => await editor.closeNode());

it('sends an event without a choice of tenant, to a dataflow of a name', async () => {
	await run('By name', {}, STREAMING);
	await shows(panel.root, ['1 accepted in 1 request']);
});

it('names a wrong tenant and the right one', async () => {
	await run('Wrong tenant', { tenantId: locator('id', '_acmee') }, STREAMING);
	await shows(panel.root, [
		'The record has the fields of the tenant _acmee, and the schema has those of _acme',
		'Set Tenant ID of Chatlio to XDM to Automatic or to _acme',
	]);
});

it('names the dataflow that an unknown name is most like', async () => {
	await run('Unknown name', { dataflow: locator('name', 'Chatlio XMD') }, STREAMING);
	await shows(panel.root, [
		'The sandbox has no dataflow named "Chatlio XMD"',
		`Did you mean "${NAME}"?`,
	]);
});

it('names both dataflows of one name', async () => {
	const http = await signIn(editor.emulator.url);
	for (const state of ['first', 'second'])
		await http.post('/data/foundation/flowservice/flows', {
			name: 'Twice',
			description: state,
			flowSpec: FLOW_SPECS.xdm,
			sourceConnectionIds: [dataflow.sourceConnectionId],
			targetConnectionIds: [dataflow.targetConnectionId],
		});
	await run('Two of one name', { dataflow: locator('name', 'Twice') }, STREAMING);
	await shows(panel.root, ['There are 2 dataflows named "Twice": ']);
});

it('names the expression that gives nothing', async () => {
	await run('Nothing', { tenantId: locator('id', '={{ $json.tenant }}') }, XDM);
	await shows(panel.root, ['The expression of the field Tenant ID gave nothing']);
});

it('says what a dataset ID looks like where a dataflow ID is wanted', async () => {
	const expression = `={{ "${dataflow.datasetId}" }}`;
	await run('Dataset ID', { dataflow: locator('id', expression) }, STREAMING);
	await shows(panel.root, [
		'The field Dataflow has what looks like a dataset ID, not a dataflow ID',
	]);
});
