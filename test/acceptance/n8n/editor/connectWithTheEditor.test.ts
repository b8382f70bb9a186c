import axios from 'axios';
import type { Locator } from 'playwright-core';
import { CLIENT_ID, CLIENT_SECRETS, ORG_ID } from '../../../../emulator/account.mts';
import { CHATLIO_EVENTS } from '../../../../lib/chatlio/events';
import { emulatorCredential, EXAMPLE, readWorkflow } from '../../../../playground/example.mts';
import { readPage, rowsIn } from '../../../harness/docs.mts';
import { openEditor, type Editor } from '../../../harness/editor.mts';
import { stepsIn } from './guide.mts';
import { npmRegistry, type NpmRegistry } from '../../../harness/npmRegistry.mts';
import { Reader } from './reader.mts';
import { until } from '../../../harness/until.mts';
import { documented } from '../../../payloads';

const page = readPage('docs/connect-with-the-editor.md');
const steps = stepsIn(page);
/** The end of each URL with its field of Chatlio: a table indented under its step. */
const urlRows = rowsIn(page.replace(/^ +(?=\|)/gm, '')).filter(([end]) => end.startsWith('`'));

const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** In the place of npm's own. */
let registry: NpmRegistry;
/** Before an n8n without the package and an Adobe in which nothing was done. */
let editor: Editor;
let reader: Reader;

