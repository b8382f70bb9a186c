import axios from 'axios';
import type { Locator } from 'playwright-core';
import { CLIENT_ID, CLIENT_SECRETS, ORG_ID } from '../../../../emulator/account.mts';
import { CHATLIO_EVENTS } from '../../../../lib/chatlio/events';
import { emulatorCredential } from '../../../../playground/example.mts';
import { readPage, rowsIn } from '../../../harness/docs.mts';
import { openEditor, type Editor } from '../../../harness/editor.mts';
import { eventually } from '../../../harness/eventually.mts';
import { stepsIn } from './guide.mts';
import { npmRegistry, type NpmRegistry } from '../../../harness/npmRegistry.mts';
import { Reader } from './reader.mts';
import { until } from '../../../harness/until.mts';
import { documented } from '../../../payloads';

const page = readPage('docs/connect-with-the-editor.md');
const steps = stepsIn(page);
/** The end of each URL with its field of Chatlio: a table indented under its step. */
const urlRows = rowsIn(page.replace(/^ +(?=\|)/gm, '')).filter(([end]) => end.startsWith('`'));

const SECRET = 'abc123'.repeat(4);
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** In the place of npm's own. */
let registry: NpmRegistry;
/** Before an n8n and an Adobe in which nothing was done. */
let editor: Editor;
let reader: Reader;

