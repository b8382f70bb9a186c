import { prepareAdobe } from '../../../../playground/adobe.mts';
import { emulatorCredential } from '../../../../playground/example.mts';
import { openEditor, type Editor } from '../../../harness/editor.mts';
import { eventually } from '../../../harness/eventually.mts';
import { nodePanel } from './nodePanel.mts';
import { shows } from './shows.mts';

const SOURCE = 'Chatlio Source';
const STREAMING = 'Stream';

let editor: Editor;
let panel: ReturnType<typeof nodePanel>;
let adobe: { id: string; name: string };

beforeAll(async () => {
	editor = await openEditor();
	panel = nodePanel(editor.page);
	adobe = await editor.api.saveCredential(
		'Adobe Experience Platform',
		'adobeExperiencePlatformApi',
		emulatorCredential(editor.emulator.url),
	);
});
afterAll(async () => await editor?.close());
afterEach(async () => await editor.closeNode());

const node = (name: string, type: string, column: number, parameters: object, more = {}) => ({
	id: String(column),
	name,
	type,
	typeVersion: 1,
	parameters: parameters as Record<string, unknown>,
	position: [column * 240, 0] as [number, number],
	...more,
});

const to = (name: string) => ({ main: [[{ node: name, type: 'main', index: 0 }]] });
const withCredential = () => ({ credentials: { adobeExperiencePlatformApi: adobe } });

/** Opens the panel of an operation on the source named Shop. */
async function openSource(operation: string, parameters: object): Promise<void> {
	const all = { resource: 'chatlioSource', operation, name: 'Shop', ...parameters };
	await editor.openWorkflow({
		name: `Source: ${operation}`,
		nodes: [
			node('When Clicked', 'n8n-nodes-base.manualTrigger', 0, {}),
			node(SOURCE, 'n8n-nodes-chatlio-aep.adobeExperiencePlatform', 1, all, withCredential()),
		],
		connections: { 'When Clicked': to(SOURCE) },
		settings: { executionOrder: 'v1', timezone: 'Asia/Kolkata' },
	});
	await editor.openNode(SOURCE);
}

const hasHints = async (...patterns: Array<string | RegExp>) =>
	await eventually(async () => {
		const texts = (await panel.hints.allInnerTexts()).map((text) => text.trim());
		expect(texts).toEqual(
			patterns.map((pattern) =>
				typeof pattern === 'string' ? pattern : expect.stringMatching(pattern),
			),
		);
	});

const view = async (mode: 'table' | 'schema' | 'json') =>
	await panel.output.locator(`[data-test-id="radio-button-${mode}"]`).click();

/** n8n's table shows a missing value in red. */
async function hasNoRedCells(): Promise<void> {
	await view('table');
	await panel.output.locator('td').first().waitFor();
	expect(await panel.output.locator('td [class*="_empty"]').allInnerTexts()).toEqual([]);
}

const NOT_IN_PROFILE =
	'Not enabled for Profile. Once the records look right, turn on Enable for Profile and run Set Up again. This is permanent.';

const setUp = {
	createNamespaces: true,
	customFields: { field: [{ name: 'leadScore', type: 'integer' }] },
};

describe('the panel of Chatlio Source', () => {
	it('says what Set Up would do, and leaves no cell empty', async () => {
		await openSource('preview', setUp);
		await panel.execute();
		await hasHints(/^Nothing was written\. Set Up would create the identity namespace /);
		await hasNoRedCells();
	});

	it('says what Set Up did, when the dataflow is ready, and what is next', async () => {
		await openSource('setUp', setUp);
		await panel.execute();
		await hasHints(
			/^Created the identity namespace "ChatlioVisitor", .* the dataflow "Shop XDM" and 19 usage labels\. Ready at \d\d:\d\d \(Asia\/Kolkata\)/,
			NOT_IN_PROFILE,
			'Next: fill the custom field leadScore in Chatlio to XDM, publish the workflow, and enter the Production URLs of the Chatlio Trigger in Chatlio.',
		);
		await hasNoRedCells();
	});

	it('removes nothing until the name was typed again, and says what is gone', async () => {
		await openSource('remove', {});
		await panel.execute();
		await shows(panel.error.message, [
			'Nothing was removed: Confirm Name is empty, and Name is "Shop"',
		]);
		await panel.field('confirmName').locator('input').fill('Shop');
		await panel.execute();
		await hasHints(
			'Removed the dataflow "Shop XDM", 3 connections, the dataset "Shop Events", 19 usage labels, the schema "Shop Events" and the field group "Shop Fields". Adobe cannot delete the identity namespace "ChatlioVisitor".',
		);
		await hasNoRedCells();
	});

	it('says that there is nothing to remove', async () => {
		await openSource('remove', {
			name: 'Nobody',
			confirmName: 'Nobody',
			options: { visitorNamespace: '' },
		});
		await panel.execute();
		await hasHints('Nothing was found under the name "Nobody".');
	});
});

describe('the panel of Adobe Platform Streaming', () => {
	const RECORD = {
		_id: 'first-1',
		timestamp: '2026-01-31T12:00:00.000Z',
		eventType: 'chatlio.test',
	};

	it('says before it runs that it may wait, and then shows the outcome of each record first', async () => {
		const { flowId } = await prepareAdobe(editor.emulator, 'Chatlio XDM');
		const dataflow = { __rl: true, mode: 'id', value: flowId };
		const code = `return [{ json: ${JSON.stringify(RECORD)} }]`;
		await editor.openWorkflow({
			name: 'Outcome first',
			nodes: [
				node('When Clicked', 'n8n-nodes-base.manualTrigger', 0, {}),
				node('Record', 'n8n-nodes-base.code', 1, { jsCode: code }, { typeVersion: 2 }),
				node(
					STREAMING,
					'n8n-nodes-chatlio-aep.adobePlatformStreaming',
					2,
					{ dataflow },
					withCredential(),
				),
			],
			connections: { 'When Clicked': to('Record'), Record: to(STREAMING) },
			settings: { executionOrder: 'v1' },
		});
		await editor.openNode(STREAMING);
		await hasHints(/^If the dataflow is less than five minutes old, this node waits /);
		await panel.execute();
		await hasHints('1 accepted in 1 request');
		await view('table');
		await panel.output.locator('th').nth(1).waitFor();
		const columns = (await panel.output.locator('th').allInnerTexts()).map((text) => text.trim());
		expect(columns.filter(Boolean).slice(0, 2)).toEqual(['delivery', '_id']);
		await view('schema');
		const first = panel.output.locator('[data-target="mappable"]').first();
		await first.waitFor();
		expect(await first.getAttribute('data-name')).toBe('delivery');
		await view('json');
		await eventually(async () => {
			const json = await panel.output.locator('.vjs-tree').innerText();
			expect(json.replace(/\s/g, '')).toMatch(/^\[?\{?.{0,9}"?delivery"?/);
		});
	});
});
