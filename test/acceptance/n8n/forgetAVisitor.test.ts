import axios from 'axios';
import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { prepareAdobe, type DemoDataflow } from '../../../playground/adobe.mts';
import { publishKeptExample, readDeadLetters } from '../../../playground/deadLetters.mts';
import { choose, emulatorCredential, readWorkflow } from '../../../playground/example.mts';
import type { N8nApi, Workflow } from '../../../playground/n8n-api.mts';
import { findExecutions, findInDatabase } from '../../harness/databaseSearch.mts';
import { endedOf, publish, type Surroundings } from '../../harness/examples.mts';
import { ownN8n, type OwnN8n } from '../../harness/ownN8n.mts';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';
import { until } from '../../harness/until.mts';
import { documented } from '../../payloads';

const JANE = 'jane.forgotten@example.com';
const VISITOR = 'visitor-of-jane-8f2c';
/** Contains the address, and is another one. */
const OTHER = `mary-${JANE}`;
const FORM_USER = { username: 'officer', password: 'of-data-protection' };
const OWNER = 'forget a visitor';
const TABLE = 'Chatlio privacy requests';

let adobe: Emulator;
let chat: StubServer;
let own: OwnN8n;
let n8n: N8nApi;
let around: Surroundings;
let dataflow: DemoDataflow;
let formUrl: string;
let forgetId: string;

const nodeOf = ({ nodes }: Workflow, wanted: string) => nodes.find(({ name }) => name === wanted)!;

/** An Adobe and an n8n of its own: nothing of other tests is deleted, and no execution of theirs has to be read. */
beforeAll(async () => {
	adobe = await startEmulator();
	chat = await stubServer(() => ({}));
	own = await ownN8n({});
	n8n = own.api;
	around = { n8n, n8nUrl: own.url, adobe, stub: chat, owner: OWNER };
	dataflow = await prepareAdobe(adobe, 'Forget a visitor');
	await adobe.control.settings({
		privacyLakeIdentities: 'identityMap',
		privacyStepMs: 3_600_000,
	});
	({ formUrl, forgetId } = await publishForm());
}, 600_000);
afterAll(async () => {
	await own?.stop();
	await adobe?.stop();
	await chat?.close();
});

/** Imports the example as its notes say, except that a day is five seconds long. */
async function publishForm(change: (workflow: Workflow) => void = () => {}) {
	const workflow = readWorkflow('forget-a-visitor.json');
	const platform = await n8n.saveCredential(
		`Adobe Experience Platform (${OWNER})`,
		'adobeExperiencePlatformApi',
		emulatorCredential(adobe.url),
	);
	choose(workflow, { adobe: platform });
	const { rawApiKey } = await n8n.post<{ rawApiKey: string }>('/api-keys', {
		label: `Key ${Date.now()}`,
		expiresAt: null,
		scopes: ['execution:list', 'execution:read', 'execution:delete'],
	});
	const n8nApi = await n8n.saveCredential(`This n8n (${OWNER})`, 'n8nApi', {
		apiKey: rawApiKey,
		baseUrl: `${around.n8nUrl}/api/v1`,
	});
	for (const name of ['Executions', 'Running Executions', 'Read Execution', 'Delete Execution'])
		nodeOf(workflow, name).credentials = { n8nApi };
	const form = nodeOf(workflow, 'Visitor to Forget');
	form.credentials = {
		httpBasicAuth: await n8n.saveCredential(`Form (${OWNER})`, 'httpBasicAuth', {
			user: FORM_USER.username,
			password: FORM_USER.password,
		}),
	};
	form.webhookId = 'a5d0c6b2-7f1e-4a38-9b64-0c2f5e8d7a13';
	nodeOf(workflow, 'Tell Somebody').parameters.url = `${chat.url}/report`;
	nodeOf(workflow, 'Every Day').parameters.rule = {
		interval: [{ field: 'seconds', secondsInterval: 5 }],
	};
	addGoneExecution(workflow);
	workflow.name = 'Forget a visitor (tested)';
	change(workflow);
	const saved = await n8n.saveWorkflow(workflow);
	await n8n.publish(saved);
	return { formUrl: `${around.n8nUrl}/form/${form.webhookId}`, forgetId: saved.id };
}

