import axios from 'axios';
import { CLIENT_ID, ORG_ID } from '../../../emulator/account.mts';
import { fetchToken } from '../../../emulator/prepare.mts';
import { startEmulator } from '../../../emulator/start.mts';
import { prepareAdobe, type DemoDataflow } from '../../../playground/adobe.mts';
import {
	ageLedger,
	DEAD_LETTERS,
	LEDGER,
	publishKeptExample,
	readDeadLetters,
	type KeptExample,
} from '../../../playground/deadLetters.mts';
import { choose, emulatorCredential, EXAMPLE, readWorkflow } from '../../../playground/example.mts';
import type { Workflow, WorkflowNode } from '../../../playground/n8n-api.mts';
import { apiCredential, lookOnce, retryAll } from '../../harness/alerts.mts';
import {
	addUnknownField,
	endedOf,
	exampleFiles,
	fillInUrls,
	publish,
	runByHand,
	sendUnfit,
	type Surroundings,
	type TriedExample,
} from '../../harness/examples.mts';
import { addresses, signedIn } from '../../harness/running.mts';
import { stubServer, type StubAnswer } from '../../harness/stubServer.mts';
import { until } from '../../harness/until.mts';
import { documented as items } from '../../harness/chatlioEvents';
import { documented } from '../../payloads';

// A machine may be busy; what takes longer hangs.
jest.setTimeout(600_000);

/** Part of the names of the credentials: each test has another Adobe. */
const OWNER = 'green';
const HTTP = 'n8n-nodes-base.httpRequest';
const INLETS = { path: '/collection' };

let around: Surroundings;
/** Answers of the chats and the CRM, by path; 200 for the others. */
const answers = new Map<string, StubAnswer>();

beforeAll(async () => {
	around = {
		n8n: signedIn(),
		n8nUrl: addresses().n8n,
		owner: OWNER,
		adobe: undefined as never,
		stub: await stubServer(({ url }) => answers.get(url.split('?')[0]) ?? { body: {} }),
	};
});

/** An Adobe for each test: the nodes remember what another one rejected. */
beforeEach(async () => {
	around.adobe = await startEmulator();
	around.stub.requests.splice(0);
	answers.clear();
});

afterEach(async () => await around.adobe.stop());

afterAll(async () => await around?.stub.close());

/** Ways in which Adobe does not accept a record, with the code of the problem. */
const FAULTS = {
	'rejects the record': { code: 'record.rejected', cause: rejectRecords },
	'has lost the dataflow': { code: 'adobe.dataflowUnknown', cause: deleteDataflow },
	'rejects the token': { code: 'credential.clientIdUnknown', cause: rejectTokens },
	'is down': { code: 'inlet.unavailable', cause: goDown },
};
type Fault = keyof typeof FAULTS;
/** Those that last until somebody acts. */
const LASTING: Fault[] = ['rejects the record', 'has lost the dataflow', 'rejects the token'];

async function rejectRecords(): Promise<void> {
	const action = { refuseMessages: { containing: 'reject-me', message: 'No such field' } };
	await around.adobe.control.fault({ match: INLETS, times: 0, action });
}

async function deleteDataflow({ flowId }: { flowId: string }): Promise<void> {
	const { url } = around.adobe;
	await axios.delete(`${url}/data/foundation/flowservice/flows/${flowId}`, {
		headers: {
			authorization: `Bearer ${await fetchToken(url)}`,
			'x-api-key': CLIENT_ID,
			'x-gw-ims-org-id': ORG_ID,
			'x-sandbox-name': 'prod',
		},
	});
}

async function rejectTokens(): Promise<void> {
	const { control } = around.adobe;
	await control.revokeTokens();
	const action = { status: 401, body: { error: 'invalid_client' } };
	await control.fault({ match: { path: '/ims' }, times: 0, action });
}

async function goDown(): Promise<void> {
	await around.adobe.control.fault({ match: INLETS, times: 0, action: { status: 503 } });
}

/** Makes the state of all dataflows unknown, so that the node does not rely on a remembered one. */
async function hideDataflows(): Promise<void> {
	const match = { path: '/flowservice' };
	await around.adobe.control.fault({ match, times: 0, action: { status: 503 } });
}

