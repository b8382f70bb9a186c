import axios from 'axios';
import type { JsonObject } from '../../../emulator/json.mts';
import { startEmulator } from '../../../emulator/start.mts';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { prepareAdobe, type DemoDataflow } from '../../../playground/adobe.mts';
import {
	DEAD_LETTERS,
	LEDGER,
	publishKeptExample,
	readDeadLetters,
	readLedger,
} from '../../../playground/deadLetters.mts';
import { EXAMPLE, readWorkflow } from '../../../playground/example.mts';
import type { Workflow, WorkflowNode } from '../../../playground/n8n-api.mts';
import { apiCredential, lookOnce, retryAll } from '../../harness/alerts.mts';
import {
	endedOf,
	exampleFiles,
	fillInUrls,
	OWNER,
	publish,
	runByHand,
	sendUnfit,
	type Surroundings,
	type TriedExample,
} from '../../harness/examples.mts';
import { addresses, signedIn } from '../../harness/running.mts';
import { stubServer, type SeenRequest, type StubAnswer } from '../../harness/stubServer.mts';
import { until } from '../../harness/until.mts';
import { documented } from '../../payloads';

let around: Surroundings;
let conversations = 0;
const fresh = () => ({ conversationUUID: `example-${++conversations}` });

/** Who is in the CRM, and whom it cannot be asked about. */
const CONTACTS: Record<string, StubAnswer> = {
	'alice@example.com': {
		body: { segment: 'gold', accountOwner: 'Kim', message: 'of the CRM', event: 'of the CRM' },
	},
	'stranger@example.com': { body: {} },
	'unlisted@example.com': { status: 404, body: {} },
	'broken@example.com': { status: 503 },
	'slow@example.com': { drop: true },
};

/** The path of a language model that speaks OpenAI's API. */
const MODEL = '/v1/chat/completions';

/** The model answers once, then is down. Its answer has what it was not given: a model may guess a name. */
let modelAnswers = 1;

function answerOfModel(): StubAnswer {
	if (modelAnswers-- <= 0) return { status: 500, body: { error: { message: 'overloaded' } } };
	const said = {
		summary: 'Quentin Quell (quentin@example.com) praises the webhooks.',
		sentiment: 'positive',
		topic: 'webhooks',
	};
	const message = { role: 'assistant', content: JSON.stringify(said) };
	return { status: 200, body: { choices: [{ index: 0, message, finish_reason: 'stop' }] } };
}

function answer({ url }: SeenRequest): StubAnswer {
	if (url === MODEL) return answerOfModel();
	const email = new URL(url, 'http://stub').searchParams.get('email');
	return email ? CONTACTS[email] : { status: 200 };
}

/** An Adobe of its own: what is made to fail here fails for no other test. */
beforeAll(async () => {
	around = {
		n8n: signedIn(),
		n8nUrl: addresses().n8n,
		adobe: await startEmulator(),
		stub: await stubServer(answer),
	};
});

beforeEach(() => void around.stub.requests.splice(0));

afterAll(async () => {
	await around?.adobe.stop();
	await around?.stub.close();
});

const nodeOf = ({ nodes }: Workflow, wanted: string): WorkflowNode =>
	nodes.find(({ name }) => name === wanted)!;

const message = (kind: 'newConversation' | 'unansweredMessage', visitor: object, extra = {}) => ({
	...documented[kind],
	...fresh(),
	...extra,
	visitor: { ...documented[kind].visitor, ...visitor },
});

const postAll = async (example: TriedExample) => {
	for (const { kind } of CHATLIO_EVENTS) await example.post(kind, documented[kind]);
};

const eventTypes = (records: Array<{ eventType: string | null; status: string }>) =>
	records.map(({ eventType, status }) => `${status} ${eventType?.replace('chatlio.', '')}`).sort();

const stored = (...kinds: string[]) => kinds.map((kind) => `stored ${kind}`).sort();
const everyKind = CHATLIO_EVENTS.map(({ kind }) => kind);

/** What was said at an address of the stub. */
const saidAt = (path: string) =>
	around.stub.requests
		.filter(({ url }) => url === path)
		.map(({ body }) => (JSON.parse(body) as { text: string }).text);

const tenantFields = (record: unknown) =>
	Object.entries(record as Record<string, { chatlio?: JsonObject }>).find(([key]) =>
		key.startsWith('_a'),
	)?.[1].chatlio;

