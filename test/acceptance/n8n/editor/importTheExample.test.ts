import { emulatorCredential, EXAMPLE, readWorkflow } from '../../../../playground/example.mts';
import type { Workflow, WorkflowNode } from '../../../../playground/n8n-api.mts';
import { openEditor, type Editor } from '../../../harness/editor.mts';
import { stubServer, type StubServer } from '../../../harness/stubServer.mts';
import { until } from '../../../harness/until.mts';

const example = readWorkflow(EXAMPLE);
const ADOBE = 'adobeExperiencePlatformApi';

let editor: Editor;
/** In the place of GitHub's raw files. */
let files: StubServer;

beforeAll(async () => {
	editor = await openEditor();
	files = await stubServer(() => ({ body: JSON.stringify(example) }));
	await editor.browser.grantPermissions(['clipboard-read', 'clipboard-write']);
	await editor.api.saveCredential('Adobe', ADOBE, emulatorCredential(editor.emulator.url));
});
afterAll(async () => {
	await editor?.close();
	await files?.close();
});

const byId = (id: string) => editor.page.locator(`[data-test-id="${id}"]`);

async function openImportMenu(): Promise<void> {
	await byId('workflow-menu').click();
	await byId('workflow-menu-item-import').hover();
}

const WAYS: Record<string, () => Promise<void>> = {
	'from a URL': async () => {
		await openImportMenu();
		await editor.page.getByText(/from url/i).click();
		const url = `${files.url}/main/workflows/${EXAMPLE}`;
		await editor.page.getByRole('dialog').locator('input').fill(url);
		await byId('confirm-workflow-import-url-button').click();
	},
	'from a file': async () => {
		await openImportMenu();
		const [chooser] = await Promise.all([
			editor.page.waitForEvent('filechooser'),
			editor.page.getByText(/from file/i).click(),
		]);
		await chooser.setFiles(`workflows/${EXAMPLE}`);
	},
	'by copy and paste': async () => {
		const text = JSON.stringify(JSON.stringify(example));
		await editor.page.evaluate<unknown>(`navigator.clipboard.writeText(${text})`);
		await editor.page.keyboard.press('Control+V');
	},
};

/** Waits until n8n's autosave has all nodes of the open workflow, and returns the workflow. */
async function saved(): Promise<Workflow> {
	let workflow: Workflow | undefined;
	await until('n8n has saved every node', async () => {
		const id = /\/workflow\/(\w+)/.exec(editor.page.url())?.[1];
		if (!id || id === 'new') return false;
		workflow = await editor.api.get<Workflow>(`/workflows/${id}`).catch(() => undefined);
		return workflow?.nodes.length === example.nodes.length;
	});
	return workflow!;
}

const byName = ({ nodes }: Workflow): Record<string, WorkflowNode> =>
	Object.fromEntries(nodes.map((node) => [node.name, node]));

test.each(Object.entries(WAYS))(
	'the example is imported %s, ready to run but for what only the user has',
	async (_, importIt) => {
		await editor.visit('/home/workflows');
		await editor.visit('/workflow/new');
		await byId('canvas-add-button').waitFor();
		await importIt();
		const workflow = await saved();
		const nodes = byName(workflow);
		expect(Object.keys(nodes).sort()).toEqual(Object.keys(byName(example)).sort());
		expect(workflow.connections).toEqual(example.connections);

		// n8n leaves out what is the default. Nothing is asked: what differs from it says so.
		expect(nodes['Set Up'].parameters).toMatchObject({ createNamespaces: true });
		expect(nodes['Adobe Platform Streaming'].parameters).toMatchObject({
			dataflow: { mode: 'name', value: 'Chatlio XDM' },
		});
		expect(nodes['Chatlio to XDM'].parameters.options).toEqual({ customFields: { field: [] } });
		expect(nodes['Chatlio Trigger'].credentials).toBeUndefined();
		expect(nodes['Chatlio Trigger'].webhookId).toBeDefined();
		for (const name of ['Set Up', 'Chatlio to XDM', 'Adobe Platform Streaming'])
			expect(nodes[name].credentials?.[ADOBE]).toMatchObject({ name: 'Adobe' });
		expect(await byId('node-issues').count()).toBe(0);
	},
);
