import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { openBrowser } from '../../playground/browser.mts';
import { BROWSER_ID, type N8nApi, type Workflow } from '../../playground/n8n-api.mts';
import { root } from '../../playground/paths.mts';
import { eventually } from './eventually.mts';
import { inviteMember } from './member.mts';
import type { NpmRegistry } from './npmRegistry.mts';
import { ownN8n } from './ownN8n.mts';
import { addresses } from './running.mts';
import { until } from './until.mts';

// For a hang: a browser on a busy machine takes its time.
jest.setTimeout(900_000);

const { PICTURES } = process.env;

/** How long a double-click is given before it is tried again. */
const OPENS_WITHIN_MS = 20_000;

/** n8n's editor in a browser, signed in, before an Adobe and a user of n8n for whom nothing was done yet. */
export interface Editor {
	/** Where n8n is. */
	url: string;
	page: Page;
	browser: BrowserContext;
	/** What the user may ask of n8n. */
	api: N8nApi;
	emulator: Emulator;
	/** Goes to a page of n8n, within the editor where it is open already. */
	visit: (path: string) => Promise<void>;
	/** Saves the workflow by n8n's API and opens its canvas; its id. */
	openWorkflow: (workflow: Workflow) => Promise<string>;
	/** Double-clicks a node on the canvas; its panel. */
	openNode: (name: string) => Promise<Locator>;
	/** Back from a node's panel to the canvas. */
	closeNode: () => Promise<void>;
	/**
	 * Takes docs/images/NAME.png and NAME.dark.png when `npm run pictures` runs the test. A height takes only so many
	 * pixels from the top.
	 */
	picture: (name: string, of?: Locator, height?: number) => Promise<void>;
	close: () => Promise<void>;
}

/** What the editor asks of an n8n: of the test run's, as a user of its own; for pictures of an n8n of its own. */
interface Account {
	url: string;
	api: N8nApi;
	leave: () => Promise<void>;
}

/** The part of the editor that goes from page to page. */
const ROUTER =
	"document.querySelector('#app')?.__vue_app__?.config.globalProperties.$router ?? undefined";

/**
 * Opens n8n's editor with the packed package installed.
 * @param options `registry`: in an n8n of its own without the package, whose installer asks there; `alone`: in an n8n of
 * its own
 */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
	const closers: Array<() => Promise<void>> = [];
	const close = async () => {
		for (const closer of closers.splice(0).reverse()) await closer();
	};
	try {
		const emulator = await startEmulator();
		closers.push(emulator.stop);
		const account = await openAccount(options);
		closers.push(account.leave);
		const browser = await openBrowser({ sharp: !!PICTURES });
		closers.push(async () => await browser.close());
		await signIn(browser, account);
		return { ...pageOf(browser, account), emulator, close };
	} catch (error) {
		await close();
		throw error;
	}
}

interface EditorOptions {
	registry?: NpmRegistry;
	alone?: boolean;
}

async function openAccount({ registry, alone = false }: EditorOptions): Promise<Account> {
	if (!registry && !alone && !PICTURES) {
		const { api, remove } = await inviteMember();
		return { url: addresses().n8n, api, leave: remove };
	}
	const { url, api, stop } = registry
		? await ownN8n({ PATH: registry.path }, { bare: true })
		: await ownN8n({});
	return { url, api, leave: stop };
}

/** Goes on with the session of n8n's API, which n8n ties to the browser that signed in. */
export async function signIn(
	browser: BrowserContext,
	{ url, api }: { url: string; api: N8nApi },
): Promise<void> {
	const [name, value] = api.session.split(';')[0].split(/=(.*)/);
	await browser.addCookies([{ name, value, url }]);
	await browser.addInitScript((id) => localStorage.setItem('n8n-browserId', id), BROWSER_ID);
}

/** What a user does in the editor. */
function pageOf(browser: BrowserContext, { url, api }: Account) {
	const [page] = browser.pages();
	return {
		url,
		page,
		browser,
		api,
		visit: async (path: string) => await visit(page, url, path),
		openWorkflow: async (workflow: Workflow) => {
			const { id } = await api.saveWorkflow(workflow);
			await visit(page, url, `/workflow/${id}`);
			// Of this workflow: the one before may still be shown.
			await page.locator(`[data-test-id="canvas-node"]:has([data-id^="${id}-"])`).first().waitFor();
			await page.keyboard.press('1'); // zoom to fit
			return id;
		},
		openNode: async (name: string) => await openNode(page, name),
		closeNode: async () => await closeNode(page),
		picture: async (name: string, of?: Locator, height?: number) =>
			await takePictures(page, name, of, height),
	};
}