let conversations = 0;
/** An event that every example with a trigger delivers, which `rejectRecords` makes Adobe reject. */
const event = (words = 'reject-me') => ({
	...documented.unansweredMessage,
	conversationUUID: `green-${++conversations}`,
	message: words,
	visitor: {
		...documented.unansweredMessage.visitor,
		currentPage: `https://yoursite.com/pricing/${words}`,
	},
});

/** An item of the trigger. */
const item = (message = 'Hello') => ({
	...items('unansweredMessage'),
	eventId: `chatlio-green-${++conversations}`,
	message,
});

const nodeOf = ({ nodes }: Workflow, wanted: string): WorkflowNode =>
	nodes.find(({ name }) => name === wanted)!;

/** Other tests cover the retries within an execution: here they would only take time. */
function sendOnce({ nodes }: Workflow): void {
	for (const { type, parameters } of nodes)
		if (type.endsWith('.adobePlatformStreaming'))
			parameters.options = { ...(parameters.options as object), retrySeconds: 0 };
}

/** The texts that a chat received, by the name of the node that sent them. */
const saidBy = (node: string) =>
	around.stub.requests
		.filter(({ url }) => url === `/${node.toLowerCase().replaceAll(' ', '-')}`)
		.map(({ body }) => (JSON.parse(body) as { text: string }).text);

/** Receives transcripts only. */
const SUMMARIES = 'summarize-transcripts.json';

let examples = 0;
/** A name of its own for each workflow that is saved, which Set Up can use, too. */
const nameOf = (file: string) => `Green ${++examples} ${file}`;

/** Publishes an example under a name and with a dataflow of its own. */
async function ownExample(file: string): Promise<TriedExample> {
	const name = nameOf(file);
	const isRaw = file === 'mapped-by-adobe.json';
	const dataflow = isRaw ? await setUpRaw(name) : await prepareAdobe(around.adobe, name);
	const rename = (workflow: Workflow) => {
		workflow.name = name;
		sendOnce(workflow);
		// Its model is not what is tested here.
		if (file === SUMMARIES) nodeOf(workflow, 'Summarize').disabled = true;
	};
	return await publish(around, file, rename, dataflow);
}

async function setUpRaw(name: string): Promise<DemoDataflow> {
	const start = { trigger: 'When Clicked', node: 'Set Up' };
	const [row] = await runByHand<{ flowId: string; flowName: string; datasetId: string }>(
		around,
		'mapped-by-adobe.json',
		start,
		(workflow) => {
			workflow.name = `Set Up of ${name}`;
			Object.assign(nodeOf(workflow, 'Set Up').parameters, { name, createNamespaces: true });
		},
	);
	await around.adobe.control.ageFlow(row.flowId);
	return { flowId: row.flowId, name: row.flowName, datasetId: row.datasetId };
}

/** Without dead letters, the execution fails. */
/** A transcript that `rejectRecords` makes Adobe reject. */
const transcript = () => ({
	...documented.chatTranscript,
	conversationUUID: `green-${++conversations}`,
	textBody: 'reject-me',
});

async function failsToDeliver(file: string, fault: Fault): Promise<void> {
	const example = await ownExample(file);
	await FAULTS[fault].cause(example.dataflow);
	if (file === SUMMARIES) await example.post('chatTranscript', transcript());
	else await example.post('unansweredMessage', event());
	expect(await example.ended()).toEqual(['error']);
	const { datasetId } = example.dataflow;
	expect(await around.adobe.control.records({ datasetId })).toEqual([]);
}

/** Gives the workflows with dead letters tables and a dataflow of their own. */
async function ownTable() {
	const table = `Green letters ${++examples}`;
	const ledger = `Green ledger ${examples}`;
	const change = (workflow: Workflow) => {
		workflow.name = `${table}: ${workflow.name}`;
		sendOnce(workflow);
		fillInUrls(workflow, around.stub);
		const nodes = JSON.stringify(workflow.nodes)
			.replaceAll(DEAD_LETTERS, table)
			.replaceAll(LEDGER, ledger);
		workflow.nodes = JSON.parse(nodes) as WorkflowNode[];
	};
	return { table, ledger, change, dataflow: await prepareAdobe(around.adobe, table) };
}

