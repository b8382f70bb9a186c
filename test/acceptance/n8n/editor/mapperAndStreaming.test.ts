import type { PreparedDataflow } from '../../../../emulator/prepare.mts';
import { PROBLEM_CODES } from '../../../../lib/problem/problemCodes';
import { prepareAdobe } from '../../../../playground/adobe.mts';
import { choose, emulatorCredential } from '../../../../playground/example.mts';
import type { Workflow } from '../../../../playground/n8n-api.mts';
import { openEditor, type Editor } from '../../../harness/editor.mts';
import { eventually } from '../../../harness/eventually.mts';
import { execute } from './execute.mts';
import { nodePanel } from './nodePanel.mts';
import { shows } from './shows.mts';
import { isWhole } from './shownWhole.mts';
import { until } from '../../../harness/until.mts';

const XDM = 'Chatlio to XDM';
const STREAMING = 'Adobe Platform Streaming';

/** Items like the trigger's; every 27th visitor was on a page whose records Adobe rejects. */
const EVENTS = `const hex = (i) => Array.from({ length: 8 }, (_, k) => ((i * 2654435761 + k * 40503077) >>> 0).toString(16).padStart(8, '0')).join('');
return Array.from({ length: COUNT }, (_, i) => ({ json: {
	event: 'newConversation',
	eventId: 'chatlio-' + hex(i + 1),
	receivedAt: '2026-11-23T06:00:00.000Z',
	conversationId: 'e3d1800d-2d9e-4966-4500-' + String(i).padStart(12, '0'),
	visitor: {
		id: '2d3f4260-2235-903b-0a82-' + String(i).padStart(12, '0'),
		email: 'visitor' + i + '@example.com',
		page: 'https://www.example.com/' + (i % 27 === 26 ? 'old-form' : 'signup'),
		ip: '192.0.2.7',
		location: 'Los Angeles, California, United States',
	},
	message: 'Hi, I am having trouble signing up',
	channel: { id: 'C1NABCDEF', slackName: 'live-chat' },
} }));`;

let editor: Editor;
let panel: ReturnType<typeof nodePanel>;
let dataflow: PreparedDataflow;
let adobe: { id: string; name: string };

beforeAll(async () => {
	editor = await openEditor();
	panel = nodePanel(editor.page);
	dataflow = await prepareAdobe(editor.emulator, 'Chatlio XDM');
});
afterAll(async () => await editor?.close());

/** n8n chooses the only credential of its kind by itself, where a node has none and the editor knows of it. */
const saveCredential = async () => {
	adobe = await editor.api.saveCredential(
		'Adobe Experience Platform',
		'adobeExperiencePlatformApi',
		emulatorCredential(editor.emulator.url),
	);
	await editor.visit('/home/credentials');
	await editor.page.getByText(adobe.name, { exact: true }).waitFor();
};

function workflow(name: string, events: number, streaming: Record<string, unknown> = {}): Workflow {
	const rows: Array<[string, string, number, Record<string, unknown>]> = [
		['When Clicked', 'n8n-nodes-base.manualTrigger', 1, {}],
		['Chat Events', 'n8n-nodes-base.code', 2, { jsCode: EVENTS.replace('COUNT', String(events)) }],
		[XDM, 'n8n-nodes-chatlio-aep.chatlioToXdm', 1, {}],
		[STREAMING, 'n8n-nodes-chatlio-aep.adobePlatformStreaming', 1, {}],
	];
	const nodes = rows.map(([node, type, typeVersion, parameters], index) => ({
		id: String(index),
		name: node,
		type,
		typeVersion,
		parameters,
		position: [index * 240, 0],
		...(node === STREAMING && streaming),
	}));
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	return {
		name,
		nodes,
		connections: {
			'When Clicked': to('Chat Events'),
			'Chat Events': to(XDM),
			[XDM]: to(STREAMING),
		},
		settings: { executionOrder: 'v1' },
	};
}

/** The same with credential, tenant and dataflow chosen. */
function chosen(name: string, events: number, streaming: Record<string, unknown> = {}): Workflow {
	const made = workflow(name, events, streaming);
	choose(made, { adobe, dataflow: { ...dataflow, name: 'Chatlio XDM' } });
	return made;
}