/** Goes to a page of n8n, within the editor where it is open already: that takes a tenth of loading it. */
export async function visit(page: Page, url: string, path: string): Promise<void> {
	const isOpen = page.url().startsWith(url) && (await page.evaluate<boolean>(`!!(${ROUTER})`));
	if (!isOpen) return void (await page.goto(url + path));
	await until(`the editor is at ${path}`, async () => await goTo(page, path));
}

/** Double-clicks a node of the canvas until its panel opens: a canvas that moves between two clicks gets none. */
export async function openNode(page: Page, name: string): Promise<Locator> {
	// By its own name: a note may contain it, too.
	const node = page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	const panel = page.locator('[data-test-id="ndv"]');
	await eventually(async () => {
		if (await panel.isVisible()) return;
		await node.locator('[data-test-id$="-node"]').first().dblclick({ timeout: OPENS_WITHIN_MS });
		await panel.waitFor({ timeout: OPENS_WITHIN_MS });
	});
	return panel;
}

/** Back from a node's panel to the canvas. */
export async function closeNode(page: Page): Promise<void> {
	// Not Escape: that closes an open list only.
	await page.locator('[data-test-id="ndv-close-button"]').click();
	await page.locator('[data-test-id="ndv"]').waitFor({ state: 'hidden' });
}

/**
 * Takes a picture in each theme when `npm run pictures` runs the test. The editor, the local Adobe, and the report follow
 * the system's theme.
 */
export async function takePictures(
	page: Page,
	name: string,
	of?: Locator,
	height?: number,
): Promise<void> {
	await of?.waitFor();
	if (!PICTURES) return;
	await takePicture(page, name, of, height);
	await page.emulateMedia({ colorScheme: 'dark' });
	await takePicture(page, `${name}.dark`, of, height);
	await page.emulateMedia({ colorScheme: 'light' });
}

/** Takes a picture of the page, or a part of it, once nothing moves in it and nothing lies over it. */
async function takePicture(page: Page, name: string, of?: Locator, height?: number): Promise<void> {
	await until('nothing covers the page', async () => {
		return (await page.locator('.el-notification').count()) === 0;
	});
	// The help for a field that has the focus covers the next one.
	await page.evaluate(
		`document.activeElement?.matches('input, textarea') && document.activeElement.blur()`,
	);
	const take = async () => {
		const box = height && (await of?.boundingBox());
		if (box) return await page.screenshot({ clip: { ...box, height } });
		return await (of ?? page).screenshot();
	};
	let picture = await take();
	await until(`${name} is still`, async () => {
		const before = picture;
		picture = await take();
		return picture.equals(before);
	});
	const folder = join(root, PICTURES!);
	mkdirSync(folder, { recursive: true });
	writeFileSync(join(folder, `${name}.png`), picture);
}

/** Vue's router: it was there already. */
const DUPLICATED = 16;

/** Follows a link within the editor. @returns false if n8n stayed where it was, as it does while it saves */
async function goTo(page: Page, path: string): Promise<boolean> {
	let hasGone: boolean | undefined;
	const push = `(${ROUTER}).push(${JSON.stringify(path)})`;
	page
		.evaluate<boolean>(`${push}.then((failure) => !failure || failure.type === ${DUPLICATED})`)
		.then(
			(isThere) => (hasGone = isThere),
			() => (hasGone = false),
		);
	// n8n may not have saved yet what a test has made, and asks.
	const leave = page.getByRole('button', { name: 'Leave without saving' });
	await until(`the editor goes to ${path}, or asks`, async () => {
		// The dialog may go by itself, once n8n has saved.
		const asks = hasGone === undefined && (await leave.isVisible());
		if (asks) await leave.click({ timeout: 5_000 }).catch(() => undefined);
		return hasGone !== undefined;
	});
	return hasGone === true;
}
