import axios from 'axios';
import type { JsonObject } from '../../../emulator/json.mts';
import { startEmulator } from '../../../emulator/start.mts';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import { prepareAdobe } from '../../../playground/adobe.mts';
import { publishKeptExample, readDeadLetters } from '../../../playground/deadLetters.mts';
import { readWorkflow } from '../../../playground/example.mts';
import type { Workflow, WorkflowNode } from '../../../playground/n8n-api.mts';
import { apiCredential, lookOnce, retryAll } from '../../harness/alerts.mts';
import {
	endedOf,
	exampleFiles,
	OWNER,
	publish,
	runByHand,
	sendUnfit,
	type Surroundings,
	type TriedExample,
} from '../../harness/examples.mts';
import { addresses, signedIn } from '../../harness/running.mts';
import { stubServer, type SeenRequest, type StubAnswer } from '../../harness/stubServer.mts';
import { documented } from '../../payloads';

let around: Surroundings;
let conversations = 0;
const fresh = () => ({ conversationUUID: `example-${++conversations}` });

/** Who is in the CRM, and whom it cannot be asked about. */
const CONTACTS: Record<string, StubAnswer> = {
	'alice@example.com': {
		body: { segment: 'gold', accountOwner: 'Kim', message: 'of the CRM', event: 'of the CRM' },
	},
	'broken@example.com': { status: 503 },
	'slow@example.com': { drop: true },
};

function answer({ url }: SeenRequest): StubAnswer {
	const email = new URL(url, 'http://stub').searchParams.get('email');
	return email ? (CONTACTS[email] ?? { status: 404, body: {} }) : { status: 200 };
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

async function straightToTheDataset(file: string): Promise<void> {
	const example = await publish(around, file);
	await postAll(example);
	expect(eventTypes(await example.records(5))).toEqual(stored(...everyKind));
	expect(new Set(await example.ended())).toEqual(new Set(['success']));
}

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
	const example = await publish(around, file);
	const from = async (email: string) =>
		await example.post('newConversation', message('newConversation', { email }));
	const known = await from('alice@example.com');
	const plain = [
		await from('stranger@example.com'),
		await from('broken@example.com'),
		await from('slow@example.com'),
		await from(''),
	];
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
		const { visitor, message: words } = tenantFields(record) as {
			visitor: { traits?: object };
			message: string;
		};
		return [visitor.traits, words];
	};
	const words = documented.newConversation.message;
	const crm = { crmSegment: 'gold', crmAccountOwner: 'Kim' };
	for (const id of [known, together[0], together[2]]) expect(seen(id)).toEqual([crm, words]);
	for (const id of [...plain, together[1], together[3]])
		expect(seen(id)).toEqual([undefined, words]);
	expect(new Set(await example.ended())).toEqual(new Set(['success']));
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
	expect(await example.ended()).toEqual([]);
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

async function setUpForXdm(file: string): Promise<void> {
	const { flowId, flowName, datasetId } = await setUp(file);
	const main = 'chatlio-to-adobe-experience-platform.json';
	const dataflow = { flowId, name: flowName, datasetId };
	const example = await publish(around, main, () => {}, dataflow);
	await postAll(example);
	expect(eventTypes(await example.records(5))).toEqual(stored(...everyKind));
}

async function mappedByAdobe(file: string): Promise<void> {
	const { flowId, flowName, datasetId } = await setUp(file);
	const example = await publish(around, file, settingUp, { flowId, name: flowName, datasetId });
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
	const { n8n, n8nUrl, adobe } = around;
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
	const main = 'chatlio-to-adobe-experience-platform.json';
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

/** What is started, and what must be true at the end. */
const EXAMPLES: Record<string, (file: string) => Promise<void>> = {
	'alert-on-crashed-executions.json': alertedOnFailed,
	'alert-on-unanswered-chats.json': alertedOnUnanswered,
	'chatlio-directly-to-adobe.json': straight,
	'chatlio-to-adobe-experience-platform.json': straightToTheDataset,
	'enrich-from-crm.json': enriched,
	'filter-by-page.json': filteredByPage,
	'hash-identities.json': withoutNamesAndAddresses,
	'keep-dead-letters.json': keptAndReplayed,
	'mapped-by-adobe.json': mappedByAdobe,
	'replay-dead-letters.json': keptAndReplayed,
	'retry-crashed-executions.json': retriedTogether,
	'route-by-event.json': routed,
	'set-up-chatlio-source.json': setUpForXdm,
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