describe('the panel of Chatlio to XDM', () => {
	it('looks up the tenant by itself, and says what to do without a credential', async () => {
		await editor.openWorkflow(workflow('Map', 3));
		await editor.openNode(XDM);
		expect(await panel.chosen('tenantId')).toBe('Automatic');
		const hint = panel.root.getByText('Without one, choose By ID');
		expect(await isWhole(hint)).toBe(true);
		await panel.execute();
		await shows(panel.error.message, [
			'Tenant ID is Automatic, and this node has no Adobe credential',
		]);
		await shows(panel.error.description, [PROBLEM_CODES['mapping.tenantNeedsCredential'].advice]);
		await editor.closeNode();
	});

	it('has few fields in the order of use, and the rest under Options', async () => {
		await saveCredential();
		await editor.openWorkflow(workflow('Map with a credential', 3));
		await editor.openNode(XDM);
		await panel.hasFields(
			'Adobe Credential (Optional)',
			'Operation',
			'Tenant ID',
			'Visitor ID Namespace',
			'Email',
			'IP Address',
			'Long Transcripts',
			'Options',
		);
	});

	it('maps without a choice, and offers the tenant beside Automatic', async () => {
		expect(await panel.chosen('tenantId')).toBe('Automatic');
		const tenants = await panel.list('tenantId');
		await eventually(async () =>
			expect(await tenants.allInnerTexts()).toEqual(['Automatic', '_acme']),
		);
		await tenants.first().click();
		expect(await panel.chosen('tenantId')).toBe('Automatic');
		await panel.execute();
		await panel.output.getByText('3 items').waitFor();
		await panel.output.locator('[data-test-id="radio-button-schema"]').click();
		await panel.output.getByText('chatlio.newConversation').waitFor();
		await editor.picture('chatlio-to-xdm');
	});

	it('adds a field of the item to a field of the panel by drag and drop', async () => {
		await panel.addOption('User ID Namespace');
		await panel.drag('slackName', 'userNamespace');
		await panel.field('userNamespace').getByText('{{ $json.channel.slackName }}').waitFor();
	});

	it('fills a custom field by drag and drop', async () => {
		// The preview of the expression above lies over the button.
		await editor.closeNode();
		await editor.openNode(XDM);
		await panel.addOption('Custom Fields');
		await panel.root.getByText('Add Custom Field', { exact: true }).click();
		await panel.field('name').locator('input').fill('slackChannel');
		await panel.drag('slackName', 'value');
		await panel.field('value').getByText('{{ $json.channel.slackName }}').waitFor();
	});

	it('says what keeping the IP address means', async () => {
		const notice = panel.root.getByText('An IP address is personal data in many countries');
		expect(await notice.count()).toBe(0);
		await panel.choose('ip', 'Keep');
		expect(await isWhole(notice)).toBe(true);
	});

	it('asks for a key only if record IDs are keyed', async () => {
		const key = panel.root.getByText('Key for Record IDs', { exact: true });
		await panel.addOption('Record IDs');
		await panel.field('recordIds').waitFor();
		expect(await key.count()).toBe(0);
		await panel.choose('recordIds', 'Keyed');
		await key.waitFor();
		await editor.closeNode();
	});
});