async function ownKeptExample(further: (workflow: Workflow) => void = () => {}) {
	const { n8n, n8nUrl, adobe } = around;
	const own = await ownTable();
	const change = (workflow: Workflow) => {
		own.change(workflow);
		further(workflow);
	};
	const kept = await publishKeptExample(n8n, n8nUrl, adobe.url, own.dataflow, change, OWNER);
	return { ...own, ...kept };
}

/**
 * Runs an example once with several events, as when they arrive together.
 * @returns the status of the execution
 */
async function runWith(
	events: object[],
	file: string,
	dataflow: DemoDataflow,
	change: (workflow: Workflow) => void = () => {},
): Promise<string> {
	const start = { trigger: 'Chatlio Trigger', node: 'Chatlio Trigger' };
	const run = runByHand(around, file, start, (workflow) => {
		workflow.name = nameOf(file);
		sendOnce(workflow);
		for (const { type, parameters } of workflow.nodes)
			if (type.endsWith('.adobePlatformStreaming'))
				parameters.dataflow = { __rl: true, mode: 'id', value: dataflow.flowId };
		workflow.pinData = { 'Chatlio Trigger': events.map((json) => ({ json })) };
		change(workflow);
	});
	return await run.then(
		() => 'success',
		(error: Error) => / ended with (\w+):/.exec(String(error))?.[1] ?? String(error),
	);
}

const postTo = async (kept: KeptExample, body: object) =>
	(await axios.post(kept.urlOf('unanswered-message-wait'), body, { validateStatus: () => true }))
		.status;

const statusesOf = async (workflowId: string) => await endedOf(around.n8n, workflowId);

/** The alert about one event; none about what the replay can solve alone. */
const alertAbout = (fault: Fault) =>
	LASTING.includes(fault)
		? [
				expect.stringMatching(
					new RegExp(
						`^1 Chatlio event was not delivered to Adobe, and somebody has to act: ${FAULTS[fault].code}\n`,
					),
				),
			]
		: [];

async function keepsAndAlerts(_file: string, fault: Fault): Promise<void> {
	const kept = await ownKeptExample();
	await FAULTS[fault].cause(kept.dataflow);
	expect(await postTo(kept, event())).toBe(200);
	expect(await statusesOf(kept.workflowId)).toEqual(['success']);
	const letters = await readDeadLetters(around.n8n, kept.table);
	expect(letters).toMatchObject([{ code: FAULTS[fault].code }]);
	expect(saidBy('Tell Somebody')).toEqual(alertAbout(fault));
	if (LASTING.includes(fault)) {
		const [{ id }] = await around.n8n.executions(kept.workflowId);
		const link = `${around.n8nUrl}/workflow/${kept.workflowId}/executions/${id}`;
		expect(saidBy('Tell Somebody')[0].endsWith(`\n${link}`)).toBe(true);
	}
}

/** A record that waits, because Adobe did not answer, and is rejected when it is sent again. */
async function replaysAndAlerts(_file: string, fault: Fault): Promise<void> {
	const kept = await ownKeptExample();
	await hideDataflows();
	expect(await postTo(kept, event())).toBe(200);
	await around.adobe.control.clearFaults();
	expect(saidBy('Tell Somebody')).toEqual([]);
	await FAULTS[fault].cause(kept.dataflow);
	await kept.replayAll();
	expect(await statusesOf(kept.replayWorkflowId)).toEqual(['success']);
	const letters = await readDeadLetters(around.n8n, kept.table);
	expect(letters).toMatchObject([{ code: FAULTS[fault].code, attempts: 2 }]);
	expect(saidBy('Tell Somebody')).toEqual(alertAbout(fault));
}

/** Delivers a record that Adobe accepts and does not store, so that the ledger has it. */
async function deliveredInVain() {
	const own = await ownTable();
	const { dataflow, ledger, change } = own;
	const run = await runWith([item()], 'keep-dead-letters.json', dataflow, (workflow) => {
		change(workflow);
		addUnknownField(workflow);
	});
	expect(run).toBe('success');
	await around.adobe.control.settled(1, { datasetId: dataflow.datasetId });
	await around.adobe.control.ageRecords(600_000);
	await ageLedger(around.n8n, 600_000, ledger);
	return own;
}

