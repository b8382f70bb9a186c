import type { BrowserContext, Page } from 'playwright-core';
import { CLIENT_SECRET } from '../../emulator/account.mts';
import { prepareDataflow, type PreparedDataflow } from '../../emulator/prepare.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { openBrowser } from '../../playground/browser.mts';
import { event, http, message } from './http';

let emulator: Emulator;
let browser: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
	emulator = await startEmulator();
	browser = await openBrowser();
});
beforeEach(async () => {
	await emulator.control.reset();
	complaints = [];
	page = await browser.newPage();
	page.on('pageerror', (error) => complaints.push(error.message));
	page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()));
	page.on('dialog', (dialog) => complaints.push(dialog.message()));
	page.on('request', (request) => {
		const url = request.url();
		if (!url.startsWith(emulator.url) && !url.startsWith('data:')) complaints.push(url);
	});
	await page.goto(emulator.url);
});
afterEach(async () => {
	expect(complaints).toEqual([]);
	await page.close();
});
afterAll(async () => {
	await browser.close();
	await emulator.stop();
});

const make = (name: string, aged = true) =>
	prepareDataflow(emulator.url, { name, format: 'xdm', authenticated: false, profile: true, aged });
const send = (flow: PreparedDataflow, entity: object) =>
	http.post(flow.inletUrl, message(flow, entity));
const identityMap = { Email: [{ id: 'visitor@example.com', primary: true }] };
const rows = () => page.locator('details.record');

it('says what to do while there is nothing to see', async () => {
	await page.getByText('npm start').waitFor();
	await make('Chat events');
	await page.getByText('Nothing has arrived yet').waitFor();
});

it('tells how to connect to the emulator', async () => {
	await page.getByText('Connect n8n to it').click();
	await page.getByText(CLIENT_SECRET).waitFor();
	await page.getByText(`${emulator.url}/ims/token/v3`).waitFor();
});

it('copies the values of the credential', async () => {
	await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.getByText('Connect n8n to it').click();
	const row = page.locator('dd', { hasText: CLIENT_SECRET });
	await row.getByRole('button').click();
	await row.getByText('Copied').waitFor();
	expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(CLIENT_SECRET);
});

it('shows records as they arrive, with status, why and what Profile made of them', async () => {
	const flow = await make('Chat events');
	const young = await make('Young', false);
	await send(flow, event('first', { identityMap }));
	await send(flow, event('first', { identityMap }));
	await send(flow, event('second', { shoeSize: 43 }));
	await send(young, event('third'));
	await http.post(flow.inletUrl, { no: 'header' });
	await page.locator('.status.refused').waitFor();
	await page.locator('.profile.duplicate').waitFor();
	// The page may have counted while a verdict was still to come: it looks again every second.
	await page.locator('.counter', { hasText: /^0\s*Received/ }).waitFor();
	const shown = await rows().locator('summary').allInnerTexts();
	expect(shown.map((text) => text.replace(/\s+/g, ' ').replace(/^\w+ \d+, \S+ /, ''))).toEqual([
		expect.stringMatching(/^chat\.message third Lost The dataflow was created/),
		'chat.message second Refused #: extraneous key [shoeSize] is not permitted',
		'chat.message first Stored Already there Profile has an event of this _id already.',
		'chat.message first Stored In Profile',
	]);
	expect(await page.locator('.counter').allInnerTexts()).toEqual([
		'4\nAll',
		'0\nReceived',
		'2\nStored',
		'1\nRefused',
		'1\nLost',
	]);
	await page.getByText('1 message refused by the inlet').waitFor();
});

it('shows one dataset or one status, and remembers the choice in its address', async () => {
	const [a, b] = [await make('A'), await make('B')];
	await send(a, event('of-a'));
	await send(b, event('of-b', { shoeSize: 43 }));
	await page.locator('code.id', { hasText: 'of-b' }).waitFor();
	await page.getByLabel('Dataset').selectOption({ label: 'A (Profile)' });
	await page.locator('code.id', { hasText: 'of-b' }).waitFor({ state: 'detached' });
	expect(page.url()).toContain(`dataset=${a.datasetId}`);
	await page.getByRole('button', { name: 'Refused' }).click();
	await page.getByText('None of these').waitFor();
	await page.reload();
	await page.getByText('None of these').waitFor();
	await page.getByLabel('Dataset').selectOption({ label: 'B (Profile)' });
	await page.locator('code.id', { hasText: 'of-b' }).waitFor();
});

it('opens a record, and keeps it open while others arrive', async () => {
	const flow = await make('Chat events');
	await send(flow, event('first'));
	await page.locator('.status.stored').waitFor();
	await rows().first().locator('summary').click();
	await page.getByText('"eventType": "chat.message"').waitFor();
	await send(flow, event('second'));
	await page.getByText('second', { exact: true }).first().waitFor();
	expect(await rows().last().getAttribute('open')).not.toBeNull();
});

it('shows whatever a record holds as text', async () => {
	const flow = await make('<b>Chat</b>');
	const markup = '<img src=x onerror="alert(1)"><script>alert(2)</script>';
	await send(flow, { ...event(markup), eventType: markup, [markup]: markup });
	await page.locator('.status.refused').waitFor();
	await rows().first().locator('summary').click();
	await page.getByText(markup).first().waitFor();
	expect(await page.locator('main img, main script, main b').count()).toBe(0);
});

it('lets nothing but its own files run, in a page with no script or style of its own', async () => {
	const { headers, data } = await http.get(emulator.url);
	const policy = headers['content-security-policy'];
	expect(policy).toContain("default-src 'none'");
	expect(policy).not.toContain('unsafe');
	expect(headers['x-content-type-options']).toBe('nosniff');
	expect(data).not.toMatch(/<style|\son\w+=|<script>/);
});

it('fits a phone', async () => {
	const flow = await make('Chat events with a rather long name for a narrow screen');
	await send(flow, event(`chatlio-${'0123456789abcdef'.repeat(4)}`, { shoeSize: 43 }));
	await page.locator('.status.refused').waitFor();
	await page.setViewportSize({ width: 360, height: 740 });
	await rows().first().locator('summary').click();
	const overflow = await page.evaluate(
		'document.documentElement.scrollWidth - document.documentElement.clientWidth',
	);
	expect(overflow).toBe(0);
});

it('says when the emulator does not answer', async () => {
	await page.route('**/emulator/**', (route) => route.fulfill({ status: 500 }));
	await page.getByText('The emulator does not answer.').waitFor();
	complaints = complaints.filter((text) => !text.includes('500'));
	await page.unroute('**/emulator/**');
	await page.getByText('Live').waitFor();
	complaints = complaints.filter((text) => !text.includes('500'));
});