async function routed(file: string): Promise<void> {
	const transcripts = await prepareAdobe(around.adobe, 'Transcripts only');
	const example = await publish(around, file, (workflow) => {
		const { parameters } = nodeOf(workflow, 'Transcripts to Adobe');
		parameters.dataflow = { __rl: true, mode: 'id', value: transcripts.flowId };
	});
	await postAll(example);
	const others = everyKind.filter((kind) => kind !== 'chatTranscript');
	expect(eventTypes(await example.records(4))).toEqual(stored(...others));
	const { datasetId } = transcripts;
	const kept = await around.adobe.control.settled(1, { datasetId });
	expect(eventTypes(kept)).toEqual(stored('chatTranscript'));
	expect(await example.ended()).not.toContain('error');
	const { message: words } = documented.visitorFeedback;
	expect(saidAt('/tell-the-team')).toEqual([`A visitor left feedback: ${words}`]);
}

async function filteredByPage(file: string): Promise<void> {
	const example = await publish(around, file);
	const onPage = async (currentPage: string) =>
		await example.post('newConversation', message('newConversation', { currentPage }));
	const transcript = async (visitorTraits: object | string) =>
		await example.post('chatTranscript', {
			...documented.chatTranscript,
			...fresh(),
			visitorTraits,
		});
	const wanted = [
		await onPage('https://yoursite.com/pricing'),
		await onPage('https://yoursite.com/pricing/plans?from=mail'),
		await transcript({ current_page: 'https://yoursite.com/pricing#faq' }),
	];
	await onPage('https://yoursite.com/signup?next=/pricing');
	await onPage('https://yoursite.com/pricing-old');
	await onPage('');
	await transcript('');
	expect(new Set(await example.ended())).toEqual(new Set(['success']));
	const records = await example.records(wanted.length);
	expect(records.map(({ _id }) => _id).sort()).toEqual(wanted.sort());
}

async function enriched(file: string): Promise<void> {
	const text = { crmSegment: 'string', crmAccountOwner: 'string' };
	const dataflow = await withCustomFields(file, text);
	const example = await publish(around, file, () => {}, dataflow);
	const from = async (email: string) =>
		await example.post('newConversation', message('newConversation', { email }));
	const known = await from('alice@example.com');
	const unknown = [await from('stranger@example.com'), await from('')];
	expect(await example.ended()).toEqual(['success', 'success', 'success']);
	const plain = [
		...unknown,
		await from('unlisted@example.com'),
		await from('broken@example.com'),
		await from('slow@example.com'),
	];
	// Delivered, and visible as events that lack something.
	expect((await example.ended()).slice(0, 3)).toEqual(['error', 'error', 'error']);
	// Together, so that some share an execution: nobody is doubled.
	const together = await Promise.all([
		from('alice@example.com'),
		from('broken@example.com'),
		from('alice@example.com'),
		from(''),
	]);
	const ids = [known, ...plain, ...together];
	const records = await example.records(ids.length);
	expect(records.map(({ _id, status }) => `${status} ${_id}`).sort()).toEqual(stored(...ids));
	expect(records.map(({ eventType }) => eventType)).not.toContain('chatlio.of the CRM');
	const seen = (id: string) => {
		const { record } = records.find(({ _id }) => _id === id)!;
		const { custom, message: words } = tenantFields(record) as {
			custom?: object;
			message: string;
		};
		return [custom, words];
	};
	const words = documented.newConversation.message;
	const crm = { crmSegment: 'gold', crmAccountOwner: 'Kim' };
	for (const id of [known, together[0], together[2]]) expect(seen(id)).toEqual([crm, words]);
	for (const id of [...plain, together[1], together[3]])
		expect(seen(id)).toEqual([undefined, words]);
}

async function alertedOnUnanswered(file: string): Promise<void> {
	const example = await publish(around, file);
	const visitor = { name: 'Ana & Co' };
	const first = message('unansweredMessage', visitor, { message: 'Hi <!channel>' });
	const ids = [
		await example.post('unansweredMessage', first),
		await example.post('unansweredMessage', { ...first, message: 'Anybody?' }),
		await example.post('offlineMessage', documented.offlineMessage),
	];
	// Not among its events: answered, and nothing starts.
	await example.post('newConversation', documented.newConversation);
	const records = await example.records(ids.length);
	expect(records.map(({ _id }) => _id).sort()).toEqual(ids.sort());
	expect(new Set(await example.ended())).toEqual(new Set(['success']));
	expect(documented.unansweredMessage.visitor.currentPage).toBe('http://yoursite.com/billing');
	expect(saidAt('/tell-the-team')).toEqual([
		'Nobody has answered: Ana ＆ Co · http：／／yoursite. com／billing · Hi ＜!channel＞',
		expect.stringContaining(documented.offlineMessage.message),
	]);
}

