import type { BrowserContext } from 'playwright-core';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { setUpAdobe } from '../../playground/adobe.mts';
import { openBrowser } from '../../playground/browser.mts';
import {
	EXAMPLE,
	publishExample,
	readWorkflow,
	type PublishedExample,
} from '../../playground/example.mts';
import type { N8nApi, Workflow } from '../../playground/n8n-api.mts';
import { pinnedModules } from '../../playground/paths.mts';
import { closeNode, openNode, signIn, visit } from '../harness/editor.mts';
import { ownN8n, type OwnN8n } from '../harness/ownN8n.mts';
import { addresses, signedIn } from '../harness/running.mts';
import { postTo } from '../harness/startedCluster.mts';
import { until } from '../harness/until.mts';
import { documented } from '../payloads';

// For a hang: another n8n starts twice, and a browser.
jest.setTimeout(900_000);

/** Nodes of this package in the example. */
const ADOBE_NODES = ['Set Up', 'Chatlio to XDM', 'Adobe Platform Streaming'];
const NODES = ['Chatlio Trigger', ...ADOBE_NODES];

let adobe: Emulator;
let own: OwnN8n;
let example: PublishedExample;
const browsers: BrowserContext[] = [];

beforeAll(async () => {
	adobe = await startEmulator();
	own = await ownN8n({});
	example = await publishExample(own.api, own.url, adobe.url, await setUpAdobe(own.api, adobe));
});

afterAll(async () => {
	for (const browser of browsers) await browser.close();
	await own?.stop();
	await adobe?.stop();
});

let events = 0;
/** Posts one more event, and waits until it is in the dataset. */
async function arrives({ urlOf }: PublishedExample): Promise<void> {
	const conversationUUID = `moved-${++events}`;
	const event = { ...documented.newConversation, conversationUUID };
	await until('n8n takes the event', async () => {
		return (await postTo(urlOf('new-conversation'), event)) === 200;
	});
	await until('the event is stored', async () => {
		const records = await adobe.control.records({});
		return records.some(
			({ record, status }) =>
				status === 'stored' && JSON.stringify(record).includes(conversationUUID),
		);
	});
}

/** Opens the workflow in the editor, and the panel of each node of this package, none of which may have an issue. */
async function opens(n8n: { url: string; api: N8nApi }, id: string): Promise<void> {
	const browser = await openBrowser({ sharp: false });
	browsers.push(browser);
	await signIn(browser, n8n);
	const [page] = browser.pages();
	await visit(page, n8n.url, `/workflow/${id}`);
	for (const name of NODES) {
		const panel = await openNode(page, name);
		await panel.getByText('Parameters', { exact: true }).first().waitFor();
		await closeNode(page);
	}
	expect(await page.locator('[data-test-id="node-issues"]').count()).toBe(0);
}

/** Returns a workflow as n8n exports it. */
const exported = async (api: N8nApi, id: string): Promise<Workflow> =>
	await api.get<Workflow>(`/workflows/${id}`);

test('a published workflow receives events on the older n8n', async () => {
	await arrives(example);
});

test('after an upgrade to the pinned n8n it receives events at the same URLs', async () => {
	await own.restart({}, pinnedModules);
	await arrives(example);
});

test('after an upgrade it opens in the editor, without an issue in any node', async () => {
	await opens(own, example.workflowId);
});

test('after an upgrade it can be published again', async () => {
	const workflow = await exported(own.api, example.workflowId);
	await own.api.unpublish({ ...workflow, id: example.workflowId });
	await own.api.publish(await own.api.saveWorkflow(workflow));
	await arrives(example);
});

test('a workflow exported from the pinned n8n opens on the older one, and receives events', async () => {
	const made = await own.api.saveWorkflow({ ...readWorkflow(EXAMPLE), name: 'Made on the newer' });
	const { nodes, connections, settings } = await exported(own.api, made.id);
	const older = { url: addresses().n8n, api: signedIn() };
	const dataflow = await setUpAdobe(older.api, adobe);
	const change = (workflow: Workflow) => {
		// As on import, n8n offers the only credential of the type.
		const { credentials } = workflow.nodes.find(({ name }) => name === 'Set Up')!;
		workflow.nodes = nodes.map((node) => ({
			...node,
			...(ADOBE_NODES.includes(node.name) && { credentials }),
		}));
		Object.assign(workflow, { name: 'Made on the newer', connections, settings });
	};
	const imported = await publishExample(older.api, older.url, adobe.url, dataflow, change);
	await arrives(imported);
	await opens(older, imported.workflowId);
});