/** Adds an execution that is gone when it is read to those that n8n lists. */
function addGoneExecution({ nodes, connections }: Workflow) {
	const jsCode = "return [...$input.all(), { json: { id: '999999' } }];";
	const name = 'Gone Execution';
	const type = 'n8n-nodes-base.code';
	nodes.push({ name, type, typeVersion: 2, position: [0, 0], parameters: { jsCode } });
	connections[name] = connections.Executions;
	connections.Executions = { main: [[{ node: name, type: 'main', index: 0 }]] };
}

interface Entered {
	email?: string;
	visitorId?: string;
	repeated: string;
	many?: string;
}

/** Submits the form as a browser does. */
async function submit({ email = '', visitorId = '', repeated, many = '' }: Entered) {
	const form = new FormData();
	const values = [email, visitorId, '', repeated, 'gdpr', '', many];
	for (const [index, value] of values.entries()) form.set(`field-${index}`, value);
	const reply = await axios.post<unknown>(formUrl, form, {
		auth: FORM_USER,
		validateStatus: () => true,
		timeout: 300_000,
	});
	return { status: reply.status, text: JSON.stringify(reply.data) };
}

const reports = () =>
	chat.requests
		.filter(({ url }) => url === '/report')
		.map(({ body }) => (JSON.parse(body) as { text: string }).text);

type Row = Record<string, string | number>;

/** The rows about requests; its columns are others than those of dead letters. */
const requests = async () => (await readDeadLetters(n8n, TABLE)) as unknown as Row[];

/** Rows of the large execution; with 50,000, an expression cannot hold what n8n's API returns of it. */
const MANY = 50_000;

/** Saves one execution of about 30 MB, which has her visitor ID in its last row. */
async function saveLargeExecution() {
	const to = (node: string) => ({ main: [[{ node, type: 'main', index: 0 }]] });
	const position = [0, 0];
	// In parts: the workflow itself must not contain the ID.
	const parts = JSON.stringify(VISITOR.split('-'));
	const row = `{ recordId: 'r' + i, eventType: 'chatlio.newConversation', acceptedAt: $now.toISO(), xactionId: i === ${MANY - 1} ? ${parts}.join('-') : 'x' + i }`;
	const saved = await n8n.saveWorkflow({
		name: 'Forget a visitor: large',
		nodes: [
			{
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				position,
				parameters: {},
			},
			{
				name: 'Rows',
				type: 'n8n-nodes-base.code',
				typeVersion: 2,
				position,
				parameters: {
					jsCode: `return Array.from({ length: ${MANY} }, (_, i) => ({ json: ${row} }));`,
				},
			},
			{ name: 'End', type: 'n8n-nodes-base.noOp', typeVersion: 1, position, parameters: {} },
		],
		connections: { Start: to('Rows'), Rows: to('End') },
		settings: { executionOrder: 'v1', saveManualExecutions: true },
	});
	await n8n.run(saved, { trigger: 'Start', node: 'End' });
}

const message = (email: string, id: string) => ({
	...documented.newConversation,
	conversationUUID: `forget-${email}-${id}`,
	message: `It is ${email}\nagain`,
	visitor: { ...documented.newConversation.visitor, email, UUID: id },
});

const database = (text: string) => findInDatabase(own.folder, text);

/** Where n8n has a text, except in the data of executions. */
const outsideExecutions = (text: string) =>
	database(text).filter((place) => place !== 'execution_data.data');

/** The workflows of the executions with a text that n8n shows. */
const shownExecutions = (text: string) =>
	findExecutions(own.folder, text)
		.filter(({ deleted }) => !deleted)
		.map(({ workflowId }) => workflowId);

/** Those of executions that n8n hides until it prunes them. */
const hiddenExecutions = (text: string) =>
	findExecutions(own.folder, text)
		.filter(({ deleted }) => deleted)
		.map(({ workflowId }) => workflowId);

const inDataset = async (text: string) =>
	(await adobe.control.records())
		.filter((record) => JSON.stringify(record).toLowerCase().includes(text))
		.map(({ _id }) => _id);

test('the form needs its user, and a repetition that differs deletes nothing', async () => {
	await until('the form is there', async () => {
		const { status } = await axios.get(formUrl, { auth: FORM_USER, validateStatus: () => true });
		return status === 200;
	});
	const stranger = await axios.get(formUrl, { validateStatus: () => true });
	expect([401, 403]).toContain(stranger.status);
	await submit({ email: JANE, repeated: OTHER });
	await until('somebody is told', () => reports().length > 0);
	expect(reports()[0]).toMatch(
		/^Nothing was deleted, in Adobe or in n8n\. The field Confirm does not repeat Email, so nothing was sent\. /,
	);
	expect(await adobe.control.privacyJobs()).toEqual([]);
	await until('n8n shows nothing of it', () => shownExecutions(JANE).length === 0);
	expect(outsideExecutions(JANE)).toEqual([]);
	expect(hiddenExecutions(JANE).filter((id) => id !== forgetId)).toEqual([]);
}, 600_000);

