import type { Locator } from 'playwright-core';
import { openEditor, type Editor } from '../../../harness/editor.mts';
import { eventually } from '../../../harness/eventually.mts';
import { until } from '../../../harness/until.mts';

let editor: Editor;

beforeAll(async () => {
	editor = await openEditor();
});

afterAll(async () => {
	await editor?.close();
});

const NAMES = '[data-test-id="node-creator-item-name"]';

/** The names of nodes, actions or triggers that the panel shows, top to bottom. */
const namesShown = async () => {
	const names = await editor.page.locator(NAMES).allInnerTexts();
	return names.map((name) => name.trim());
};

/** Opens the nodes panel of a new workflow. @returns its search field */
async function openPanel(): Promise<Locator> {
	const { page } = editor;
	await editor.visit('/workflow/new');
	await page.locator('[data-test-id="canvas-add-button"]').click();
	const search = page.locator('[data-test-id="node-creator-search-bar"]');
	await search.waitFor();
	return search;
}

/** Searches in the panel, which is opened where it is not. */
async function search(term: string, wanted: string[]): Promise<void> {
	const shown = editor.page.locator('[data-test-id="node-creator-search-bar"]');
	const field = (await shown.isVisible()) ? shown : await openPanel();
	// n8n searches a moment after the last letter: what the search before found must be gone.
	await field.fill('');
	await until('nothing is found', async () => !(await namesShown()).includes('Chatlio to XDM'));
	await field.fill(term);
	await until(`${term} finds ${wanted.join(', ')}`, async () => {
		const names = await namesShown();
		return wanted.every((name) => names.includes(name));
	});
}

/** Finds a node and opens what it can do. */
async function openDetails(name: string): Promise<void> {
	await (await openPanel()).fill(name);
	await editor.page.locator(NAMES).getByText(name, { exact: true }).click();
	await editor.page.getByText('Node details').waitFor();
}

const CHATLIO = ['Chatlio', 'Chatlio to XDM'];
const ADOBE = ['Adobe Experience Platform', 'Adobe Platform Streaming', 'Chatlio to XDM'];
const PLATFORM = ['Adobe Experience Platform', 'Adobe Platform Streaming'];
const EVERY = [...new Set([...CHATLIO, ...ADOBE])];

describe('a search in the nodes panel', () => {
	test.each([
		['chatlio', CHATLIO],
		['live chat', CHATLIO],
		['support chat', CHATLIO],
		['adobe', EVERY],
		['AEP', EVERY],
		['CDP', EVERY],
		['cdp', EVERY],
		['customer data platform', EVERY],
		['experience platform', EVERY],
		['XDM', ADOBE],
		['xdm', ADOBE],
		['streaming', PLATFORM],
		['ingest', PLATFORM],
		['data lake', PLATFORM],
	])('%s finds our nodes before any other', async (term, wanted) => {
		await search(term, wanted);
		await eventually(async () => {
			const first = (await namesShown()).slice(0, wanted.length);
			expect(first.sort()).toEqual([...wanted].sort());
		});
	});

	test('each has a description of one or two lines', async () => {
		await search('AEP', EVERY);
		const descriptions = editor.page.locator('[data-test-id="node-creator-item-description"]');
		await eventually(async () =>
			expect((await descriptions.allInnerTexts()).slice(0, EVERY.length).sort()).toEqual([
				'Set up and monitor dataflows, datasets and schemas in Adobe Experience Platform',
				'Starts the workflow when Chatlio posts a live-chat event',
				'Stream records into Adobe Experience Platform and report the outcome of every record',
				'Turn Chatlio live-chat events into XDM records for Adobe Experience Platform',
			]),
		);
	});

	test.each([
		['light', /icons\/(chatlio|xdm|platform|streaming)\.svg$/],
		['dark', /icons\/(chatlio|xdm|platform|streaming)\.dark\.svg$/],
	] as const)('each has an icon of its own on a %s panel', async (colorScheme, ours) => {
		await editor.page.emulateMedia({ colorScheme });
		await openPanel();
		await search('AEP', EVERY);
		const icons = editor.page.locator('img[src*="/n8n-nodes-chatlio-aep/"]:visible');
		const drawn = async () =>
			await icons.evaluateAll((images) =>
				(images as unknown as Array<{ src: string; naturalWidth: number }>)
					.filter(({ naturalWidth }) => naturalWidth > 0)
					.map(({ src }) => src),
			);
		await until('every icon is drawn', async () => (await drawn()).length === EVERY.length);
		for (const icon of await drawn()) expect(icon).toMatch(ours);
		expect(new Set(await drawn()).size).toBe(EVERY.length);
		await editor.page.emulateMedia({ colorScheme: 'light' });
	});
});

describe('the nodes panel offers', () => {
	test('Chatlio: all events first, then each of the five, and one action', async () => {
		await openDetails('Chatlio');
		await editor.page.getByText('Actions (1)').click();
		await eventually(async () =>
			expect(await namesShown()).toEqual([
				'On all Chatlio events',
				'On chat transcript',
				'On new conversation',
				'On offline message',
				'On unanswered message',
				'On visitor feedback',
				'Get many conversations in progress',
			]),
		);
	});

	test.each([
		['On all Chatlio events', 'All Events', 5],
		['On new conversation', 'New Conversation', 1],
	])('%s: the trigger listens to %s', async (action, event, urls) => {
		await openDetails('Chatlio');
		await editor.page.locator(NAMES).getByText(action).click();
		const panel = editor.page.locator('[data-test-id="ndv"]');
		await panel.waitFor();
		const chosen = panel.locator('[data-test-id="parameter-input-events"]');
		await eventually(async () => expect((await chosen.innerText()).trim()).toBe(event));
		await panel.getByText('Webhook URLs', { exact: true }).click();
		await eventually(async () => expect(await panel.locator('.webhook-url').count()).toBe(urls));
		await editor.closeNode();
	});

	test('Adobe Experience Platform: actions that name their object', async () => {
		await openDetails('Adobe Experience Platform');
		await eventually(async () =>
			expect(await namesShown()).toEqual(
				expect.arrayContaining([
					'Set up a chatlio source',
					'Get many dataflows',
					'Get many failed records',
					'Validate records against a schema',
				]),
			),
		);
		const actions = await namesShown();
		expect(new Set(actions).size).toBe(actions.length);
	});
});