type OwnTable = Awaited<ReturnType<typeof ownTable>>;

/** Runs Reconcile Daily by hand, with another dataflow if it is given. */
async function reconcileOnce({ change, dataflow }: OwnTable, flowId = dataflow.flowId) {
	const start = { trigger: 'Reconcile Now', node: 'Reconcile' };
	await runByHand(around, 'reconcile-daily.json', start, (workflow) => {
		change(workflow);
		nodeOf(workflow, 'Dataflow').parameters.dataflow = { __rl: true, mode: 'id', value: flowId };
	});
}

const FAILED_LATER = expect.stringMatching(
	/^1 Chatlio event failed after Adobe had accepted it, and somebody has to act: record\.notStored\n/,
);

/** A record that failed after it was accepted; the faults concern Adobe's API, which does not tell it then. */
async function reconcilesAndAlerts(_file: string, fault: Fault): Promise<void> {
	const own = await deliveredInVain();
	if (fault === 'rejects the token') await rejectTokens();
	if (fault === 'has lost the dataflow') await deleteDataflow(own.dataflow);
	if (fault !== 'rejects the record') {
		await expect(reconcileOnce(own)).rejects.toThrow('ended with error');
		return;
	}
	await reconcileOnce(own);
	const letters = await readDeadLetters(around.n8n, own.table);
	expect(letters).toMatchObject([{ code: 'record.notStored', state: 'needs a person' }]);
	expect(saidBy('Tell Somebody')).toEqual([FAILED_LATER]);
}

/** A run by hand that needs Adobe's API, which responds with an error or issues no token. */
const runFails =
	(node: string) =>
	async (file: string, fault: Fault): Promise<void> => {
		if (fault === 'rejects the token') await rejectTokens();
		const status = fault === 'has lost the dataflow' ? 404 : 400;
		await around.adobe.control.fault({ match: { path: '/data/' }, times: 0, action: { status } });
		const name = nameOf(file);
		const change = (workflow: Workflow) => {
			workflow.name = name;
			Object.assign(nodeOf(workflow, 'Set Up').parameters, { name, createNamespaces: true });
		};
		const start = { trigger: 'When Clicked', node };
		await expect(runByHand(around, file, start, change)).rejects.toThrow('ended with error');
	};

/** Both fail: the run of Set Up, and the execution with the event. */
async function failsInBothParts(file: string, fault: Fault): Promise<void> {
	await failsToDeliver(file, fault);
	if (fault !== 'is down') await runFails('Set Up')(file, fault);
}

async function watchFails(file: string, fault: Fault): Promise<void> {
	const { datasetId, flowId } = await sendUnfit(around.adobe, `Unfit ${++examples}`);
	await around.adobe.control.ageRecords(600_000);
	if (fault === 'rejects the token') await rejectTokens();
	if (fault === 'has lost the dataflow') await deleteDataflow({ flowId });
	const choose = (workflow: Workflow) => {
		workflow.name = nameOf(file);
		const dataset = { __rl: true, mode: 'id', value: datasetId };
		nodeOf(workflow, 'Failed Records').parameters.dataset = dataset;
	};
	const start = { trigger: 'Every Hour', node: 'Failed Records' };
	await expect(runByHand(around, file, start, choose)).rejects.toThrow('ended with error');
}

/** The daily run: Adobe did not store a record, the dataflow is gone, or nobody can ask. */
async function dailyReportFails(file: string, fault: Fault): Promise<void> {
	const { flowId } = await sendUnfit(around.adobe, 'Chatlio XDM');
	await around.adobe.control.ageRecords(3 * 3_600_000);
	if (fault === 'rejects the token') await rejectTokens();
	if (fault === 'has lost the dataflow') await deleteDataflow({ flowId });
	const start = { trigger: 'Every Day at 7', node: 'Page' };
	const rename = (workflow: Workflow) => {
		workflow.name = nameOf(file);
	};
	await expect(runByHand(around, file, start, rename)).rejects.toThrow('ended with error');
}