async function withoutNamesAndAddresses(file: string): Promise<void> {
	const example = await publish(around, file, (workflow) => {
		nodeOf(workflow, 'Adobe Platform Streaming').parameters.options = { retrySeconds: 0 };
	});
	await postAll(example);
	const records = await example.records(5);
	expect(eventTypes(records)).toEqual(stored(...everyKind));
	const arrived = JSON.stringify(records.map(({ record }) => record)).toLowerCase();
	const { offlineMessage, newConversation, chatTranscript } = documented;
	for (const secret of [
		offlineMessage.email,
		offlineMessage.name,
		offlineMessage.message,
		newConversation.message,
		newConversation.visitor.IPAddress,
		chatTranscript.replyToEmail,
		chatTranscript.messages[0].text,
	])
		expect(arrived).not.toContain(secret.toLowerCase());
	expect(arrived).toContain('"email_lc_sha256":[{"id":"');
	// Nothing of those that ended well is kept; what failed is, and can be retried.
	expect(await example.ended(0)).toEqual([]);
	const match = { path: '/collection' };
	await around.adobe.control.fault({ match, action: { status: 503 } });
	await example.post('newConversation', message('newConversation', {}));
	expect(await example.ended()).toEqual(['error']);
	const [{ id }] = await around.n8n.executions(example.workflowId);
	await around.n8n.post(`/executions/${id}/retry`, { loadWorkflow: true });
	expect(await example.records(6)).toHaveLength(6);
}

interface Row {
	flowId: string;
	flowName: string;
	datasetId: string;
}

/** Under a name of its own, in a sandbox that lacks the namespace. */
const settingUp = (workflow: Workflow) =>
	void Object.assign(nodeOf(workflow, 'Set Up').parameters, {
		name: workflow.name.replace('.json', ''),
		createNamespaces: true,
	});

async function setUp(file: string): Promise<Row> {
	const start = { trigger: 'When Clicked', node: 'Set Up' };
	const rows = await runByHand<Row>(around, file, start, settingUp);
	expect(rows).toHaveLength(1);
	await around.adobe.control.ageFlow(rows[0].flowId);
	return rows[0];
}

/** With nothing but a credential: the example finds the tenant, and its dataflow by the name that Set Up gives it. */
async function setUpAndDelivered(file: string): Promise<void> {
	const { flowId, flowName, datasetId } = await setUp(file);
	const { dataflow } = nodeOf(readWorkflow(file), 'Adobe Platform Streaming').parameters;
	const byName = (name: string) => ({ __rl: true, mode: 'name', value: name });
	expect(dataflow).toEqual(byName(flowName.replace(/^.*(?= )/, 'Chatlio')));
	const change = (workflow: Workflow) => {
		settingUp(workflow);
		nodeOf(workflow, 'Adobe Platform Streaming').parameters.dataflow = byName(flowName);
		const mapper = workflow.nodes.find(({ name }) => name === 'Chatlio to XDM');
		if (!mapper) return;
		delete mapper.parameters.tenantId;
		mapper.credentials = nodeOf(workflow, 'Set Up').credentials;
	};
	const example = await publish(around, file, change, { flowId, name: flowName, datasetId });
	await postAll(example);
	expect(eventTypes(await example.records(5))).toEqual(stored(...everyKind));
	expect(new Set(await example.ended())).toEqual(new Set(['success']));
}

async function straight(file: string): Promise<void> {
	const start = { trigger: 'When Clicked', node: 'Paste These in Chatlio' };
	const rows = await runByHand<Record<'event' | 'chatlioUrl' | 'readyAt', string>>(
		around,
		file,
		start,
		settingUp,
	);
	expect(rows.map(({ event }) => event).sort()).toEqual([...everyKind].sort());
	const flowIds: string[] = [];
	for (const { event, chatlioUrl, readyAt } of rows) {
		expect(Date.parse(readyAt)).toBeGreaterThan(0);
		const flowId = new URL(chatlioUrl).searchParams.get('x-adobe-flow-id')!;
		flowIds.push(flowId);
		await around.adobe.control.ageFlow(flowId);
		await axios.post(chatlioUrl, documented[event as keyof typeof documented]);
	}
	const all = await around.adobe.control.settled(5);
	const records = all.filter(({ flowId }) => flowIds.includes(flowId ?? ''));
	expect(eventTypes(records)).toEqual(stored(...everyKind));
}

