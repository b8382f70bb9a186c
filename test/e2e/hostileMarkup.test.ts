import type { BrowserContext, Page } from 'playwright-core';
import { prepareDataflow } from '../../emulator/prepare.mts';
import { openBrowser } from '../../playground/browser.mts';
import { http, message } from '../emulator/http';
import { closeNode, openNode, signIn, visit } from '../harness/editor.mts';
import { addresses, runningExample, type RunningExample } from '../harness/running.mts';
import { documented } from '../payloads';

const EVIL = 'https://evil.example';
const IMAGE = `<img src="${EVIL}/seen.png" onerror="window.ran=1">`;
const SCRIPT = '<script>window.ran=1</script>';
const LINK = '<a href="javascript:window.ran=1">Sign in again</a>';
const FRAME = `<iframe srcdoc="${SCRIPT.replace(/"/g, '&quot;')}"></iframe><svg onload="window.ran=1">`;
const TEXTS = [IMAGE, SCRIPT, LINK, FRAME];

const JSON_TYPE = { 'content-type': 'application/json' };

let example: RunningExample;
let browser: BrowserContext;

beforeAll(async () => {
	browser = await openBrowser();
	example = await runningExample('Hostile markup', ({ nodes }) => {
		const streaming = nodes.find(({ name }) => name === 'Adobe Platform Streaming')!;
		streaming.parameters.options = { retrySeconds: 0 };
	});
});
afterAll(async () => await browser?.close());

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
async function watched(own: string) {
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
	let page: Page;
	let strange: string[];
	const complaints: string[] = [];

	beforeAll(async () => {
		const { emulator } = addresses();
		({ page, strange } = await watched(emulator));
		await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
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
	afterAll(async () => await page.close());

	it('shows the words of visitors, field names and reasons as text, and runs, creates and requests nothing', async () => {
		await page
			.locator('details.record')
			.evaluateAll((all) => all.forEach((one) => one.setAttribute('open', '')));
		await page.locator('#refusedByInlet').evaluate((box) => box.setAttribute('open', ''));
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

	it('has a policy that allows no markup, no script and no requests', async () => {
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
	const { n8n } = addresses();
	let page: Page;
	let strange: string[];
	beforeAll(async () => {
		await signIn(browser, { url: n8n, api: example.n8n });
		({ page, strange } = await watched(n8n));
	});
	afterAll(async () => await page.close());

	it.each([
		{
			place: 'hints above the output',
			part: 'node-hint',
			onError: 'continueErrorOutput',
			status: 'success',
		},
		{ place: 'error', part: 'node-error', onError: 'stopWorkflow', status: 'error' },
	])('shows what Adobe says as text in its $place', async ({ part, onError, status }) => {
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

		await visit(page, n8n, `/workflow/${going.workflowId}/executions/${id}`);
		const panel = await openNode(page, 'Adobe Platform Streaming');
		const place = panel.locator(`[data-test-id^="${part}"]`);
		await place.getByText('‹img src=').first().waitFor();
		expect(await page.locator('img[src*="evil"], a:has-text("Sign in again")').count()).toBe(0);
		expect(await page.evaluate(RAN)).toBeUndefined();
		expect(strange).toEqual([]);
		await closeNode(page);
	});
});
