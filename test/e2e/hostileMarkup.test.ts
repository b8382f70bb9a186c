import type { BrowserContext, Page } from 'playwright-core';
import { prepareDataflow } from '../../emulator/prepare.mts';
import { openBrowser } from '../../playground/browser.mts';
import { owner } from '../../playground/n8n-api.mts';
import { http, message } from '../emulator/http';
import { addresses, runningExample, type RunningExample } from '../harness/running.mts';
import { documented } from '../payloads';

// Two browsers on a machine that may be busy.
jest.setTimeout(240_000);

const EVIL = 'https://evil.example';
const IMAGE = `<img src="${EVIL}/seen.png" onerror="window.ran=1">`;
const SCRIPT = '<script>window.ran=1</script>';
const LINK = '<a href="javascript:window.ran=1">Sign in again</a>';
const FRAME = `<iframe srcdoc="${SCRIPT.replace(/"/g, '&quot;')}"></iframe><svg onload="window.ran=1">`;
const TEXTS = [IMAGE, SCRIPT, LINK, FRAME];

const JSON_TYPE = { 'content-type': 'application/json' };

let example: RunningExample;

beforeAll(async () => {
	example = await runningExample('Hostile markup', ({ nodes }) => {
		const streaming = nodes.find(({ name }) => name === 'Adobe Platform Streaming')!;
		streaming.parameters.options = { retrySeconds: 0 };
	});
});

const transcript = {
	...documented.chatTranscript,
	conversationUUID: `hostile-${SCRIPT}`,
	visitorName: IMAGE,
	agentName: LINK,
	visitorTraits: { [IMAGE]: SCRIPT },
	htmlBody: FRAME,
	textBody: TEXTS.join('\n'),
	messages: TEXTS.map((text) => ({ text, username: LINK, ts: '1469725409.000005' })),
};

/** A page of which everything that should not be is noted. */
async function watched(browser: BrowserContext, own: string) {
	const page = await browser.newPage();
	const strange: string[] = [];
	page.on('dialog', (dialog) => strange.push(dialog.message()));
	page.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(own) && !/^(data|blob|about):/.test(url)) strange.push(url);
	});
	return { page, strange };
}

const RAN = 'window.ran';