async function failedExample(fault: Fault): Promise<TriedExample> {
	const example = await ownExample(EXAMPLE);
	await FAULTS[fault].cause(example.dataflow);
	await example.post('unansweredMessage', event());
	expect(await example.ended()).toEqual(['error']);
	return example;
}

async function alertsAboutFailed(file: string, fault: Fault): Promise<void> {
	const { workflowId } = await failedExample(fault);
	const { n8n, n8nUrl, stub } = around;
	const credential = await apiCredential(n8n, n8nUrl);
	const webhook = `${stub.url}/tell-somebody`;
	await lookOnce(n8n, { credential, workflowId, webhook }, (workflow) => {
		workflow.name = nameOf(file);
	});
	const [{ id }] = await n8n.executions(workflowId);
	expect(saidBy('Tell Somebody')).toEqual([
		expect.stringContaining(`${n8nUrl}/workflow/${workflowId}/executions/${id}`),
	]);
}

async function retriesFailAgain(file: string, fault: Fault): Promise<void> {
	const { workflowId, ended } = await failedExample(fault);
	const { n8n, n8nUrl } = around;
	const chosen = { credential: await apiCredential(n8n, n8nUrl), workflowId };
	const rename = (workflow: Workflow) => {
		workflow.name = nameOf(file);
	};
	expect(await retryAll(n8n, chosen, rename)).toHaveLength(1);
	expect(await ended()).toEqual(['error', 'error']);
}

const EXAMPLES: Record<string, (file: string, fault: Fault) => Promise<void>> = {
	'alert-on-crashed-executions.json': alertsAboutFailed,
	'alert-on-unanswered-chats.json': failsToDeliver,
	'chatlio-directly-to-adobe.json': runFails('Paste These in Chatlio'),
	[EXAMPLE]: failsInBothParts,
	'delivery-report.json': dailyReportFails,
	'enrich-from-crm.json': failsToDeliver,
	'filter-by-page.json': failsToDeliver,
	'hash-identities.json': failsToDeliver,
	'keep-dead-letters.json': keepsAndAlerts,
	'mapped-by-adobe.json': failsInBothParts,
	'reconcile-daily.json': reconcilesAndAlerts,
	'replay-dead-letters.json': replaysAndAlerts,
	'retry-crashed-executions.json': retriesFailAgain,
	'route-by-event.json': failsToDeliver,
	'score-leads.json': failsToDeliver,
	[SUMMARIES]: failsToDeliver,
	'watch-adobe-experience-platform.json': watchFails,
};

test('every file in workflows/ that delivers to Adobe or watches it is tested here', () => {
	const offline = 'try-with-sample-events.json';
	const types = readWorkflow(offline).nodes.map(({ type }) => type);
	expect(types.filter((type) => /\.adobe/.test(type))).toEqual([]);
	expect(Object.keys(EXAMPLES)).toEqual(
		// Its failures are tested in forgetAVisitor.test.ts.
		exampleFiles.filter((file) => file !== offline && file !== 'forget-a-visitor.json'),
	);
});

describe.each(LASTING)('if Adobe %s', (fault) => {
	test.each(Object.keys(EXAMPLES))('nothing undelivered looks green in %s', async (file) => {
		await EXAMPLES[file](file, fault);
	});
});

test.each([EXAMPLE, 'keep-dead-letters.json', 'replay-dead-letters.json'])(
	'if Adobe is down, nothing undelivered looks green in %s, and nobody is alerted yet',
	async (file) => await EXAMPLES[file](file, 'is down'),
);

