import type { Locator } from 'playwright-core';
import { openEditor, type Editor } from '../../harness/editor.mts';
import { until } from '../../harness/until.mts';

let editor: Editor;

beforeAll(async () => {
	editor = await openEditor();
}, 240_000);

afterAll(async () => {
	await editor?.close();
}, 30_000);

const NAMES = '[data-test-id="node-creator-item-name"]';

/** The names of nodes, actions or triggers that the panel shows, top to bottom. */
const namesShown = async () => {
	const names = await editor.page.locator(NAMES).allInnerTexts();
	return names.map((name) => name.trim());
};

/** Opens the nodes panel of a new workflow. @returns its search field */
async function openPanel(): Promise<Locator> {
	const { page, n8n } = editor;
	await page.goto(`${n8n.url}/workflow/new`);
	await page.locator('[data-test-id="canvas-add-button"]').click();
	const search = page.locator('[data-test-id="node-creator-search-bar"]');
	await search.waitFor();
	return search;
}

async function search(term: string, wanted: string[]): Promise<void> {
	await (await openPanel()).fill(term);
	await until(`${term} finds ${wanted.join(', ')}`, async () => {
		const names = await namesShown();
		return wanted.every((name) => names.includes(name));
	});
}

/** Opens what a node found by its name can do. @returns the names of its triggers and actions */
async function openDetails(name: string): Promise<string[]> {
	const { page } = editor;
	await search(name, [name]);
	await page.locator(NAMES).getByText(name, { exact: true }).click();
	await page.getByText('Node details').waitFor();
	for (const category of await page.locator('[data-test-id="node-creator-category-item"]').all())
		if (/^Actions/.test(await category.innerText())) await category.click();
	return await namesShown();
}

const CHATLIO = ['Chatlio', 'Chatlio to XDM'];
const ADOBE = ['Adobe Experience Platform', 'Adobe Platform Streaming', 'Chatlio to XDM'];
const EVERY = [...new Set([...CHATLIO, ...ADOBE])];

describe('what a user types into the nodes panel', () => {
	test.each([
		['chatlio', CHATLIO],
		['live chat', CHATLIO],
		['adobe', EVERY],
		['AEP', EVERY],
		['CDP', EVERY],
		['customer data platform', EVERY],
		['XDM', ADOBE],
	])('%s finds our nodes before any other', async (term, wanted) => {
		await search(term, wanted);
		const first = (await namesShown()).slice(0, wanted.length);
		expect(first.sort()).toEqual([...wanted].sort());
	});

	test('each is described in a line or two', async () => {
		await search('AEP', EVERY);
		const descriptions = editor.page.locator('[data-test-id="node-creator-item-description"]');
		expect((await descriptions.allInnerTexts()).slice(0, EVERY.length).sort()).toEqual([
			'Set up and watch dataflows, datasets and schemas in Adobe Experience Platform',
			'Starts the workflow when Chatlio posts a live-chat event',
			'Stream records into Adobe Experience Platform and say for each whether it was accepted',
			'Turn Chatlio live-chat events into XDM records for Adobe Experience Platform',
		]);
	});

	test.each([
		['light', /icons\/(chatlio|xdm|platform)\.svg$/],
		['dark', /icons\/(chatlio|xdm|platform)\.dark\.svg$/],
	] as const)('each has its icon on a %s panel', async (colorScheme, ours) => {
		await editor.page.emulateMedia({ colorScheme });
		await search('AEP', EVERY);
		const icons = editor.page.locator('img[src*="/n8n-nodes-chatlio-aep/"]:visible');
		const drawn = await icons.evaluateAll((images: HTMLImageElement[]) =>
			images.map(({ src, naturalWidth }) => ({ src, drawn: naturalWidth > 0 })),
		);
		expect(drawn).toHaveLength(EVERY.length);
		for (const icon of drawn)
			expect(icon).toEqual({ src: expect.stringMatching(ours) as string, drawn: true });
		await editor.page.emulateMedia({ colorScheme: 'light' });
	});
});

describe('what the panel offers of a node', () => {
	test('Chatlio: five events that start a workflow, and one action', async () => {
		expect(await openDetails('Chatlio')).toEqual([
			'On chat transcript',
			'On new conversation',
			'On offline message',
			'On unanswered message',
			'On visitor feedback',
			'Get many conversations under way',
		]);
	});

	test('an event chosen there is the one the trigger listens to', async () => {
		await openDetails('Chatlio');
		await editor.page.locator(NAMES).getByText('On new conversation').click();
		const panel = editor.page.locator('[data-test-id="ndv"]');
		await panel.waitFor();
		const chosen = panel.locator('[data-test-id="parameter-input-events"]');
		expect((await chosen.innerText()).trim()).toBe('New Conversation');
	});

	test('Adobe Experience Platform: its actions, each with what it does it to', async () => {
		const actions = await openDetails('Adobe Experience Platform');
		expect(actions).toEqual(
			expect.arrayContaining([
				'Set up a chatlio source',
				'Get many dataflows',
				'Get many failed records',
				'Validate records against a schema',
			]),
		);
		expect(new Set(actions).size).toBe(actions.length);
	});
});