async function keptAndReplayed(file: string): Promise<void> {
	const { n8n, n8nUrl, adobe, stub } = around;
	const table = `Letters of ${file}`;
	const dataflow = await prepareAdobe(adobe, `Example ${file}`);
	const kept = await publishKeptExample(
		n8n,
		n8nUrl,
		adobe.url,
		dataflow,
		(workflow) => {
			workflow.name = `Example ${file}: ${workflow.name}`;
			nodeOf(workflow, 'Adobe Platform Streaming').parameters.options = { retrySeconds: 0 };
			fillInUrls(workflow, stub);
			workflow.nodes = JSON.parse(
				JSON.stringify(workflow.nodes).replaceAll('Chatlio dead letters', table),
			) as WorkflowNode[];
		},
		OWNER,
	);
	const post = async (body: object) =>
		await axios.post(kept.urlOf('new-conversation-wait'), body, { validateStatus: () => true });
	await adobe.control.fault({ match: { path: '/collection' }, action: { status: 503 } });
	expect((await post(message('newConversation', {}))).status).toBe(200);
	expect(await readDeadLetters(n8n, table)).toMatchObject([{ state: 'waiting', attempts: 1 }]);
	await kept.replayAll();
	const { datasetId } = dataflow;
	expect(eventTypes(await adobe.control.settled(1, { datasetId }))).toEqual(
		stored('newConversation'),
	);
	expect(await readDeadLetters(n8n, table)).toEqual([]);
}

/** reconcileDaily.test.ts checks its findings about a thousand records. */
async function reconciled(file: string): Promise<void> {
	const dataflow = await prepareAdobe(around.adobe, `Example ${file}`);
	const own = (workflow: Workflow) => {
		workflow.name = `Example ${file}: ${workflow.name}`;
		const text = JSON.stringify(workflow.nodes)
			.replaceAll(DEAD_LETTERS, `Dead letters of ${file}`)
			.replaceAll(LEDGER, `Ledger of ${file}`)
			.replaceAll('Chatlio XDM', dataflow.name);
		workflow.nodes = JSON.parse(text) as WorkflowNode[];
	};
	const example = await publish(around, 'keep-dead-letters.json', own, dataflow);
	const recordId = await example.post('newConversation', message('newConversation', {}));
	const ledger = async () => await readLedger(around.n8n, `Ledger of ${file}`);
	await until('the record is in the ledger', async () => (await ledger()).length === 1);
	const start = { trigger: 'Reconcile Now', node: 'Reconcile' };
	const found = await runByHand<object>(around, file, start, own);
	expect(found).toMatchObject([
		{ recordId, reconciliation: { status: 'tooEarly', accepted: 1, rejected: 0 } },
	]);
	expect(saidAt('/tell-somebody')).toEqual([]);
}