test('a visitor is deleted in Adobe and n8n, and found only where the report says', async () => {
	chat.requests.splice(0);
	const main = await publish(
		around,
		'chatlio-to-adobe-experience-platform.json',
		(workflow) => {
			workflow.name = 'Forget a visitor: main';
			nodeOf(workflow, 'Adobe Platform Streaming').parameters.options = { retrySeconds: 0 };
		},
		dataflow,
	);
	await main.post('newConversation', message(JANE, VISITOR));
	await main.post('newConversation', message(OTHER, 'visitor-of-mary'));
	await main.records(2);
	expect(await main.ended()).toEqual(['success', 'success']);
	const kept = await publishKeptExample(
		n8n,
		around.n8nUrl,
		adobe.url,
		dataflow,
		(workflow) => {
			workflow.name = `Forget a visitor: ${workflow.name}`;
			nodeOf(workflow, 'Adobe Platform Streaming').parameters.options = { retrySeconds: 0 };
			for (const node of workflow.nodes)
				if (node.parameters.url === '') node.parameters.url = `${chat.url}/dead-letters`;
		},
		OWNER,
	);
	await adobe.control.fault({ match: { path: '/collection' }, times: 2, action: { status: 503 } });
	for (const [email, id] of [
		[JANE, VISITOR],
		[OTHER, 'visitor-of-mary'],
	])
		await axios.post(kept.urlOf('new-conversation'), { ...message(email, id), message: 'Later' });
	await until('both are dead letters', async () => (await kept.deadLetters()).length === 2);
	await endedOf(n8n, kept.workflowId);
	const ofOther = shownExecutions(OTHER);
	expect(ofOther).toHaveLength(2);
	expect(database(VISITOR).length).toBeGreaterThan(1);
	expect((await inDataset(VISITOR)).length).toBe(1);
	await saveLargeExecution();

	const decorated = `Jane <${JANE}>`;
	await submit({ email: decorated, visitorId: VISITOR, repeated: `${decorated}, ${VISITOR}` });
	await until(
		() => 'the deletion in n8n is done',
		async () => (await requests()).some(({ state }) => state === 'open'),
	);
	const [job] = await adobe.control.privacyJobs();
	expect(job).toMatchObject({ action: 'delete', regulation: 'gdpr', status: 'submitted' });
	expect(job.userIDs).toHaveLength(4);

	// Before Adobe is done: nothing in n8n any more, everything in Adobe still.
	await until('n8n shows nothing of her', () => shownExecutions(VISITOR).length === 0);
	expect(outsideExecutions(VISITOR)).toEqual([]);
	expect(shownExecutions(OTHER)).toEqual(ofOther);
	expect((await kept.deadLetters()).map(({ payload }) => payload.includes(OTHER))).toEqual([true]);
	expect(reports()).toEqual([]);

	await adobe.control.decidePrivacyJob(job.jobId, 'complete');
	await until('the report is sent', () => reports().length > 0);
	const [report] = reports();
	expect(report).toContain(`Privacy request ${job.userKey}\n`);
	expect(report).toMatch(
		/Deleted in n8n: 1 dead letters and 3 saved executions, of \d+ that were read/,
	);
	expect(report).toMatch(/\nAdobe: Data lake: done \(PRVCY-6000-200\)\. /);
	expect(report).not.toMatch(/NOT deleted|did NOT finish/);
	expect(report.toLowerCase()).not.toContain('jane');
	await until('the request is closed', async () =>
		(await requests()).some(({ jobId, state }) => jobId === job.jobId && state === 'done'),
	);

	// Where she is still found, and that the report says so.
	expect(await inDataset(VISITOR)).toEqual([]);
	expect(await inDataset('visitor-of-mary')).toHaveLength(1);
	expect([outsideExecutions(VISITOR), shownExecutions(VISITOR)]).toEqual([[], []]);
	// n8n removes what was entered in the form when it prunes.
	expect(hiddenExecutions(VISITOR).filter((id) => id !== forgetId)).toEqual([]);
	expect(report).toContain('until n8n prunes it');
	expect(JSON.stringify(await adobe.control.requests())).not.toMatch(/jane/i);
	expect(JSON.stringify(await adobe.control.privacyJobs())).toContain(JANE);
	expect(report).toContain('Adobe Privacy Service itself keeps this request for 30 days');
	for (const place of ['Chatlio', 'Slack', 'proxies', 'backups']) expect(report).toContain(place);
}, 600_000);

