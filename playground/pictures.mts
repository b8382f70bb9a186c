// npm run pictures: what a user sees, for README and docs.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startEmulator } from '../emulator/start.mts';
import { setUpAdobe } from './adobe.mts';
import { openBrowser } from './browser.mts';
import { postEvents, showArrivals } from './events.mts';
import { publishExample } from './example.mts';
import { N8nApi, owner } from './n8n-api.mts';
import { startN8n } from './n8n.mts';
import { buildPackage, installIntoN8n } from './package.mts';
import { root } from './paths.mts';
import { freePort } from './ports.mts';

const folder = process.argv[2] ?? join(root, 'docs', 'images');
mkdirSync(folder, { recursive: true });
const userFolder = mkdtempSync(join(tmpdir(), 'pictures-'));

await buildPackage();
await installIntoN8n(userFolder);
const emulator = await startEmulator();
const n8n = await startN8n({ userFolder, port: await freePort(), brokerPort: await freePort() });
const browser = await openBrowser();
try {
	const api = await N8nApi.signIn(n8n.url);
	const dataflow = await setUpAdobe(api, emulator);
	const example = await publishExample(api, n8n.url, emulator.url, dataflow);
	await showArrivals(emulator, dataflow, await postEvents(example));

	const page = browser.pages()[0];
	const picture = async (name: string) => {
		await page.waitForTimeout(800);
		await page.screenshot({ path: join(folder, `${name}.png`) });
		console.log(`${name}.png`);
	};
	await signIn(page, n8n.url);
	await page.goto(`${n8n.url}/workflow/${example.workflowId}`);
	await page.getByText('Chatlio Trigger').first().waitFor({ timeout: 60_000 });
	// n8n's own checklist for a first published workflow covers the canvas until it is clicked away.
	const checklist = page.getByText('Production Checklist');
	await checklist.waitFor({ timeout: 5_000 }).catch(() => {});
	await page.keyboard.press('Escape');
	await page.mouse.click(720, 800);
	await checklist.waitFor({ state: 'hidden', timeout: 5_000 }).catch(() => {});
	await page.keyboard.press('1'); // zoom to fit
	await picture('canvas');
	for (const [node, name] of [
		['Chatlio Trigger', 'chatlio-trigger'],
		['Chatlio to XDM', 'chatlio-to-xdm'],
		['Adobe Platform Streaming', 'adobe-platform-streaming'],
	]) {
		await openNode(page, node);
		await picture(name);
		await page.keyboard.press('Escape');
		await page.waitForTimeout(500);
	}
	await page.goto(`${n8n.url}/workflow/${dataflow.workflowId}`);
	await openNode(page, 'Set Up');
	await picture('adobe-experience-platform');
	await page.goto(emulator.url);
	await picture('dataset-preview');
} finally {
	await browser.close();
	await n8n.stop();
	await emulator.stop();
	rmSync(userFolder, { recursive: true, force: true });
}

async function signIn(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/signin`);
	await page
		.locator('input[name="emailOrLdapLoginId"], input[type=email]')
		.first()
		.fill(owner.email);
	await page.locator('input[type=password]').first().fill(owner.password);
	await page.getByRole('button', { name: /sign in/i }).click();
	await page.waitForURL(/home|workflow/, { timeout: 60_000 });
}

async function openNode(page: Page, name: string): Promise<void> {
	const node = page.locator('[data-test-id="canvas-node"]', { hasText: name }).first();
	const box = (await node.boundingBox())!;
	await page.mouse.dblclick(box.x + box.width / 2, box.y + box.height / 3);
	await page.waitForTimeout(2_000);
}
