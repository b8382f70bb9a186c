import axios from 'axios';
import type { BrowserContext, Page } from 'playwright-core';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { openBrowser } from '../../../playground/browser.mts';
import { choose, emulatorCredential, readWorkflow } from '../../../playground/example.mts';
import type { N8nApi, Workflow } from '../../../playground/n8n-api.mts';
import { accessibilityFaults } from '../../harness/accessibility.mts';
import { n8nFolder } from '../../harness/databaseSearch.mts';
import { takePictures } from '../../harness/editor.mts';
import { sendUnfit } from '../../harness/examples.mts';
import { addresses, signedIn } from '../../harness/running.mts';
import { until } from '../../harness/until.mts';
import {
	createTables,
	eventsOfDay,
	fillLedger,
	tableOf,
	type LedgerEntry,
} from './reportTables.mts';

const HOUR_MS = 3_600_000;
/** For a hang: 100,000 rows take their time on a busy machine. */
const PATIENCE_MS = 1_500_000;
jest.setTimeout(PATIENCE_MS + 300_000);

const READER = { username: 'reader', password: 'of-the-report' };
const ZONE = 'Europe/Berlin';
const hourFormat = new Intl.DateTimeFormat('en-US', {
	timeZone: ZONE,
	hour: 'numeric',
	hourCycle: 'h23',
});
const hourAt = (ms: number) => Number(hourFormat.format(ms));

let adobe: Emulator;
let n8n: N8nApi;
let browser: BrowserContext;

/** An Adobe of its own: the dataflow has the name that Set Up gives it. */
beforeAll(async () => {
	adobe = await startEmulator();
	n8n = signedIn();
	browser = await openBrowser({ sharp: true });
}, 600_000);
afterAll(async () => {
	await browser?.close();
	await adobe?.stop();
});

interface Report {
	workflow: Workflow & { id: string };
	url: string;
	/** Adds rows to the ledger. */
	ledger: (entries: LedgerEntry[]) => Promise<void>;
	/** Adds rows to another of its data tables. */
	add: (table: 'report' | 'dead letters', rows: object[]) => Promise<void>;
	/** Requests the page as a browser does. */
	html: () => Promise<string>;
	unpublish: () => Promise<void>;
}

/** Publishes the example as its notes say, with data tables of its own. */
async function publishReport(name: string): Promise<Report> {
	const workflow = readWorkflow('delivery-report.json');
	const tableName = (table: string) => `Tables of ${name}: ${table}`;
	for (const node of workflow.nodes)
		if (node.type === 'n8n-nodes-base.dataTable')
			node.parameters = JSON.parse(
				JSON.stringify(node.parameters).replaceAll(
					/"Chatlio (report|ledger|dead letters)"/g,
					(_, table: string) => JSON.stringify(tableName(table)),
				),
			) as Workflow['nodes'][0]['parameters'];
	await createTables(n8n, workflow);
	choose(workflow, {
		adobe: await n8n.saveCredential(
			'Adobe Experience Platform (report)',
			'adobeExperiencePlatformApi',
			emulatorCredential(adobe.url),
		),
	});
	const url = workflow.nodes.find(({ type }) => type === 'n8n-nodes-base.webhook')!;
	url.parameters.path = `report-${name}`;
	url.credentials = {
		httpBasicAuth: await n8n.saveCredential('Report (report)', 'httpBasicAuth', {
			user: READER.username,
			password: READER.password,
		}),
	};
	workflow.name = `Delivery report ${name}`;
	workflow.settings = { ...workflow.settings, timezone: ZONE };
	const saved = await n8n.saveWorkflow(workflow);
	await n8n.publish(saved);
	const report = {
		workflow: saved,
		url: `${addresses().n8n}/webhook/report-${name}`,
		ledger: async (entries: LedgerEntry[]) =>
			fillLedger(n8nFolder(), (await tableOf(n8n, tableName('ledger'))).id, entries),
		add: async (table: string, rows: object[]) => {
			const { path } = await tableOf(n8n, tableName(table));
			await n8n.post(`${path}/insert`, { data: rows, returnType: 'count' });
		},
		html: async () => (await axios.get<string>(report.url, { auth: READER })).data,
		unpublish: async () => await n8n.unpublish(saved),
	};
	await until('the report answers', async () => {
		const { status } = await axios.get(report.url, { validateStatus: () => true });
		return status === 401;
	});
	return report;
}