test('a request that fails in Adobe is reported with product and reason, once', async () => {
	chat.requests.splice(0);
	await submit({ visitorId: VISITOR, repeated: VISITOR });
	await until('the request is open', async () =>
		(await requests()).some(({ state }) => state === 'open'),
	);
	const [job] = await adobe.control.privacyJobs();
	await adobe.control.decidePrivacyJob(job.jobId, 'error', { ProfileService: 'PRVCY-1022-400' });
	await until('the request is closed', async () =>
		(await requests()).some(({ jobId, state }) => jobId === job.jobId && state === 'failed'),
	);
	expect(reports()).toEqual([
		expect.stringContaining('Profile: the data could not be accessed (PRVCY-1022-400)'),
	]);
}, 600_000);

test('executions that could not be read are counted in the report', async () => {
	chat.requests.splice(0);
	await publishForm((workflow) => {
		nodeOf(workflow, 'Find the Values').parameters.jsCode = "throw new Error('Too large')";
	});
	await submit({ visitorId: VISITOR, repeated: VISITOR });
	await until('the request is open', async () =>
		(await requests()).some(({ state }) => state === 'open'),
	);
	const { executionsLeft, executionsRead } = (await requests()).find(
		({ state }) => state === 'open',
	)!;
	expect(executionsRead).toBeGreaterThan(0);
	expect(executionsLeft).toBe(executionsRead);
	const [job] = await adobe.control.privacyJobs();
	await adobe.control.decidePrivacyJob(job.jobId, 'complete');
	await until('the report is sent', () => reports().length > 0);
	expect(reports()[0]).toContain(`NOT deleted or not read: ${executionsLeft} executions`);
}, 600_000);

test('what too many executions contain is not deleted, and the report says so', async () => {
	chat.requests.splice(0);
	await publishForm();
	const support = 'support-of-this-shop@example.com';
	const main = await publish(
		around,
		'chatlio-to-adobe-experience-platform.json',
		(workflow) => {
			workflow.name = 'Forget a visitor: support';
		},
		dataflow,
	);
	for (let index = 0; index < 30; index += 1)
		await main.post('newConversation', message(support, `visitor-${index}`));
	await until('all are saved', () => shownExecutions(support).length >= 21);
	await endedOf(n8n, main.workflowId);
	const before = shownExecutions(support);

	await submit({ email: support, repeated: support });
	await until('the request is open', async () =>
		(await requests()).some(({ state }) => state === 'open'),
	);
	const row = (await requests()).find(({ state }) => state === 'open')!;
	expect(row).toMatchObject({ executions: 0, deadLetters: 0, tooMany: before.length });
	expect(shownExecutions(support)).toEqual(before);
	expect(reports()).toEqual([
		expect.stringMatching(
			new RegExp(`^Nothing was deleted in n8n .*: ${before.length} dead letters and executions`),
		),
	]);
	const [job] = await adobe.control.privacyJobs();
	await adobe.control.decidePrivacyJob(job.jobId, 'complete');
	await until('the report is sent', () => reports().length > 1);
	expect(reports()[1]).toContain(
		`NOT deleted in n8n: ${before.length} dead letters and executions that contain one of the values`,
	);

	await submit({ email: support, repeated: support, many: 'Delete everything found' });
	await until('n8n shows none of them', () => shownExecutions(support).length === 0);
}, 600_000);

test('without the permission, nothing is deleted in n8n either', async () => {
	chat.requests.splice(0);
	await adobe.control.settings({ privacyAccess: 'none' });
	const known = (await requests()).length;
	await submit({ email: OTHER, repeated: OTHER });
	await until('somebody is told', () => reports().length > 0);
	expect(reports()[0]).toContain('add the Privacy Service API to the project');
	expect(await requests()).toHaveLength(known);
	expect(database(OTHER).length).toBeGreaterThan(0);
}, 600_000);