async function alertedOnFailed(file: string): Promise<void> {
	const { n8n, n8nUrl, stub } = around;
	const failing = await n8n.saveWorkflow({
		name: 'Example that fails',
		nodes: [
			['Start', 'n8n-nodes-base.manualTrigger', {}],
			['Stop', 'n8n-nodes-base.stopAndError', { errorMessage: 'On purpose' }],
		].map(([name, type, parameters], index) => ({
			...{ id: String(index), name, type, parameters, typeVersion: 1, position: [index * 200, 0] },
		})) as WorkflowNode[],
		connections: { Start: { main: [[{ node: 'Stop', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	});
	await expect(n8n.run(failing, { trigger: 'Start', node: 'Stop' })).rejects.toThrow('On purpose');
	expect(await endedOf(n8n, failing.id)).toEqual(['error']);
	const credential = await apiCredential(n8n, n8nUrl);
	const webhook = `${stub.url}/alerts`;
	const chosen = { credential, workflowId: failing.id, webhook };
	const rename = (workflow: Workflow) => {
		workflow.name = `Example ${file}`;
	};
	await lookOnce(n8n, chosen, rename);
	await lookOnce(n8n, chosen, rename);
	expect(saidAt('/alerts')).toEqual([expect.stringMatching(/^1 executions did not end well/)]);
}

async function retriedTogether(file: string): Promise<void> {
	const { n8n, n8nUrl, adobe } = around;
	const main = EXAMPLE;
	const dataflow = await prepareAdobe(adobe, `Example ${file}`);
	const example = await publish(
		around,
		main,
		(workflow) => {
			workflow.name = `Example that fails for ${file}`;
			nodeOf(workflow, 'Adobe Platform Streaming').parameters.options = { retrySeconds: 0 };
		},
		dataflow,
	);
	const match = { path: '/collection', containing: dataflow.datasetId };
	await adobe.control.fault({ match, times: 2, action: { status: 503 } });
	const ids = [
		await example.post('newConversation', message('newConversation', {})),
		await example.post('unansweredMessage', message('unansweredMessage', {})),
	];
	expect(await example.ended()).toEqual(['error', 'error']);
	const chosen = {
		credential: await apiCredential(n8n, n8nUrl),
		workflowId: example.workflowId,
	};
	// Without a workflow it would stop and retry what is not ours.
	expect(await retryAll(n8n, { ...chosen, workflowId: '' })).toEqual([]);
	expect(await retryAll(n8n, chosen)).toHaveLength(2);
	const records = await example.records(2);
	expect(records.map(({ _id, status }) => `${status} ${_id}`).sort()).toEqual(stored(...ids));
	expect(await retryAll(n8n, chosen)).toEqual([]);
}

async function watched(file: string): Promise<void> {
	const { datasetId } = await sendUnfit(around.adobe, 'Unfit');
	await around.adobe.control.ageRecords(600_000);
	const start = { trigger: 'Every Hour', node: 'Failed Records' };
	const choose = (workflow: Workflow) => {
		nodeOf(workflow, 'Failed Records').parameters.dataset = {
			__rl: true,
			mode: 'id',
			value: datasetId,
		};
	};
	await expect(runByHand(around, file, start, choose)).rejects.toThrow('record.notStored');
	const failed = await runByHand(around, file, start, (workflow) => {
		choose(workflow);
		nodeOf(workflow, 'Records Were Not Stored').disabled = true;
	});
	expect(failed).toMatchObject([
		{
			_id: 'Unfit',
			delivery: { status: 'rejected' },
			problem: { code: 'record.notStored', retry: 'never', field: 'eventType' },
		},
	]);
}

async function samplesMapped(file: string): Promise<void> {
	const start = { trigger: 'Chatlio Trigger', node: 'Chatlio to XDM' };
	const records = await runByHand<{ eventType: string }>(around, file, start);
	expect(records.map(({ eventType }) => eventType)).toEqual(
		CHATLIO_EVENTS.map(({ eventType }) => eventType),
	);
}

/** Sets up a dataset with custom fields, as the notes of the examples ask for. */
async function withCustomFields(
	file: string,
	fields: Record<string, string>,
): Promise<DemoDataflow> {
	const start = { trigger: 'When Clicked', node: 'Set Up' };
	const field = Object.entries(fields).map(([name, type]) => ({ name, type }));
	const [{ flowId, flowName, datasetId }] = await runByHand<Row>(
		around,
		EXAMPLE,
		start,
		(workflow) => {
			workflow.name = `Set up for ${file}`;
			Object.assign(nodeOf(workflow, 'Set Up').parameters, {
				name: `Custom ${file}`.replace('.json', ''),
				createNamespaces: true,
				customFields: { field },
			});
		},
	);
	await around.adobe.control.ageFlow(flowId);
	return { flowId, name: flowName, datasetId };
}

async function summarized(file: string): Promise<void> {
	const text = { summary: 'string', sentiment: 'string', topic: 'string' };
	const dataflow = await withCustomFields(file, text);
	const credential = await around.n8n.saveCredential(`OpenAI (${OWNER})`, 'openAiApi', {
		apiKey: 'none',
		url: `${around.stub.url}/v1`,
	});
	const example = await publish(
		around,
		file,
		(workflow) => {
			nodeOf(workflow, 'Summarize').credentials = { openAiApi: credential };
		},
		dataflow,
	);
	const secrets = ['Quentin', 'Quell', 'quentin@example.com', '203.0.113.9'];
	const transcript = (ownText: string) => ({
		...documented.chatTranscript,
		...fresh(),
		visitorName: 'Quentin Quell',
		replyToEmail: 'quentin@example.com',
		messages: [
			{ ...documented.chatTranscript.messages[0], text: ownText, username: 'Quentin Quell' },
			documented.chatTranscript.messages[1],
		],
	});
	const written = 'I am Quentin Quell (quentin%40example.com, 203.0.113.9)';
	await example.post('chatTranscript', transcript(written));
	const [{ record, status }] = await example.records(1);
	expect(status).toBe('stored');
	expect(tenantFields(record)?.custom).toEqual({
		summary: '[withheld] ([withheld]) praises the webhooks.',
		sentiment: 'positive',
		topic: 'webhooks',
	});
	const asked = around.stub.requests.filter(({ url }) => url === MODEL).map(({ body }) => body);
	expect(asked.join()).toContain('Visitor: I am [withheld] ([withheld], [withheld])');
	for (const secret of secrets) {
		expect(asked.join()).not.toContain(secret);
		expect(JSON.stringify(record)).not.toContain(secret);
	}

	// Without the model, the event continues without a summary.
	const id = await example.post('chatTranscript', transcript('Anybody?'));
	const records = await example.records(2);
	const withoutSummary = records.find(({ _id }) => _id === id)!;
	expect(withoutSummary.status).toBe('stored');
	expect(tenantFields(withoutSummary.record)).not.toHaveProperty('custom');
	// Delivered, and visible as an event that lacks something.
	expect((await example.ended()).sort()).toEqual(['error', 'success']);
}

async function scored(file: string): Promise<void> {
	const dataflow = await withCustomFields(file, { leadScore: 'integer', isLead: 'boolean' });
	const example = await publish(around, file, () => {}, dataflow);
	const visitor = { currentPage: 'https://yoursite.com/pricing', email: 'alice@example.com' };
	const buyer = message('newConversation', visitor, { message: 'Can I have a quote?' });
	const id = await example.post('newConversation', buyer);
	await postAll(example);
	const records = await example.records(6);
	expect(records.map(({ status }) => status)).toEqual(Array(6).fill('stored'));
	const { record } = records.find(({ _id }) => _id === id)!;
	expect(tenantFields(record)?.custom).toEqual({ leadScore: 90, isLead: true });
}

/** forgetAVisitor.test.ts and deliveryReport.test.ts check their results. */
async function imported(file: string): Promise<void> {
	const workflow = { ...readWorkflow(file), name: `Example ${file}` };
	const saved = await around.n8n.saveWorkflow(workflow);
	expect(saved.nodes.map(({ name }) => name)).toEqual(workflow.nodes.map(({ name }) => name));
}

/** What is started, and what must be true at the end. */
const EXAMPLES: Record<string, (file: string) => Promise<void>> = {
	'alert-on-crashed-executions.json': alertedOnFailed,
	'alert-on-unanswered-chats.json': alertedOnUnanswered,
	'chatlio-directly-to-adobe.json': straight,
	[EXAMPLE]: setUpAndDelivered,
	'delivery-report.json': imported,
	'enrich-from-crm.json': enriched,
	'filter-by-page.json': filteredByPage,
	'forget-a-visitor.json': imported,
	'hash-identities.json': withoutNamesAndAddresses,
	'keep-dead-letters.json': keptAndReplayed,
	'mapped-by-adobe.json': setUpAndDelivered,
	'reconcile-daily.json': reconciled,
	'replay-dead-letters.json': keptAndReplayed,
	'retry-crashed-executions.json': retriedTogether,
	'route-by-event.json': routed,
	'score-leads.json': scored,
	'summarize-transcripts.json': summarized,
	'try-with-sample-events.json': samplesMapped,
	'watch-adobe-experience-platform.json': watched,
};

test('every file in workflows/ is tested here', () => {
	expect(Object.keys(EXAMPLES)).toEqual(exampleFiles);
});

test.each(exampleFiles)(
	'%s is imported, run, and does what its notes say',
	async (file) => await EXAMPLES[file](file),
	// Of one that hangs.
	600_000,
);

test('n8n knows every type and version of node in the examples', async () => {
	const wanted = exampleFiles
		.flatMap((file) => readWorkflow(file).nodes)
		.map(({ type, typeVersion }) => ({ name: type, version: typeVersion as number }));
	const known = await around.n8n.post<Array<{ name: string; version: number | number[] }>>(
		'/node-types',
		{ nodeInfos: wanted },
	);
	// n8n leaves the package out of the names it answers with.
	const unknown = wanted.filter(
		({ name, version }, index) =>
			known[index].name !== name.slice(name.indexOf('.') + 1) ||
			![known[index].version].flat().includes(version),
	);
	expect(unknown).toEqual([]);
});