/** Runs the workflow from a trigger, as its button does. @returns how the execution ended */
async function runFrom({ workflow }: Report, trigger: string): Promise<string> {
	const { executionId } = await n8n.post<{ executionId: string }>(`/workflows/${workflow.id}/run`, {
		triggerToStartFrom: { name: trigger },
	});
	let status = 'new';
	await until(
		() => `the run from ${trigger} ended; it is ${status}`,
		async () => {
			const executions = await n8n.executions(workflow.id);
			// n8n removes an execution that it does not keep.
			status = executions.find(({ id }) => id === executionId)?.status ?? 'success';
			return !['new', 'running'].includes(status);
		},
		PATIENCE_MS,
	);
	return status;
}

const verdictOf = async (page: Page) => (await page.locator('h1').innerText()).replace(/^\S+ /, '');

/** Opens the report in the browser and holds it to what every one of them promises. */
async function openReport(report: Report): Promise<Page> {
	const page = await browser.newPage();
	const seen: string[] = [];
	page.on('request', (request) => seen.push(request.url()));
	page.on('console', (message) => seen.push(message.text()));
	page.on('pageerror', (error) => seen.push(String(error)));
	page.on('dialog', (dialog) => seen.push(dialog.message()));
	await page.setExtraHTTPHeaders({
		authorization: `Basic ${btoa(`${READER.username}:${READER.password}`)}`,
	});
	const answer = await page.goto(report.url);
	expect(answer?.headers()).toMatchObject({
		'content-type': 'text/html; charset=utf-8',
		'cache-control': 'no-store',
	});
	expect((await answer!.body()).length).toBeLessThan(200_000);
	const faults: string[] = [];
	for (const colorScheme of ['dark', 'light'] as const)
		for (const width of [390, 1_000]) {
			await page.emulateMedia({ colorScheme });
			await page.setViewportSize({ width, height: 1_200 });
			faults.push(...(await accessibilityFaults(page)));
			expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(width);
		}
	expect(faults).toEqual([]);
	// Nothing but the page itself, and nothing that its own policy forbids.
	expect(seen).toEqual([report.url]);
	return page;
}

test('without events, the page says so, and only its user sees it', async () => {
	const report = await publishReport('empty');
	const wrong = { ...READER, password: 'guessed' };
	for (const auth of [undefined, wrong]) {
		const { status } = await axios.get(report.url, { auth, validateStatus: () => true });
		expect([401, 403]).toContain(status);
	}
	const page = await openReport(report);
	expect(await verdictOf(page)).toMatch(
		/^No event arrived since yesterday, \d\d:00, and none is waiting\.$/,
	);
	expect(await page.locator('.nothing').allInnerTexts()).toEqual([
		expect.stringContaining('Adobe accepted no events'),
		'No event has both times.',
		'Nothing. No event is waiting, and none needs a person.',
		expect.stringContaining('Adobe was not asked yet.'),
		expect.stringContaining('Not compared yet.'),
	]);
	await page.close();
	await report.unpublish();
});

/** The hour in which the report begins, and the minute up to which it counts. */
function reportedTime() {
	const now = Date.now();
	return {
		from: Math.floor(now / HOUR_MS) * HOUR_MS - 24 * HOUR_MS,
		to: Math.floor(now / 60_000) * 60_000 - 60_000,
		hourAt,
	};
}

/** The number of events in a report that begins at that time, as its verdict has it. */
const eventsSince = (entries: LedgerEntry[], start: number) =>
	`${entries.filter(({ createdAt }) => createdAt >= start).length.toLocaleString('en-US')} events since yesterday, `;

const EVENTS = 1_204;

