import type { Locator } from 'playwright-core';
import type { Workflow } from '../../../../playground/n8n-api.mts';
import { openEditor, type Editor } from '../../../harness/editor.mts';
import { eventually } from '../../../harness/eventually.mts';
import { shows } from './shows.mts';

/** The ID in a trigger's URLs: what SECURITY.md says about where it comes from, and where it goes. */

let editor: Editor;

beforeAll(async () => {
	editor = await openEditor();
});
afterAll(async () => await editor?.close());

/** A random UUID: 122 of its 128 bits are random (RFC 9562, section 5.4). */
const RANDOM_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const TRIGGER = 'Chatlio Trigger';
const byId = (id: string): Locator => editor.page.locator(`[data-test-id="${id}"]`);

/** A workflow with one trigger, as a file has it. */
const fileOf = (name: string, webhookId?: string): Workflow => ({
	name,
	nodes: [
		{
			id: crypto.randomUUID(),
			name: TRIGGER,
			type: 'n8n-nodes-chatlio-aep.chatlioTrigger',
			typeVersion: 1.1,
			position: [0, 0],
			parameters: {},
			...(webhookId !== undefined && { webhookId }),
		},
	],
	connections: {},
	settings: {},
});

/** The ID in the URLs that the panel of a trigger shows. */
async function idShown(node = TRIGGER): Promise<string> {
	const panel = await editor.openNode(node);
	const url = panel.locator('.webhook-url').first();
	if (!(await url.isVisible())) await panel.getByText('Webhook URLs', { exact: true }).click();
	await url.waitFor();
	const id = new URL((await url.innerText()).trim()).pathname.split('/')[2];
	await editor.closeNode();
	return id;
}

async function importFile(path: string | { name: string; mimeType: string; buffer: Buffer }) {
	const { page } = editor;
	await editor.visit('/workflow/new');
	await byId('canvas-add-button').waitFor();
	await byId('workflow-menu').click();
	await byId('workflow-menu-item-import').hover();
	const [chooser] = await Promise.all([
		page.waitForEvent('filechooser'),
		page.getByText(/from file/i).click(),
	]);
	await chooser.setFiles(path);
	await byId('canvas-node').first().waitFor();
	await page.keyboard.press('1'); // zoom to fit
}

describe('n8n makes a random ID', () => {
	test('for each import of an example, which carries none', async () => {
		const ids: string[] = [];
		for (let time = 0; time < 2; time++) {
			await importFile('workflows/try-with-sample-events.json');
			ids.push(await idShown());
		}
		for (const id of ids) expect(id).toMatch(RANDOM_ID);
		expect(ids[0]).not.toBe(ids[1]);
	});

	test('for a workflow that arrives by the API without one', async () => {
		const { nodes } = await editor.api.saveWorkflow(fileOf('By the API'));
		expect(nodes[0].webhookId).toMatch(RANDOM_ID);
	});

	test('for a duplicated workflow', async () => {
		const webhookId = crypto.randomUUID();
		await editor.openWorkflow(fileOf('To Duplicate', webhookId));
		expect(await idShown()).toBe(webhookId);
		await byId('workflow-menu').click();
		await byId('workflow-menu-item-duplicate').click();
		const [copy] = await Promise.all([
			editor.browser.waitForEvent('page'),
			editor.page.getByRole('button', { name: 'Duplicate', exact: true }).click(),
		]);
		await copy.waitForURL(/\/workflow\/\w+/);
		const id = new URL(copy.url()).pathname.split('/').pop();
		await copy.close();
		const { nodes } = await editor.api.get<Workflow>(`/workflows/${id}`);
		expect(nodes[0].webhookId).toMatch(RANDOM_ID);
		expect(nodes[0].webhookId).not.toBe(webhookId);
	});
});

test('the panel says that whoever has a URL can post, and how to get new ones', async () => {
	await editor.openWorkflow(fileOf('URL Only'));
	const panel = await editor.openNode(TRIGGER);
	await shows(panel.locator('[data-test-id="node-parameters"]'), [
		'Treat each URL as a password: whoever has it can post events',
		'add a new Chatlio Trigger, because a copy of this one keeps them',
	]);
	await panel.locator('[data-test-id="parameter-input-authentication"]').click();
	const choices = editor.page.locator('.el-select-dropdown:visible');
	await shows(choices, ['URL Only', 'random 122-bit ID', 'Secret in URL', 'Basic Auth']);
	await editor.page.keyboard.press('Escape');
	await editor.closeNode();
});

describe('n8n keeps the ID', () => {
	test('of a duplicated node', async () => {
		const webhookId = crypto.randomUUID();
		await editor.openWorkflow(fileOf('Node to Duplicate', webhookId));
		await byId('canvas-node').first().click();
		await editor.page.keyboard.press('Control+d');
		await eventually(async () => expect(await byId('canvas-node').count()).toBe(2));
		await editor.page.keyboard.press('1'); // zoom to fit
		expect(await idShown(`${TRIGGER}1`)).toBe(webhookId);
	});

	test('in an imported file', async () => {
		const webhookId = crypto.randomUUID();
		const buffer = Buffer.from(JSON.stringify(fileOf('Exported', webhookId)));
		await importFile({ name: 'exported.json', mimeType: 'application/json', buffer });
		expect(await idShown()).toBe(webhookId);
	});

	test('but publishes only one workflow with it', async () => {
		const { api, page } = editor;
		const webhookId = crypto.randomUUID();
		const first = await api.saveWorkflow(fileOf('First', webhookId));
		await api.publish(first);
		try {
			await editor.openWorkflow(fileOf('Second', webhookId));
			await page.getByRole('button', { name: 'Publish', exact: true }).first().click();
			const dialog = page.getByRole('dialog');
			await dialog.getByRole('button', { name: 'Publish', exact: true }).click();
			await page.getByText('uses a conflicting URL path').waitFor();
			await page.getByText('insert a new trigger node of the same type').waitFor();
		} finally {
			await api.unpublish(first);
		}
	});
});
