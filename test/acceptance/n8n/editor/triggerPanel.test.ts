import axios from 'axios';
import { CHATLIO_EVENTS } from '../../../../lib/chatlio/events';
import { EXAMPLE, readWorkflow } from '../../../../playground/example.mts';
import { openEditor, type Editor } from '../../../harness/editor.mts';
import { eventually } from '../../../harness/eventually.mts';
import { execute } from './execute.mts';
import { shows } from './shows.mts';
import { until } from '../../../harness/until.mts';
import { documented } from '../../../payloads';

const SAMPLES = 'workflows/try-with-sample-events.json';
const token = crypto.randomUUID();

let editor: Editor;

beforeAll(async () => {
	editor = await openEditor();
	const { browser, url } = editor;
	const permissions = ['clipboard-read', 'clipboard-write'];
	await browser.grantPermissions(permissions, { origin: url });
});

afterAll(async () => {
	await editor?.close();
});

const output = () => editor.page.locator('[data-test-id="output-panel"]');

/** The example as it is once everything is chosen in it. */
async function openExample(): Promise<void> {
	const workflow = readWorkflow(EXAMPLE);
	const node = (wanted: string) => workflow.nodes.find(({ name }) => name === wanted)!;
	const [trigger, mapper] = [node('Chatlio Trigger'), node('Chatlio to XDM')];
	const chatlio = await editor.api.saveCredential('Chatlio webhooks', 'chatlioWebhookApi', {
		secret: token,
	});
	const adobe = await editor.api.saveCredential('Adobe', 'adobeExperiencePlatformApi', {
		clientId: '0'.repeat(32),
	});
	trigger.parameters.authentication = 'secretInUrl';
	trigger.credentials = { chatlioWebhookApi: chatlio };
	mapper.parameters.tenantId = { __rl: true, mode: 'id', value: '_acme' };
	for (const name of ['Set Up', 'Chatlio to XDM', 'Adobe Platform Streaming'])
		node(name).credentials = { adobeExperiencePlatformApi: adobe };
	// The editor knows the credentials it has listed.
	await editor.visit('/home/credentials');
	await editor.page.getByText(chatlio.name, { exact: true }).waitFor();
	await editor.openWorkflow(workflow);
}

/** Unfolds the URLs in the trigger's panel. @returns those that are shown */
async function showUrls(kind: 'test' | 'production'): Promise<string[]> {
	const { page } = editor;
	const choice = page.locator(`[data-test-id="radio-button-${kind}"]`);
	if (!(await choice.isVisible())) await page.getByText('Webhook URLs', { exact: true }).click();
	await choice.click();
	const start = `${editor.url}/webhook${kind === 'test' ? '-test' : ''}/`;
	const urls = page.locator('.webhook-url', { hasText: start });
	await urls.first().waitFor();
	return (await urls.allInnerTexts()).map((url) => url.trim());
}

const ends = (urls: string[]) => urls.map((url) => url.split('/').pop());
/** The event that a first chat causes comes first. */
const paths = CHATLIO_EVENTS.map(({ path }) => path).sort(
	(one, other) => Number(other === 'new-conversation') - Number(one === 'new-conversation'),
);