test('the report of a day has a verdict, charts, and tables', async () => {
	const report = await publishReport('day');
	const time = reportedTime();
	const entries = eventsOfDay(EVENTS, time);
	const runs = Array.from({ length: 23 }, (_, hour) => {
		const from = time.from + hour * HOUR_MS;
		const recordsIn = entries.filter(
			({ createdAt }) => Math.floor((createdAt - from) / HOUR_MS) === 0,
		);
		return {
			startedAt: new Date(from).toISOString(),
			status: 'success',
			recordsIn: recordsIn.length,
			recordsFailed: 0,
		};
	});
	const fact = (name: string, value: object) => ({
		name,
		at: new Date().toISOString(),
		value: JSON.stringify({ value }),
	});
	const compared = { failed: 0, tooEarly: 0, noObjection: 1_187, notCompared: 0, missing: 0 };
	await report.ledger(entries);
	await report.add('report', [fact('dataflow runs', runs), fact('reconciliation', compared)]);

	const page = await openReport(report);
	const verdict = await verdictOf(page);
	expect(verdict).toMatch(/^All [\d,]+ events since yesterday, \d\d:00, reached Adobe\.$/);
	// A new hour may have begun.
	const expected = [time.from, reportedTime().from].map((start) => eventsSince(entries, start));
	expect(expected.some((number) => verdict.includes(number))).toBe(true);
	expect(await page.locator('header .note').innerText()).toMatch(
		/^\w{3}, \w{3} \d+, \d\d:\d\d\. All times are in Europe\/Berlin, UTC\+[12]\.$/,
	);
	expect(await page.locator('svg.wide').count()).toBe(3);
	for (const chart of await page.locator('svg').all())
		expect(await chart.getAttribute('aria-label')).toMatch(/^(?:Bar c|C)hart of .{20,}/);
	const rows = await page.locator('section').first().locator('tbody tr').allInnerTexts();
	const shown = rows.map((row) => row.split('\t'));
	for (const [name, number] of shown) {
		const eventType = `chatlio.${name[0].toLowerCase()}${name.slice(1).replace(/ (.)/g, (_, first: string) => first.toUpperCase())}`;
		const ofKind = entries.filter((entry) => entry.eventType === eventType);
		const since = [time.from, reportedTime().from].map(
			(start) => ofKind.filter(({ createdAt }) => createdAt >= start).length,
		);
		expect(since).toContain(Number(number));
	}
	expect(shown).toHaveLength(5);

	const picture = async (name: string, height: number) =>
		await takePictures(page, name, page.locator('main'), height);
	await picture('report', 955);
	await page.setViewportSize({ width: 390, height: 1_200 });
	await picture('report-phone', 985);
	await page.close();
	await report.unpublish();
});

/** A visitor's address, message, and ID. */
const VISITOR = ['jane.reported@example.com', 'My card is 4111', 'visitor-of-the-report'];

test('what data tables contain is escaped, and nothing of visitors is shown', async () => {
	const report = await publishReport('hostile');
	const now = Date.now();
	const script = '<script>alert(1)</script>';
	await report.ledger(
		[script, '__proto__', VISITOR[1], 'chatlio.newConversation'].map((eventType, index) => ({
			recordId: `${VISITOR[2]}-${index}`,
			eventType,
			receivedAt: now - 300_000,
			createdAt: now - 180_000,
		})),
	);
	const letter = { recordId: VISITOR[2], kind: 'record', eventType: script, attempts: 1 };
	const words = { message: `Invalid: ${VISITOR[0]}`, advice: VISITOR[1], payload: VISITOR.join() };
	const rejected = { state: 'needs a person', status: 'rejected', retry: 'never' };
	const waiting = { state: 'waiting', status: 'notSent' };
	await report.add('dead letters', [
		{ ...letter, ...words, ...rejected, code: 'record.rejected' },
		{ ...letter, ...words, ...rejected, code: '"><img src=x onerror=alert(2)>' },
		{ ...letter, ...words, ...rejected, code: `'${'x'.repeat(5_000)}` },
		{ ...letter, ...words, ...waiting, retry: 'later', code: 'inlet.rateLimited' },
		{ ...letter, ...words, ...waiting, retry: 'afterChange', code: 'adobe.dataflowUnknown' },
	]);
	const page = await openReport(report);
	expect(await verdictOf(page)).toMatch(
		/^Adobe accepted 4 events since yesterday, \d\d:00, but 4 others will not get there until somebody acts\.$/,
	);
	const html = await report.html();
	for (const text of [script, '<img', 'x'.repeat(100), ...VISITOR])
		expect([text, html.includes(text)]).toEqual([text, false]);
	const cells = await page.locator('section code').allInnerTexts();
	expect(cells.map((cell) => cell.slice(0, 12)).sort()).toEqual(
		['"><img src=x', "'xxxxxxxxxxx", 'adobe.datafl', 'inlet.rateLi', 'record.rejec'].sort(),
	);
	expect(await page.locator('section').first().locator('tbody th').allInnerTexts()).toEqual([
		'New conversation',
		'Other events',
	]);
	await page.close();
	await report.unpublish();
});