describe('the panel of Adobe Platform Streaming', () => {
	beforeAll(async () => {
		await editor.openWorkflow(chosen('Stream', 3));
		await editor.openNode(STREAMING);
	});
	afterAll(async () => await editor.closeNode());

	it('has few fields in the order of use, and the rest under Options', async () => {
		await panel.hasFields('Credential', 'Send To', 'Dataflow', 'Record Format', 'Options');
	});

	it('lists the dataflows by name, with their record format', async () => {
		const dataflows = await panel.list('dataflow');
		await dataflows.getByText('(XDM)').waitFor();
		expect(await dataflows.allInnerTexts()).toEqual(['Chatlio XDM (XDM)']);
		await dataflows.click();
	});

	it('says what validating synchronously costs', async () => {
		await panel.addOption('Validate Synchronously');
		const hint = panel.root.getByText('one record per request and 60 requests a minute');
		expect(await isWhole(hint)).toBe(true);
	});

	it('uses the name of a dragged field instead of its value if the parameter expects a name', async () => {
		// Nothing has run: n8n shows the fields that Chatlio to XDM says it usually has.
		await panel.root.locator('[data-name="identityMap"]').first().waitFor();
		await panel.addOption('Record Field');
		await panel.drag('identityMap', 'recordField');
		const input = panel.field('recordField').locator('input');
		await until('the name is there', async () => (await input.inputValue()) === 'identityMap');
	});

	it('names the missing role if Adobe does not list the dataflows', async () => {
		await editor.emulator.control.fault({
			match: { path: '/flowservice/flows' },
			times: 0,
			action: { status: 403, body: { errorCode: 'FLOW-2118-403', errorMessage: 'Forbidden' } },
		});
		await panel.list('dataflow');
		await shows(panel.listError, [PROBLEM_CODES['adobe.noPermission'].advice]);
		await editor.emulator.control.clearFaults();
	});
});

describe('an execution of 1,000 events', () => {
	const run = async (made: Workflow) => {
		const id = await editor.openWorkflow(made);
		await execute(editor.page.locator('[data-test-id="execute-workflow-button"]').first());
		await until('the execution has ended', async () => {
			const [execution] = await editor.api.executions(id);
			return ['success', 'error'].includes(execution?.status);
		});
		await editor.openNode(STREAMING);
	};
	/** Adobe rejects the records of visitors who were on that page. */
	const rejectSome = async () =>
		await editor.emulator.control.fault({
			match: { path: '/collection' },
			times: 0,
			action: {
				refuseMessages: { containing: 'old-form', message: 'Message has unknown xdm format' },
			},
		});
	afterEach(async () => {
		await editor.closeNode();
		await editor.emulator.control.clearFaults();
	});

	const withErrorOutput = { onError: 'continueErrorOutput' };
	const { advice } = PROBLEM_CODES['inlet.schemaUnknown'];

	it('is summarized in one line', async () => {
		await run(chosen('Thousand', 1000, withErrorOutput));
		await eventually(async () => {
			const hints = (await panel.hints.allInnerTexts()).map((hint) => hint.trim());
			expect(hints).toEqual(['1,000 accepted in 2 requests']);
		});
		await editor.picture('adobe-platform-streaming');
	});

	it('has an error output and says how many records Adobe rejected, why, and what to change', async () => {
		await rejectSome();
		await run(chosen('Rejected', 1000, withErrorOutput));
		const canvas = editor.page.locator('[data-test-id="canvas-wrapper"]');
		await shows(canvas, ['Success', 'Error']);
		await panel.hints.nth(1).waitFor();
		const [summary, reason] = await panel.hints.allInnerTexts();
		expect(summary.trim()).toBe('963 accepted, 37 rejected in 2 requests');
		expect(reason).toMatch(/^Items 26, 53, .* and 27 more: Adobe answered 400: /);
		expect(reason).toContain(advice);
		expect(await isWhole(panel.hints.nth(1).getByText(advice))).toBe(true);
		await panel.output.getByText('Error Branch (37 items)').click();
		await editor.picture('adobe-platform-streaming-refused');
	});

	it('says once what happened and what to do if the node has no error output', async () => {
		await rejectSome();
		await run(chosen('Stopped', 1000));
		await shows(panel.error.message, ['963 accepted, 37 rejected in 2 requests']);
		await shows(panel.error.description, [advice]);
	});

	it('says what to do about a dataflow that is disabled', async () => {
		const name = 'Chatlio, disabled';
		const disabled = await prepareAdobe(editor.emulator, name);
		await editor.emulator.control.setFlowState(disabled.flowId, 'disabled');
		const made = chosen('Disabled', 1000);
		choose(made, { adobe, dataflow: { ...disabled, name } });
		await run(made);
		await shows(panel.error.message, ['The dataflow "Chatlio, disabled" is disabled']);
		await shows(panel.error.description, [
			'Enable it in Adobe under Sources > Dataflows, or choose another dataflow',
		]);
	});
});
