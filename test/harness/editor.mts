import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { openBrowser } from '../../playground/browser.mts';
import { BROWSER_ID, type N8nApi, type Workflow } from '../../playground/n8n-api.mts';
import { root } from '../../playground/paths.mts';
import type { NpmRegistry } from './npmRegistry.mts';
import { ownN8n, type OwnN8n } from './ownN8n.mts';
import { temporaryFolder } from './temporary.mts';

// An n8n and a browser of its own for each file, on a machine that may be busy.
jest.setTimeout(300_000);

/** n8n's editor in a browser, signed in, before an n8n and an Adobe in which nothing was done yet. */
export interface Editor {
	page: Page;
	browser: BrowserContext;
	n8n: OwnN8n;
	api: N8nApi;
	emulator: Emulator;
	/** Saves the workflow by n8n's API and opens its canvas; its id. */
	openWorkflow: (workflow: Workflow) => Promise<string>;
	/** Double-clicks a node on the canvas; its panel. */
	openNode: (name: string) => Promise<Locator>;
	/** Back from a node's panel to the canvas. */
	closeNode: () => Promise<void>;
	/**
	 * Takes docs/images/NAME.png when `npm run pictures` runs the test; else into a folder that nobody keeps. A height
	 * takes only so many pixels from the top.
	 */
	picture: (name: string, of?: Locator, height?: number) => Promise<void>;
	close: () => Promise<void>;
}

/**
 * Opens n8n's editor with the packed package installed.
 * @param options `registry`: the package is not installed, and n8n's installer asks there
 */
export async function openEditor(
	options: { dark?: boolean; registry?: NpmRegistry } = {},
): Promise<Editor> {
	const { registry } = options;
	const [n8n, emulator] = await Promise.all([
		registry ? ownN8n({ PATH: registry.path }, { bare: true }) : ownN8n({}),
		startEmulator(),
	]);
	const browser = await openBrowser(options);
	const [name, value] = n8n.api.session.split(';')[0].split(/=(.*)/);
	await browser.addCookies([{ name, value, url: n8n.url }]);
	// n8n ties a session to the browser that signed in.
	await browser.addInitScript((id) => localStorage.setItem('n8n-browserId', id), BROWSER_ID);
	const [page] = browser.pages();
	page.setDefaultTimeout(60_000);
	const { PICTURES } = process.env;
	const thrownAway = temporaryFolder();
	const folder = PICTURES ? join(root, PICTURES) : thrownAway.path;
	mkdirSync(folder, { recursive: true });
	const panel = page.locator('[data-test-id="ndv"]');

	return {
		page,
		browser,
		n8n,
		api: n8n.api,
		emulator,
		openWorkflow: async (workflow) => {
			const { id } = await n8n.api.saveWorkflow(workflow);
			await page.goto(`${n8n.url}/workflow/${id}`);
			await page.locator('[data-test-id="canvas-node"]').first().waitFor();
			await page.keyboard.press('1'); // zoom to fit
			await page.waitForTimeout(500);
			return id;
		},
		openNode: async (node) => {
			const title = page.locator('[data-test-id="canvas-node"]', { hasText: node }).first();
			const { width, height } = (await title.boundingBox())!;
			// Waits until the canvas has come to rest.
			await title.dblclick({ position: { x: width / 2, y: height / 3 } });
			await panel.waitFor();
			return panel;
		},
		closeNode: async () => {
			// Not Escape: that closes an open list only.
			await panel.locator('[data-test-id="ndv-close-button"]').click();
			await panel.waitFor({ state: 'hidden' });
		},
		picture: async (picture, of, height) => {
			await page.waitForTimeout(500);
			const path = join(folder, `${picture}.png`);
			const box = height && (await of?.boundingBox());
			if (box) await page.screenshot({ path, clip: { ...box, height } });
			else await (of ? of.screenshot({ path }) : page.screenshot({ path }));
		},
		close: async () => {
			await browser.close();
			await n8n.stop();
			await emulator.stop();
			thrownAway.remove();
		},
	};
}