test('once a day, Adobe is asked, and the execution fails if it did not store something', async () => {
	const report = await publishReport('daily');
	// Not even the dataflow is there.
	expect(await runFrom(report, 'Every Day at 7')).toBe('error');
	expect(await report.html()).toContain('Adobe could not be asked');

	const id = 'chatlio-unfit';
	await sendUnfit(adobe, 'Chatlio XDM');
	await adobe.control.ageRecords(3 * HOUR_MS);
	const createdAt = Date.now() - 3 * HOUR_MS;
	const entry = { eventType: 'chatlio.newConversation', receivedAt: createdAt - 200, createdAt };
	await report.ledger([
		{ ...entry, recordId: 'Chatlio XDM' },
		{ ...entry, recordId: id },
	]);
	expect(await runFrom(report, 'Every Day at 7')).toBe('error');
	const page = await openReport(report);
	const toDo = await page.locator('header li').allInnerTexts();
	expect(toDo[0]).toMatch(/^Adobe accepted 1 record and did not store it\. /);
	const outcomes = await page.locator('section').last().locator('tbody tr').allInnerTexts();
	expect(outcomes.map((row) => row.split('\t').slice(0, 2).join(' '))).toEqual(
		expect.arrayContaining(['Nothing speaks against 1', 'Failed later 1']),
	);
	await page.close();
	await report.unpublish();
});

/** Waits until the report has these events: the minute of the last one must be over. */
async function allCounted(report: Report, entries: LedgerEntry[]): Promise<void> {
	let sentence = '';
	await until(
		() => `all are counted; the report says: ${sentence}`,
		async () => {
			sentence = /<\/span> (.+?)<\/h1>/.exec(await report.html())?.[1] ?? 'nothing';
			return sentence.includes(eventsSince(entries, reportedTime().from));
		},
	);
}

test('events count although somebody deleted the ledger, whose rows have other numbers then', async () => {
	const report = await publishReport('deleted');
	// Of hours that are over: what is not counted for good is gone with the ledger.
	const { to, ...time } = reportedTime();
	const entries = eventsOfDay(3_000, { ...time, to: to - HOUR_MS });
	await report.ledger(entries);
	await allCounted(report, entries);
	// A page is sent before its counts are kept.
	const numbers = await tableOf(n8n, 'Tables of deleted: report');
	await until('the counts are kept', async () => {
		const { count } = await n8n.get<{ count: number }>(`${numbers.path}/rows?take=1`);
		return count >= 24 * 4;
	});
	await n8n.delete((await tableOf(n8n, 'Tables of deleted: ledger')).path);
	// Creates it again.
	await report.html();
	const createdAt = Date.now();
	entries.push({ ...entries[0], receivedAt: createdAt, createdAt });
	await report.ledger(entries.slice(-1));
	await allCounted(report, entries);
	await report.unpublish();
});

test('100,000 events are counted once, and the page stays small', async () => {
	const report = await publishReport('many');
	const entries = eventsOfDay(100_000, reportedTime());
	await report.ledger(entries);
	expect(await runFrom(report, 'Every 15 Minutes')).toBe('success');
	const now = Date.now();
	const late = { recordId: 'late', eventType: 'chatlio.visitorFeedback', receivedAt: now };
	entries.push({ ...late, createdAt: now });
	await report.ledger(entries.slice(-1));
	await allCounted(report, entries);
	const page = await openReport(report);
	expect(await page.locator('dd').first().innerText()).toMatch(/^(?:100|9\d),\d{3}$/);
	await page.close();
	await report.unpublish();
});