beforeAll(async () => {
	registry = await npmRegistry();
	await registry.publish('0.1.0');
	editor = await openEditor({ registry });
	reader = new Reader(editor.page);
	await editor.browser.grantPermissions(['clipboard-read', 'clipboard-write']);
	// Somebody who uses this n8n has a workflow, and has answered what n8n asks first.
	await editor.api.put('/instance-ai/settings', { enabled: false });
	const start = { id: '1', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
	const nodes = [{ ...start, name: 'When Clicked', position: [0, 0] }];
	await editor.api.saveWorkflow({ name: 'Another workflow', nodes, connections: {} });
	await editor.visit('/');
});
afterAll(async () => {
	await editor?.close();
	await registry?.close();
});

const byId = (id: string): Locator => editor.page.locator(`[data-test-id="${id}"]`);
const button = (name: string) => editor.page.getByRole('button', { name, exact: true });
const toast = (text: string) => editor.page.locator('[role="alert"]', { hasText: text }).first();
const credential = () => byId('editCredential-modal');
const executions = () => byId('current-executions-list').locator('.execution-card');
const published = () => editor.page.locator('.el-dialog', { hasText: 'Workflow published' });
const webhookUrl = (part: string) => editor.page.locator('.webhook-url', { hasText: part });
const output = () => byId('output-panel');

/** A field of the credential's dialog, by what is written above it. */
const field = (label: string) =>
	byId('credential-connection-parameter')
		.filter({ hasText: new RegExp(`^${label}`) })
		.locator('input');

/** What Chatlio was told, by the name of its field. */
const chatlio = new Map<string, string>();
/** Clicks until the first event is under way. */
let clicksToFirstEvent = 0;

/** The URL that n8n has copied. */
async function copiedUrl(end: string): Promise<string> {
	let url = '';
	await until('the URL is in the clipboard', async () => {
		url = await editor.page.evaluate<string>('navigator.clipboard.readText()');
		return url.endsWith(`/${end}`);
	});
	return url;
}

async function closePanel(): Promise<void> {
	await reader.click('✕', () => byId('ndv-close-button'));
	await byId('ndv').waitFor({ state: 'hidden' });
}

const STEPS: Record<number, () => void | Promise<void>> = {
	1: async () => {
		await reader.click('Settings', () => byId('main-sidebar-settings'));
		await reader.click('Community nodes');
		await reader.click('Install a community node', button);
		reader.leavesOut('Install');
		await reader.sees('Install community nodes');
	},
	2: async () => {
		await reader.sees('npm Package Name');
		await reader.fill('n8n-nodes-chatlio-aep', byId('package-name-input'), 'n8n-nodes-chatlio-aep');
	},
	3: async () => {
		await reader.click(
			'I understand the risks of installing unverified code from a public source',
			() => byId('user-agreement-checkbox'),
		);
		await reader.sees('Install', button);
		await until('Install is active', async () => await button('Install').isEnabled());
	},
	4: async () => {
		await reader.click('Install', button);
		await reader.sees('Package installed', toast);
		await byId('community-package-card').getByText('5 nodes').waitFor();
		await reader.click('←', () => byId('settings-back'));
		[reader.clicks, reader.fields] = [0, 0];
	},
	5: () => reader.elsewhere([EXAMPLE, 'Copy raw file'], { clicks: 2 }),
	6: async () => {
		await reader.click('Create workflow', button);
		reader.leavesOut('Build a workflow');
		await editor.page.getByText('Add first step').waitFor();
	},
	7: async () => {
		await reader.paste('Ctrl+V', JSON.stringify(readWorkflow(EXAMPLE)));
		await reader.node('Set Up').waitFor();
		await reader.press('1');
		reader.leavesOut('⌘V');
		for (const name of ['Set Up', 'Chatlio Trigger', 'Chatlio to XDM', 'Adobe Platform Streaming'])
			await reader.sees(name, (label) => reader.node(label));
		await editor.picture('guide-01-pasted');
	},
	8: async () => await reader.open('Set Up'),
	9: async () => {
		await reader.sees('Credential');
		await reader.click('Connect to Adobe Experience Platform', button);
		await credential().waitFor();
	},
	10: async () => {
		await reader.fill('Client ID', field('Client ID'), CLIENT_ID);
		expect(await field('Client ID').inputValue()).toMatch(/^[0-9a-z]{32}$/);
	},
	11: async () => {
		await reader.fill('Client Secret', field('Client Secret'), CLIENT_SECRETS[0]);
		reader.elsewhere(['Retrieve client secret'], { clicks: 1 });
		expect(await field('Client Secret').getAttribute('type')).toBe('password');
	},
	12: async () => {
		await reader.fill('Organization ID', field('Organization ID'), ORG_ID);
		reader.readsText('@AdobeOrg', await field('Organization ID').inputValue());
	},
	13: async () => {
		await reader.sees('Sandbox');
		await reader.seesIn(field('Sandbox'), 'prod');
		await reader.sees('Scopes');
		// The one thing a reader does not do: this Adobe has another address than the real one.
		const { tokenUrl, platformUrl, allowedHosts } = emulatorCredential(editor.emulator.url);
		await field('Token URL').fill(tokenUrl);
		await field('Platform URL').fill(platformUrl);
		await field('Allowed Hosts').fill(allowedHosts);
		await editor.page.getByText('Client ID').scrollIntoViewIfNeeded();
		await editor.picture('guide-02-adobe-credential', credential());
	},
	14: async () => {
		await reader.click('Save', button);
		await reader.sees('Credential successfully created', toast);
		reader.leavesOut('More details');
		await credential().waitFor({ state: 'hidden' });
	},
	15: async () => {
		await reader.sees('Create Missing Namespaces');
		await reader.execute('Execute step', byId('node-execute-button'));
		await reader.sees('1 item', (text) => output().getByText(text));
		await reader.reads(output(), 'Chatlio XDM', 'enabled', 'ChatlioVisitor');
		await editor.picture('guide-03-set-up-done', output(), 200);
		await editor.picture('adobe-experience-platform');
		// The five minutes go by at once.
		// The panel may be drawing its rows again.
		let flowId: string | undefined;
		await until('the output shows the ID of the dataflow', async () => {
			flowId = UUID.exec(await output().innerText())?.[0];
			return flowId !== undefined;
		});
		await editor.emulator.control.ageFlow(flowId!);
	},
	16: async () => {
		await closePanel();
		await until('no warning', async () => (await byId('node-issues').count()) === 0);
	},
	17: async () => {
		await reader.click('Publish', () => byId('workflow-open-publish-modal-button'));
		await reader.sees('Publish workflow');
	},
	18: async () => {
		await reader.click('Publish', (name) =>
			editor.page.getByRole('dialog').getByRole('button', { name, exact: true }),
		);
		await reader.sees('Published');
		await reader.sees('Workflow published', (title) => published().getByText(title));
	},
	19: async () => await reader.click('Got it', button),
	20: async () => {
		await reader.openMenu('Chatlio Trigger');
		await editor.page.getByText('Copy production url').waitFor();
		await editor.picture('guide-04-copy-url');
		await reader.click('Copy production url');
		await reader.sees('URL copied', toast);
		reader.readsText('new-conversation', await copiedUrl('new-conversation'));
	},
	21: () => reader.elsewhere(['Behavior', 'Webhooks and post-chat actions'], { clicks: 3 }),
	22: async () => {
		chatlio.set('New conversation has started', await copiedUrl('new-conversation'));
		reader.readsText('New conversation has started', [...chatlio.keys()].join());
		reader.elsewhere([], { clicks: 1, fields: 1 });
	},
	23: async () => {
		reader.elsewhere([], { clicks: 1, fields: 1 });
		const url = chatlio.get('New conversation has started')!;
		const { status } = await axios.post(url, documented.newConversation);
		expect(status).toBe(200);
		clicksToFirstEvent = reader.clicks;
	},
	24: async () => {
		await reader.click('Executions', () => byId('radio-button-executions'));
		// Below it is that of Set Up.
		await until('two executions', async () => (await executions().count()) === 2);
		await reader.sees('Succeeded', (text) => executions().first().getByText(text));
		reader.leavesOut('Running');
	},
	25: async () => {
		await reader.open('Chatlio Trigger');
		await reader.reads(output(), 'newConversation');
	},
	26: async () => {
		await reader.click('Webhook URLs');
		await reader.click('Production URL');
		await until('five URLs', async () => (await webhookUrl('/webhook/').count()) === 5);
		await editor.picture('guide-05-urls');
	},
	27: async () => {
		for (const [end, title] of urlRows) {
			const path = end.replaceAll('`', '');
			await reader.clickUnnamed(webhookUrl(path));
			chatlio.set(title, await copiedUrl(path));
			reader.elsewhere([], { fields: 1 });
		}
		const titles = CHATLIO_EVENTS.map(({ path, chatlioTitle }) => [chatlioTitle, path]);
		const entered = [...chatlio].map(([title, url]) => [title, url.split('/').pop()]);
		expect(entered.sort()).toEqual(titles.sort());
	},
	28: () => reader.elsewhere([], { clicks: 1 }),
};

test('the steps of the guide are numbered in order, and each is tested here', () => {
	expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
	expect(Object.keys(STEPS).map(Number)).toEqual(steps.map(({ number }) => number));
});

test('the guide leads from an n8n without the package and an empty Adobe to the first event in the dataset', async () => {
	for (const step of steps) {
		await reader.perform(step, STEPS[step.number]);
	}
	expect(await editor.emulator.control.settled(1)).toMatchObject([
		{ eventType: 'chatlio.newConversation', status: 'stored' },
	]);
});

test('every URL that the guide enters in Chatlio delivers its event', async () => {
	for (const { kind, chatlioTitle } of CHATLIO_EVENTS) {
		if (kind === 'newConversation') continue;
		const { status } = await axios.post(chatlio.get(chatlioTitle)!, documented[kind]);
		expect(status).toBe(200);
	}
	const records = await editor.emulator.control.settled(CHATLIO_EVENTS.length);
	expect(records.map(({ eventType, status }) => `${status} ${eventType}`).sort()).toEqual(
		CHATLIO_EVENTS.map(({ eventType }) => `stored ${eventType}`).sort(),
	);
});

test('the event is seen in Adobe as the guide says', async () => {
	const { page, emulator } = editor;
	await page.goto(emulator.url);
	await page.getByLabel('Dataset', { exact: true }).selectOption('Chatlio Events');
	await page.getByText('chatlio.newConversation', { exact: true }).click();
	await editor.picture('dataset-preview');
});

test('the guide says how many clicks and fields it needs, and how long it takes', () => {
	const { clicks, fields } = reader;
	const seconds = clicks * 3 + fields * 10;
	const [, ...said] =
		/(\d+) clicks and (\d+) fields .* first event arrives after (\d+) clicks.* three seconds for a click and ten for a field that is (\d+) minutes and (\d+) seconds/.exec(
			page,
		)!;
	const needed = [clicks, fields, clicksToFirstEvent];
	expect(said.map(Number)).toEqual([...needed, Math.floor(seconds / 60), seconds % 60]);
	expect(clicks).toBeLessThanOrEqual(30);
	expect(fields).toBeLessThanOrEqual(9);
	expect(clicksToFirstEvent).toBeLessThanOrEqual(20);
});