// First: there is no credential yet.
describe('without a Chatlio account', () => {
	/** Imports the samples as a user does. */
	beforeAll(async () => {
		const { page } = editor;
		await editor.visit('/workflow/new');
		await page.locator('[data-test-id="canvas-add-button"]').waitFor();
		await page.locator('[data-test-id="workflow-menu"]').click();
		await page.locator('[data-test-id="workflow-menu-item-import"]').hover();
		const [chooser] = await Promise.all([
			page.waitForEvent('filechooser'),
			page.getByText(/from file/i).click(),
		]);
		await chooser.setFiles(SAMPLES);
		await page.locator('[data-test-id="canvas-node"]').first().waitFor();
		await page.keyboard.press('1');
	});

	test('sample events provide fields for the next node before a run', async () => {
		const panel = await editor.openNode('Chatlio to XDM');
		const input = panel.locator('[data-test-id="ndv-input-panel"]');
		await input.locator('[data-test-id="radio-button-schema"]').click();
		await input.getByText('conversationId').waitFor();
		const fields = ['event', 'eventId', 'receivedAt', 'visitor', 'traits', 'transcript'];
		await shows(input, fields);
		await editor.picture('sample-events');
		await editor.closeNode();
	});

	test('the imported workflow creates five records from them with one click', async () => {
		const { page } = editor;
		await execute(page.locator('[data-test-id="execute-workflow-button"]'));
		await page.getByText('Workflow executed successfully').waitFor();
		await editor.openNode('Chatlio to XDM');
		await output().getByText('5 items').waitFor();
		await output().locator('[data-test-id="radio-button-table"]').click();
		await output().getByText('chatlio.visitorFeedback').waitFor();
		const types = CHATLIO_EVENTS.map(({ eventType }) => eventType);
		await shows(output(), types);
		await editor.closeNode();
	});
});

describe('the panel of Chatlio Trigger', () => {
	beforeAll(async () => {
		await openExample();
		await editor.picture('canvas');
		await editor.openNode('Chatlio Trigger');
	});

	test('says what to do, in the words of Chatlio’s settings', async () => {
		await shows(editor.page.locator('[data-test-id="node-parameters"]'), [
			'paste one production URL into Chatlio, e.g. new-conversation: your widget > Behavior > Webhooks and post-chat actions',
			'see the first event arrive under Executions. Then paste the other four',
			...CHATLIO_EVENTS.map(({ path, chatlioTitle }) => `${path}: ${chatlioTitle}`),
			'append ?token= and the secret to each URL',
		]);
	});

	test.each(['test', 'production'] as const)('shows five complete %s URLs', async (kind) => {
		await eventually(async () => expect(ends(await showUrls(kind))).toEqual(paths));
		const cutOff = await editor.page
			.locator('.webhook-url')
			.evaluateAll((urls) => urls.filter((url) => url.scrollWidth > url.clientWidth).length);
		expect(cutOff).toBe(0);
		if (kind === 'production') await editor.picture('chatlio-trigger');
	});

	test.each(['test', 'production'] as const)('copies a %s URL with one click', async (kind) => {
		const { page } = editor;
		for (const url of await showUrls(kind)) {
			await page.locator('.webhook-url', { hasText: url }).click();
			await until(
				'the URL is in the clipboard',
				async () => (await page.evaluate('navigator.clipboard.readText()')) === url,
			);
		}
	});

	test('shows a posted event as a typed item', async () => {
		const { page } = editor;
		const url = (await showUrls('test')).find((each) => each.endsWith('/new-conversation'))!;
		await page.locator('[data-test-id="trigger-execute-button"]').first().click();
		await page.getByText('Listening for test event').waitFor();
		// The words are there a moment before the URL is.
		await until('the test URL is open', async () => {
			const { status } = await axios.post(`${url}?token=${token}`, documented.newConversation, {
				validateStatus: () => true,
			});
			return status === 200;
		});
		await output().getByText('1 item').waitFor();
		await output().locator('[data-test-id="radio-button-schema"]').click();
		const { message } = documented.newConversation;
		await output().getByText(message).waitFor();
		const words = ['event', 'newConversation', 'receivedAt', 'visitor', 'handle', 'channel'];
		await shows(output(), words);
		await editor.picture('trigger-test-event');
		await editor.closeNode();
	});

	test('the node after Chatlio to XDM shows the fields of a record before a run', async () => {
		const panel = await editor.openNode('Adobe Platform Streaming');
		const input = panel.locator('[data-test-id="ndv-input-panel"]');
		await input.locator('[data-test-id="schema-preview-warning"]').waitFor();
		const fields = ['_id', 'timestamp', 'eventType', 'identityMap', 'web', '_tenant'];
		await shows(input, fields);
		await editor.closeNode();
	});
});