beforeAll(async () => {
	registry = await npmRegistry();
	await registry.publish('0.1.0');
	editor = await openEditor({ registry });
	reader = new Reader(editor.page);
	await editor.browser.grantPermissions(['clipboard-read', 'clipboard-write']);
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
const parameter = (name: string) => byId(`parameter-input-${name}`);
const chosenCredential = () => byId('node-credentials-select').locator('input');
const listOf = (name: string) => parameter(name).locator('[data-test-id="rlc-input"]');

/** A field of the credential's dialog, by what is written above it. */
const field = (label: string) =>
	byId('credential-connection-parameter')
		.filter({ hasText: new RegExp(`^${label}`) })
		.locator('input');

async function credentialIs(name: string): Promise<void> {
	await eventually(async () => expect(await chosenCredential().inputValue()).toBe(name));
}

/** What Chatlio was told, by the name of its field. */
const chatlio = new Map<string, string>();

async function newWorkflow(): Promise<void> {
	await reader.click('+', () => byId('universal-add').getByLabel('Add new item'));
	await reader.click('New workflow');
	await editor.page.getByText('Add first step').waitFor();
}

async function importFile(name: string): Promise<void> {
	await reader.click('⋯', () => byId('workflow-menu').getByRole('button'));
	await reader.click('Import');
	await reader.chooseFile('From file', `workflows/${name}`);
}

const download = (name: string) => () =>
	reader.elsewhere([name, 'Download raw file'], { clicks: 2 });

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
	5: download('set-up-chatlio-source.json'),
	6: newWorkflow,
	7: async () => {
		await importFile('set-up-chatlio-source.json');
		await reader.sees('When Clicked', (name) => reader.node(name));
		await reader.sees('Set Up', (name) => reader.node(name));
		await editor.picture('guide-01-set-up-imported');
	},
	8: async () => {
		await reader.open('Set Up');
		await reader.seesIn(parameter('resource').locator('input'), 'Chatlio Source');
		await reader.seesIn(parameter('operation').locator('input'), 'Set Up');
	},
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
		await credential().waitFor({ state: 'hidden' });
	},
	15: async () => {
		await reader.click('Create Missing Namespaces', () =>
			parameter('createNamespaces').locator('.el-switch'),
		);
		reader.leavesOut('ChatlioVisitor');
	},
	16: async () => {
		await reader.execute('Execute step', byId('node-execute-button'));
		await reader.sees('1 item', (text) => output().getByText(text));
		await reader.reads(output(), 'Chatlio XDM', 'enabled', 'readyAt');
		await editor.picture('guide-03-set-up-done', output(), 200);
		await editor.picture('adobe-experience-platform');
		// The five minutes go by at once.
		await editor.emulator.control.ageFlow(UUID.exec(await output().innerText())![0]);
	},
	17: async () => {
		await closePanel();
		await reader.sees('Set Up', (name) =>
			reader.node(name).locator('[data-test-id="canvas-node-status-success"]'),
		);
	},
	18: download('chatlio-to-adobe-experience-platform.json'),
	19: newWorkflow,
	20: async () => {
		await importFile('chatlio-to-adobe-experience-platform.json');
		for (const name of ['Chatlio Trigger', 'Chatlio to XDM', 'Adobe Platform Streaming'])
			await reader.sees(name, (label) => reader.node(label));
		await reader.sees('Credentials auto-added', toast);
		await editor.picture('guide-04-example-imported');
	},
	21: async () => {
		await reader.open('Chatlio Trigger');
		for (const { path, chatlioTitle } of CHATLIO_EVENTS)
			await byId('node-parameters').getByText(`${path}: ${chatlioTitle}`).waitFor();
	},
	22: async () => {
		await reader.sees('Credential for Chatlio Webhook API');
		await reader.click('Connect to Chatlio Webhook', button);
		await credential().waitFor();
	},
	23: async () => await reader.fill('Secret', field('Secret'), SECRET),
	24: async () => {
		await reader.click('Save', button);
		await credential().waitFor({ state: 'hidden' });
		await credentialIs('Chatlio Webhook account');
	},
	25: closePanel,
	26: async () => {
		await reader.open('Chatlio to XDM');
		await reader.sees('Adobe Credential (Optional)');
		await credentialIs('Adobe Experience Platform account');
	},
	27: async () => {
		await reader.click('Tenant ID', () => listOf('tenantId'));
		await reader.sees('_acme', (name) => byId('rlc-item').filter({ hasText: name }));
		await editor.picture('guide-06-tenant', byId('node-parameters'), 200);
		expect(await byId('rlc-item').count()).toBe(1);
		await reader.clickUnnamed(byId('rlc-item'));
	},
	28: closePanel,
	29: async () => {
		await reader.open('Adobe Platform Streaming');
		await reader.sees('Credential');
		await credentialIs('Adobe Experience Platform account');
	},
	30: async () => {
		await reader.click('Dataflow', () => listOf('dataflow'));
		await byId('rlc-item').first().waitFor();
		await editor.picture('guide-07-dataflow', byId('node-parameters'), 280);
		await reader.click('Chatlio XDM (XDM)', (name) => byId('rlc-item').filter({ hasText: name }));
	},
	31: async () => {
		await closePanel();
		await until('no warning', async () => (await byId('node-issues').count()) === 0);
	},
	32: async () => {
		await reader.click('Publish', () => byId('workflow-open-publish-modal-button'));
		await reader.sees('Publish workflow');
	},
	33: async () => {
		await reader.click('Publish', (name) =>
			editor.page.getByRole('dialog').getByRole('button', { name, exact: true }),
		);
		await reader.sees('Published');
		await reader.sees('Workflow published', (title) => published().getByText(title));
		await editor.picture('guide-08-published', published());
	},
	34: async () => await reader.click('Got it', button),
	35: async () => await reader.open('Chatlio Trigger'),
	36: async () => {
		await reader.click('Webhook URLs');
		await reader.click('Production URL');
		await until('five URLs', async () => (await webhookUrl('/webhook/').count()) === 5);
		await editor.picture('guide-05-urls', byId('node-parameters'), 360);
	},
	37: () => reader.elsewhere(['Behavior', 'Webhooks and post-chat actions'], { clicks: 3 }),
	38: async () => {
		for (const [end, title] of urlRows) {
			const path = end.replaceAll('`', '');
			await reader.clickUnnamed(webhookUrl(path));
			let url = '';
			await until('the URL is in the clipboard', async () => {
				url = await editor.page.evaluate<string>('navigator.clipboard.readText()');
				return url.endsWith(path);
			});
			chatlio.set(title, `${url}?token=${SECRET}`);
			reader.elsewhere([], { fields: 1 });
		}
		reader.readsText('?token=', chatlio.get('Visitor left feedback after a chat')!);
	},
	39: () => reader.elsewhere([], { clicks: 1 }),
	40: async () => {
		const url = chatlio.get('New conversation has started')!;
		reader.readsText('New conversation has started', [...chatlio.keys()].join());
		reader.elsewhere([], { clicks: 1, fields: 1 });
		const { status } = await axios.post(url, documented.newConversation);
		expect(status).toBe(200);
	},
	41: closePanel,
	42: async () => {
		await reader.click('Executions', () => byId('radio-button-executions'));
		await reader.sees('Succeeded', (text) => executions().getByText(text).first());
		reader.leavesOut('Running');
	},
	43: async () => {
		await reader.clickUnnamed(executions().first());
		await reader.open('Adobe Platform Streaming');
		await reader.reads(output(), '1 accepted in 1 request', 'delivery', 'accepted', 'xactionId');
		await editor.picture('guide-09-accepted', output(), 300);
	},
	44: async () => {
		reader.elsewhere(['Datasets', 'Preview dataset'], { clicks: 3 });
		await editor.page.goto(editor.emulator.url);
		await editor.page.getByLabel('Dataset', { exact: true }).selectOption('Chatlio Events');
		reader.leavesOut('Chatlio Events');
		await reader.sees('chatlio.newConversation');
		await editor.page.getByText('chatlio.newConversation', { exact: true }).click();
		await editor.picture('dataset-preview');
	},
};

test('the steps of the guide are numbered in order, and each is tested here', () => {
	expect(steps.map(({ number }) => number)).toEqual(steps.map((_, index) => index + 1));
	expect(Object.keys(STEPS).map(Number)).toEqual(steps.map(({ number }) => number));
});

test('the guide leads from an empty n8n and an empty Adobe to the first event in the dataset', async () => {
	for (const step of steps) {
		await reader.perform(step, STEPS[step.number]);
	}
	expect(await editor.emulator.control.settled(1)).toMatchObject([
		{ eventType: 'chatlio.newConversation', status: 'stored' },
	]);
});

test('the guide says how many clicks and fields it needs, and how long it takes', () => {
	const { clicks, fields } = reader;
	const seconds = clicks * 3 + fields * 10;
	const [, ...said] =
		/(\d+) clicks and (\d+) fields .* three seconds for a click and ten for a field that is (\d+) minutes and (\d+) seconds/.exec(
			page,
		)!;
	expect(said.map(Number)).toEqual([clicks, fields, Math.floor(seconds / 60), seconds % 60]);
});
