import axios from 'axios';
import { emulatorCredential, EXAMPLE, readWorkflow } from '../../../../playground/example.mts';
import type { JsonObject } from '../../../../emulator/json.mts';
import { readPage } from '../../../harness/docs.mts';
import { openEditor, type Editor } from '../../../harness/editor.mts';
import { until } from '../../../harness/until.mts';
import { documented } from '../../../payloads';
import { stepsIn } from './guide.mts';
import { Reader } from './reader.mts';

const page = readPage('docs/custom-fields.md');
const section = /## Add a field\n[^]*?(?=\n## )/.exec(page)![0];
const steps = stepsIn(section);

let editor: Editor;
let reader: Reader;
let post: () => Promise<void>;

/** The example as the guide leaves it: set up, published, and with one event. */
beforeAll(async () => {
	editor = await openEditor({ alone: true });
	reader = new Reader(editor.page);
	const { api, emulator, url } = editor;
	const type = 'adobeExperiencePlatformApi';
	const adobe = await api.saveCredential('Adobe', type, emulatorCredential(emulator.url));
	const workflow = readWorkflow(EXAMPLE);
	for (const node of workflow.nodes)
		if (/\.(adobe\w+|chatlioToXdm)$/.test(node.type)) node.credentials = { [type]: adobe };
	const saved = await api.saveWorkflow({ ...workflow, name: 'Add a field' });
	const start = { trigger: 'When Clicked', node: 'Set Up' };
	const [{ flowId }] = await api.run<{ flowId: string }>(saved, start);
	await emulator.control.ageFlow(flowId);
	await api.publish(saved);
	const { webhookId } = saved.nodes.find(({ name }) => name === 'Chatlio Trigger')!;
	let conversations = 0;
	const send = async () =>
		await axios.post(
			`${url}/webhook/${webhookId}/new-conversation`,
			{ ...documented.newConversation, conversationUUID: `added-${++conversations}` },
			{ validateStatus: () => true },
		);
	await until('the workflow is published', async () => (await send()).status === 200);
	post = async () => void expect((await send()).status).toBe(200);
	await emulator.control.settled(1);
	await editor.visit(`/workflow/${saved.id}`);
	await reader.node('Set Up').waitFor();
});
afterAll(async () => await editor?.close());

const byId = (id: string) => editor.page.locator(`[data-test-id="${id}"]`);
const output = () => byId('output-panel');
/**
 * n8n takes in what is typed a moment later, and forgets it if the next field changes before: a person is not as fast.
 * It saves on its own.
 */
const hasSaved = async (text: string) => {
	const [path] = /\/workflow\/\w+/.exec(editor.page.url())!;
	const workflow = await editor.api.get<object>(path.replace('/workflow/', '/workflows/'));
	return JSON.stringify(workflow).includes(text);
};
/** The last field of that name: Set Up has a name of its own, too. */
const parameter = (name: string) => byId(`parameter-input-${name}`).last();

async function closePanel(): Promise<void> {
	await reader.click('✕', () => byId('ndv-close-button'));
	await byId('ndv').waitFor({ state: 'hidden' });
}

const STEPS: Record<number, () => void | Promise<void>> = {
	1: async () => await reader.open('Set Up'),
	2: async () => {
		await reader.sees('Custom Fields');
		await reader.click('Add Field');
		await reader.sees('Type');
		await reader.seesIn(parameter('type').locator('input'), 'Text');
	},
	3: async () => {
		reader.readsText('Name', await byId('node-parameters').innerText());
		await reader.fill('site', parameter('name').locator('input'), 'site');
		await editor.picture('add-a-field-set-up', byId('node-parameters'));
	},
	4: async () => {
		await reader.execute('Execute step', byId('node-execute-button'));
		await reader.sees('1 item', (text) => output().getByText(text));
	},
	5: closePanel,
	6: async () => await reader.open('Chatlio to XDM'),
	7: async () => {
		await reader.sees('Custom Fields');
		await reader.click('Add Custom Field');
	},
	8: async () => {
		await reader.sees('Value');
		await parameter('value').hover();
		await reader.click('Expression', () =>
			byId('node-parameters').locator('[data-test-id="radio-button-expression"]').last(),
		);
		const expression = '{{ $json.visitor?.page?.extractDomain() }}';
		await reader.type(expression, parameter('value').locator('.cm-content'));
		await until('n8n has taken in the expression', async () => await hasSaved('extractDomain'));
	},
	9: async () => {
		reader.readsText('Name', await byId('node-parameters').innerText());
		await reader.fill('site', parameter('name').locator('input'), 'site');
		await editor.picture('add-a-field-chatlio-to-xdm', byId('node-parameters'));
	},
	10: closePanel,
	11: async () => await reader.click('Publish', () => byId('workflow-open-publish-modal-button')),
	12: async () => {
		await reader.click('Publish', (name) =>
			editor.page.getByRole('dialog').getByRole('button', { name, exact: true }),
		);
		await reader.sees('Published');
	},
};

test('the steps are numbered in order, and each is tested here', () => {
	expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
	expect(Object.keys(STEPS).map(Number)).toEqual(steps.map(({ number }) => number));
});

test('the steps lead from the running example to a record with the field', async () => {
	for (const step of steps) await reader.perform(step, STEPS[step.number]);
	const { control } = editor.emulator;
	let custom: unknown[] = [];
	let count = (await control.records({})).length;
	// Until n8n has published it in the background, the version before answers.
	await until(
		() => `a record has the field; they have ${JSON.stringify(custom)}`,
		async () => {
			await post();
			const records = await control.settled(++count);
			custom = records.map(({ status, record }) => [status, customOf(record as JsonObject)]);
			return custom.some((one) => JSON.stringify(one) === '["stored",{"site":"yoursite.com"}]');
		},
	);
});

const customOf = (record: JsonObject): unknown =>
	Object.values(record)
		.map((value) => (value as { chatlio?: JsonObject } | null)?.chatlio?.custom)
		.find((value) => value !== undefined);

test('the page says how many clicks and fields it takes', () => {
	const [, ...said] = /(\d+) clicks and (\d+) fields/.exec(section)!;
	expect(said.map(Number)).toEqual([reader.clicks, reader.fields]);
	expect(reader.clicks).toBeLessThanOrEqual(12);
	expect(reader.fields).toBeLessThanOrEqual(3);
});