describe('an alert about dead letters', () => {
	test('is sent for each record that needs a person', async () => {
		const kept = await ownKeptExample();
		await rejectRecords();
		await postTo(kept, event());
		await postTo(kept, event());
		expect(saidBy('Tell Somebody')).toHaveLength(2);
	});

	test('is sent once an hour about records that wait for the same change', async () => {
		const kept = await ownKeptExample();
		await rejectTokens();
		const hour = () => new Date().getUTCHours();
		const before = hour();
		for (let post = 0; post < 3; post += 1) await postTo(kept, event());
		const alerts = saidBy('Tell Somebody').length;
		expect([1, hour() === before ? 1 : 2]).toContain(alerts);
		expect(await readDeadLetters(around.n8n, kept.table)).toHaveLength(3);
		// One that Adobe rejects for itself is another matter.
		await around.adobe.control.clearFaults();
		await rejectRecords();
		const told = () => saidBy('Tell Somebody').some((text) => text.includes('record.rejected'));
		await until('there is a token again, and an alert about the rejected record', async () => {
			await postTo(kept, event());
			return told();
		});
	});

	test('that cannot be sent fails the execution, whose records are stored before', async () => {
		answers.set('/tell-somebody', { status: 500 });
		const kept = await ownKeptExample();
		await rejectRecords();
		expect(await postTo(kept, event())).toBe(500);
		expect(await statusesOf(kept.workflowId)).toEqual(['error']);
		const person = { state: 'needs a person', code: 'record.rejected' };
		expect(await readDeadLetters(around.n8n, kept.table)).toMatchObject([person]);

		await kept.replayAll().catch(() => undefined);
		expect(await statusesOf(kept.replayWorkflowId)).toEqual(['error']);
		expect(await readDeadLetters(around.n8n, kept.table)).toMatchObject([
			{ ...person, attempts: 2 },
		]);
	});

	test('is sent after every event of the execution was delivered or stored', async () => {
		answers.set('/tell-somebody', { status: 500 });
		const { dataflow, table, change } = await ownTable();
		await rejectRecords();
		const events = [item('reject-me'), { ...item(), visitor: {} }, item()];
		const run = await runWith(events, 'keep-dead-letters.json', dataflow, (workflow) => {
			change(workflow);
			nodeOf(workflow, 'Chatlio to XDM').parameters.options = { withoutIdentity: 'fail' };
			// Nor can the ledger be written, which needs an alert, too.
			const table = { __rl: true, mode: 'name', value: 'Nobody made this ledger' };
			nodeOf(workflow, 'Add to Ledger').parameters.dataTableId = table;
		});
		expect(run).toBe('error');
		const letters = await readDeadLetters(around.n8n, table);
		expect(letters.map(({ code }) => code).sort()).toEqual(['event.noIdentity', 'record.rejected']);
		const { datasetId } = dataflow;
		expect(await around.adobe.control.settled(1, { datasetId })).toHaveLength(1);
	});
});

describe('an alert about what was accepted', () => {
	test('is sent about rows of another dataflow, which cannot be checked', async () => {
		const own = await deliveredInVain();
		const { flowId } = await prepareAdobe(around.adobe, nameOf('other dataflow'));
		await reconcileOnce(own, flowId);
		expect(saidBy('Tell Somebody')).toEqual([
			expect.stringMatching(
				/^1 row of the data table Green ledger \d+ could not be checked: setting\.conflict\n/,
			),
		]);
	});

	test('that cannot be sent fails the execution, whose dead letters are stored before', async () => {
		answers.set('/tell-somebody', { status: 500 });
		const own = await deliveredInVain();
		await expect(reconcileOnce(own)).rejects.toThrow('ended with error');
		expect(await readDeadLetters(around.n8n, own.table)).toHaveLength(1);
		// What is a dead letter already is no second one, but the alert about it is still due.
		answers.clear();
		around.stub.requests.splice(0);
		await reconcileOnce(own);
		expect(saidBy('Tell Somebody')).toEqual([FAILED_LATER]);
		expect(await readDeadLetters(around.n8n, own.table)).toHaveLength(1);
	});
});