describe.each([{ dark: false }, { dark: true }])('the dataset preview, dark: $dark', ({ dark }) => {
	let browser: BrowserContext;
	let page: Page;
	let strange: string[];
	const complaints: string[] = [];

	beforeAll(async () => {
		const { emulator } = addresses();
		browser = await openBrowser({ dark });
		({ page, strange } = await watched(browser, emulator));
		page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
		page.on('pageerror', (error) => complaints.push(error.message));
		await example.post('chat-transcript', transcript, JSON_TYPE);
		await example.adobe.settled(1, { datasetId: example.dataflow.datasetId });
		const flow = await prepareDataflow(emulator, {
			name: `${IMAGE}${LINK} ${dark}`,
			format: 'xdm',
			authenticated: false,
			aged: true,
		});
		const entity = { _id: `${IMAGE}${dark}`, eventType: LINK, timestamp: SCRIPT, [SCRIPT]: FRAME };
		await http.post(flow.inletUrl, message(flow, entity));
		const match = { path: '/collection', containing: flow.datasetId };
		await example.adobe.fault({
			match,
			action: { status: 400, body: { report: { message: IMAGE } } },
		});
		await http.post(flow.inletUrl, message(flow, entity));
		await page.goto(emulator);
		await page.locator('.status.refused').first().waitFor();
	});
	afterAll(async () => await browser.close());

	it('shows what a visitor typed, names of fields and reasons as text: nothing runs, nothing is made, nothing is asked for', async () => {
		await page
			.locator('details.record')
			.evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
		await page.locator('#turnedAway').evaluate((box) => box.setAttribute('open', ''));
		const main = page.locator('main');
		const text = (await main.innerText()).replace(/\\"/g, '"');
		for (const typed of [IMAGE, SCRIPT, LINK]) expect(text).toContain(typed);
		expect(await main.locator('img, script, a, iframe, svg, b, style, object, embed').count()).toBe(
			0,
		);
		expect(await page.locator('#dataset option', { hasText: IMAGE }).count()).toBeGreaterThan(0);
		expect(await page.evaluate(RAN)).toBeUndefined();
		expect([strange, complaints]).toEqual([[], []]);
		expect((await page.screenshot({ fullPage: true })).length).toBeGreaterThan(10_000);
	});

	it('could not do otherwise: its policy lets no markup be made, no script run and nothing load', async () => {
		const tried = `(async () => {
			const made = [];
			try { document.body.innerHTML = '<i>'; made.push('markup'); } catch {}
			const script = document.createElement('script');
			try { script.textContent = 'window.ran = 1'; document.body.append(script); } catch {}
			if (window.ran) made.push('script');
			const image = new Image();
			made.push(await new Promise((resolve) => {
				image.onload = () => resolve('image');
				image.onerror = () => resolve('no image');
				image.src = '${EVIL}/x.png';
			}));
			return made;
		})()`;
		expect(await page.evaluate(tried)).toEqual(['no image']);
		// The browser tells of the request before the policy ends it: only what was there before counts.
		const reply = await http.get(`${addresses().emulator}/emulator/records`);
		expect(reply.headers).toMatchObject({
			'content-security-policy': expect.stringContaining("default-src 'none'"),
			'x-content-type-options': 'nosniff',
			'referrer-policy': 'no-referrer',
		});
		const { headers } = await http.get(addresses().emulator);
		expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
		expect(headers['content-security-policy']).not.toMatch(/unsafe|\*/);
	});
});

describe('the panel of the node in n8n', () => {
	let browser: BrowserContext;
	beforeAll(async () => {
		browser = await openBrowser();
		await signIn(browser.pages()[0], addresses().n8n);
	});
	afterAll(async () => await browser.close());

	it.each([
		{ place: 'hints above the output', onError: 'continueErrorOutput', status: 'success' },
		{ place: 'error', onError: 'stopWorkflow', status: 'error' },
	])('shows what Adobe says as text in its $place', async ({ onError, status }) => {
		const { n8n } = addresses();
		const going = await runningExample(`Hostile markup, ${onError}`, ({ nodes }) => {
			const streaming = nodes.find(({ name }) => name === 'Adobe Platform Streaming')!;
			streaming.parameters.options = { retrySeconds: 0 };
			streaming.onError = onError;
		});
		const body = { report: { message: `${IMAGE} ${LINK}` } };
		const match = { path: '/collection', containing: going.dataflow.datasetId };
		await going.adobe.fault({ match, action: { status: 400, body } });
		const event = { message: TEXTS.join(), conversationUUID: `panel ${onError}` };
		await going.post('new-conversation-wait', event, JSON_TYPE);
		expect(await going.lastStatus()).toBe(status);
		const [{ id }] = await going.n8n.executions(going.workflowId);

		const { page, strange } = await watched(browser, n8n);
		await page.goto(`${n8n}/workflow/${going.workflowId}/executions/${id}`);
		const nodes = page.locator('[data-test-id="canvas-node"]', { hasText: 'Platform Streaming' });
		const node = nodes.first();
		await node.waitFor({ timeout: 60_000 });
		// The canvas comes to rest only after it has fitted itself into the window.
		await page.waitForTimeout(2_000);
		const { width, height } = (await node.boundingBox())!;
		await node.dblclick({ position: { x: width / 2, y: height / 3 } });
		const panel = page.locator('[data-test-id="output-panel"], [data-test-id="ndv"]').first();
		await panel.getByText('‹img src=').first().waitFor();
		expect(await page.locator('img[src*="evil"], a:has-text("Sign in again")').count()).toBe(0);
		expect(await page.evaluate(RAN)).toBeUndefined();
		expect(strange).toEqual([]);
		await page.close();
	});
});

async function signIn(page: Page, n8n: string) {
	await page.goto(`${n8n}/signin`);
	await page.locator('input[name="emailOrLdapLoginId"]').fill(owner.email);
	await page.locator('input[type=password]').fill(owner.password);
	await page.getByRole('button', { name: /sign in/i }).click();
	await page.waitForURL(/home|workflow/, { timeout: 60_000 });
}