describe('a message to a chat', () => {
	const FILE = 'alert-on-unanswered-chats.json';
	const retry = async ({ workflowId, ended }: TriedExample) => {
		const [{ id }] = await around.n8n.executions(workflowId);
		await around.n8n.post(`/executions/${id}/retry`, { loadWorkflow: true });
		return (await ended())[0];
	};

	test('that cannot be sent keeps no event from Adobe, fails the execution, and is sent by Retry', async () => {
		answers.set('/tell-the-team', { status: 500 });
		const example = await ownExample(FILE);
		const id = await example.post('unansweredMessage', event('Hello'));
		expect(await example.records(1)).toMatchObject([{ _id: id, status: 'stored' }]);
		expect(await example.ended()).toEqual(['error']);
		answers.clear();
		around.stub.requests.splice(0);
		expect(await retry(example)).toBe('success');
		expect(saidBy('Tell the Team')).toEqual([expect.stringContaining('Hello')]);
		expect(await example.records(1)).toHaveLength(1);
	});

	test('is sent although Adobe rejects the record, which Retry delivers', async () => {
		const example = await ownExample(FILE);
		await rejectRecords();
		const id = await example.post('unansweredMessage', event());
		expect(await example.ended()).toEqual(['error']);
		await around.adobe.control.clearFaults();
		expect(await retry(example)).toBe('success');
		expect(await example.records(1)).toMatchObject([{ _id: id }]);
		expect(saidBy('Tell the Team')).toHaveLength(1);
	});

	test('that cannot be sent is sent by Retry together with a record that Adobe rejected', async () => {
		answers.set('/tell-the-team', { drop: true });
		const example = await ownExample(FILE);
		await rejectRecords();
		const id = await example.post('unansweredMessage', event());
		expect(await example.ended()).toEqual(['error']);
		await around.adobe.control.clearFaults();
		answers.clear();
		around.stub.requests.splice(0);
		expect(await retry(example)).toBe('success');
		expect(await example.records(1)).toMatchObject([{ _id: id }]);
		expect(saidBy('Tell the Team')).toHaveLength(1);
	});
});

test('events without CRM data are delivered before the execution fails', async () => {
	answers.set('/look-up-in-crm', { status: 503 });
	const dataflow = await prepareAdobe(around.adobe, nameOf('CRM'));
	expect(await runWith([item(), item()], 'enrich-from-crm.json', dataflow)).toBe('error');
	const { datasetId } = dataflow;
	expect(await around.adobe.control.settled(2, { datasetId })).toHaveLength(2);
});

describe('executions that cannot be read with the API key', () => {
	const chosen = async (workflowId: string) => ({
		workflowId,
		credential: await apiCredential(around.n8n, around.n8nUrl, ['execution:read']),
	});

	test('fail the workflow that looks for them', async () => {
		const { workflowId } = await failedExample('rejects the record');
		const webhook = `${around.stub.url}/tell-somebody`;
		const rename = (workflow: Workflow) => {
			workflow.name = nameOf('alert');
		};
		const look = lookOnce(around.n8n, { ...(await chosen(workflowId)), webhook }, rename);
		await expect(look).rejects.toThrow('Some executions could not be read');
	});

	test('fail the workflow that retries them', async () => {
		const { workflowId } = await failedExample('rejects the record');
		const rename = (workflow: Workflow) => {
			workflow.name = nameOf('retry');
		};
		const retries = retryAll(around.n8n, await chosen(workflowId), rename);
		await expect(retries).rejects.toThrow('Some executions could not be read or retried');
	});
});

const alerting = exampleFiles.filter((file) =>
	readWorkflow(file).nodes.some(({ type, parameters }) => type === HTTP && parameters.url === ''),
);

test.each(alerting)('%s is not published before its URL is entered', async (file) => {
	const workflow = readWorkflow(file);
	workflow.name = nameOf(file);
	const credential = await around.n8n.saveCredential(OWNER, 'n8nApi', {
		apiKey: 'x',
		baseUrl: 'x',
	});
	const dataflow = { flowId: 'x', name: 'x', datasetId: 'x' };
	const adobe = await around.n8n.saveCredential(
		`Adobe Experience Platform (${OWNER})`,
		'adobeExperiencePlatformApi',
		emulatorCredential(around.adobe.url),
	);
	const chatlio = await around.n8n.saveCredential(OWNER, 'chatlioWebhookApi', {
		secret: 'abcdefgh'.repeat(3),
	});
	const httpBasicAuth = await around.n8n.saveCredential(OWNER, 'httpBasicAuth', {
		user: 'officer',
		password: 'officer',
	});
	choose(workflow, { adobe, chatlio, dataflow });
	for (const node of workflow.nodes)
		if (node.type === 'n8n-nodes-base.n8n') node.credentials = { n8nApi: credential };
		else if (node.parameters.authentication === 'basicAuth') node.credentials = { httpBasicAuth };
	const saved = await around.n8n.saveWorkflow(workflow);
	await expect(around.n8n.publish(saved)).rejects.toThrow('required parameters: url');
});
