import { startEmulator, type Emulator } from '../../../emulator/start.mts';
import { eventIdOf } from '../../../lib/chatlio/eventId';
import type { Workflow } from '../../../playground/n8n-api.mts';
import {
	addDeadLetters,
	deleteDeadLetters,
	LEDGER,
	readLedger,
	writeDeadLetter,
} from '../../../playground/deadLetters.mts';
import { keptExample, type Kept } from '../../harness/deadLetters.mts';
import { endedOf } from '../../harness/examples.mts';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';
import { until } from '../../harness/until.mts';
import { documented } from '../../payloads';

const INLETS = { path: '/collection' };

let adobe: Emulator;
let chat: StubServer;
let kept: Kept;
let conversations = 0;
const conversation = (message = 'Hello') => ({
	...documented.newConversation,
	conversationUUID: `dead-letter-${++conversations}`,
	message,
});
const idOf = (event: Record<string, unknown>) => eventIdOf('newConversation', event);

/** Returns a node of the workflow. */
const nodeOf = ({ nodes }: Workflow, wanted: string) => nodes.find(({ name }) => name === wanted)!;

/** The codes in each alert that the chat received. */
const alerts = () =>
	chat.requests.map(
		({ body }) => / has to act: (.+)$/m.exec((JSON.parse(body) as { text: string }).text)?.[1],
	);

/** The rows of the ledger about an event. */
const inLedger = async (event: Record<string, unknown>, table?: string) =>
	(await readLedger(kept.n8n, table)).filter(({ recordId }) => recordId === idOf(event));

/** An Adobe of its own: its faults affect no other test. */
beforeAll(async () => {
	adobe = await startEmulator();
	chat = await stubServer(() => ({}));
	kept = await keptExample(adobe, chat, 'Dead letters');
}, 600_000);
beforeEach(async () => {
	await kept.adobe.clearFaults();
	await deleteDeadLetters(kept.n8n);
	chat.requests.splice(0);
});
afterAll(async () => {
	await adobe?.stop();
	await chat?.close();
});

test('the sender gets 200 once the dead letter is stored, and the replay delivers it once', async () => {
	const event = conversation();
	await kept.adobe.fault({ match: INLETS, times: 0, action: { status: 429 } });
	expect(await kept.post('new-conversation', event)).toBe(200);
	// The same event again is the same dead letter.
	expect(await kept.post('new-conversation', event)).toBe(200);
	expect(await kept.deadLetters()).toMatchObject([
		{
			recordId: idOf(event),
			kind: 'record',
			eventType: 'chatlio.newConversation',
			state: 'waiting',
			status: 'notSent',
			code: 'inlet.rateLimited',
			retry: 'later',
			message: expect.stringContaining('429'),
			advice: expect.stringContaining('Send the record again later'),
			attempts: 1,
		},
	]);
	await kept.adobe.clearFaults();
	await kept.replayAll();
	expect([await kept.deadLetters(), await kept.stored()]).toEqual([[], [idOf(event)]]);
}, 600_000);

test('a record that is still not accepted waits longer each time, and is not sent before that', async () => {
	const event = conversation();
	await kept.adobe.fault({ match: INLETS, times: 0, action: { status: 503 } });
	await kept.post('new-conversation', event);
	await kept.replayDue();
	expect((await kept.deadLetters())[0].attempts).toBe(1);
	const pauses: number[] = [];
	for (let run = 0; run < 2; run += 1) {
		await kept.replayAll();
		const [{ lastTry, nextTry }] = await kept.deadLetters();
		pauses.push(Math.round((Date.parse(nextTry) - Date.parse(lastTry)) / 60_000));
	}
	expect([pauses, (await kept.deadLetters())[0].attempts]).toEqual([[10, 20], 3]);
	await kept.adobe.clearFaults();
	await kept.replayAll();
	expect(await kept.deadLetters()).toEqual([]);
	expect((await kept.stored()).filter((id) => id === idOf(event))).toHaveLength(1);
}, 600_000);

test('a record that Adobe rejects is kept for a person, and the replay delivers the others', async () => {
	const [bad, good] = [conversation('reject-me'), conversation('accept me')];
	const reject = { refuseMessages: { containing: 'reject-me', message: 'No such field' } };
	await kept.adobe.fault({ match: INLETS, action: { status: 503 } });
	await kept.post('new-conversation', good);
	await kept.adobe.fault({ match: INLETS, times: 0, action: reject });
	await kept.post('new-conversation', bad);
	const person = {
		recordId: idOf(bad),
		state: 'needs a person',
		status: 'rejected',
		code: 'record.rejected',
		retry: 'never',
		message: expect.stringContaining('No such field'),
	};
	const rows = await kept.deadLetters();
	expect(rows.find(({ recordId }) => recordId === idOf(bad))).toMatchObject(person);
	expect(rows).toHaveLength(2);
	await kept.replayAll();
	expect(await kept.deadLetters()).toMatchObject([{ ...person, attempts: 2 }]);
	expect(await kept.stored()).toContain(idOf(good));
	// A person has fixed the cause.
	await kept.adobe.clearFaults();
	await kept.replayAll();
	expect(await kept.deadLetters()).toEqual([]);
	expect(await kept.stored()).toContain(idOf(bad));
}, 600_000);

test('a row needs a person after the twentieth try', async () => {
	const event = conversation();
	await kept.adobe.fault({ match: INLETS, times: 0, action: { status: 503 } });
	await kept.post('new-conversation', event);
	const change = async (attempts: number) =>
		await writeDeadLetter(kept.n8n, { recordId: idOf(event), kind: 'record', attempts });
	await change(18);
	await kept.replayAll();
	expect(await kept.deadLetters()).toMatchObject([{ attempts: 19, state: 'waiting' }]);
	expect(alerts()).toEqual([]);
	await kept.replayAll();
	expect(await kept.deadLetters()).toMatchObject([
		{ attempts: 20, state: 'needs a person', code: 'inlet.unavailable', retry: 'later' },
	]);
	expect(alerts()).toEqual(['inlet.unavailable']);
	await kept.adobe.clearFaults();
	await kept.replayAll();
	expect(await kept.deadLetters()).toEqual([]);
}, 600_000);

test('events are kept while Adobe issues no token, and delivered afterwards', async () => {
	const event = conversation();
	await kept.adobe.revokeTokens();
	const body = { error: 'invalid_client' };
	await kept.adobe.fault({ match: { path: '/ims' }, times: 0, action: { status: 401, body } });
	expect(await kept.post('new-conversation', event)).toBe(200);
	expect(await kept.deadLetters()).toMatchObject([
		{
			recordId: idOf(event),
			state: 'waiting',
			status: 'notSent',
			code: 'credential.clientIdUnknown',
			retry: 'afterChange',
		},
	]);
	await kept.adobe.clearFaults();
	// A rejected token request is remembered for some seconds.
	await until('no dead letter is left', async () => {
		await kept.replayAll();
		return (await kept.deadLetters()).length === 0;
	});
	expect(await kept.stored()).toContain(idOf(event));
}, 600_000);

test('a row whose payload a person has broken does not stop the others', async () => {
	const good = conversation();
	await kept.adobe.fault({ match: INLETS, times: 0, action: { status: 503 } });
	await kept.post('new-conversation', good);
	await kept.adobe.clearFaults();
	const due = { state: 'waiting', attempts: 1, nextTry: new Date(0).toISOString() } as const;
	const unreadable = {
		state: 'needs a person',
		status: 'unreadable',
		code: null,
		retry: 'never',
		message: expect.stringContaining('payload could not be read'),
	};
	await addDeadLetters(kept.n8n, [
		{ recordId: 'broken', kind: 'record', payload: '{"_id":', ...due },
		{ recordId: 'broken', kind: 'event', payload: 'no JSON', ...due },
	]);
	await kept.replayAll();
	expect(await kept.deadLetters()).toMatchObject([
		{ recordId: 'broken', kind: 'record', ...unreadable },
		{ recordId: 'broken', kind: 'event', ...unreadable },
	]);
	expect(await kept.stored()).toContain(idOf(good));
	expect(alerts()).toEqual(['unreadable']);
}, 600_000);

test('several runs send many dead letters, including a large one, and each is stored once', async () => {
	const many = await keptExample(adobe, chat, 'Many', ({ nodes }) => {
		const due = nodes.find(({ name }) => name === 'Due Records');
		if (due) due.parameters.limit = 100;
	});
	const records = Array.from({ length: 250 }, (_, number) => ({
		_id: `many-${number}`,
		timestamp: '2026-01-31T12:00:00.000Z',
		eventType: 'chatlio.newConversation',
		...(number === 7 && { _acme: { chatlio: { message: 'é'.repeat(400_000) } } }),
	}));
	await many.replayDue();
	await addDeadLetters(
		many.n8n,
		records.map((record) => ({
			recordId: record._id,
			kind: 'record',
			state: 'waiting',
			attempts: 1,
			nextTry: new Date(0).toISOString(),
			payload: JSON.stringify(record),
		})),
	);
	const left: number[] = [];
	for (let run = 0; run < 3; run += 1) {
		await many.replayDue();
		left.push((await many.deadLetters()).length);
	}
	const stored = await many.stored();
	expect([left, stored.length, new Set(stored).size]).toEqual([[150, 50, 0], 250, 250]);
}, 600_000);

test('an event that could not be mapped is kept unchanged, mapped by the replay, then sent', async () => {
	const strict = await keptExample(adobe, chat, 'Unmapped', (workflow) => {
		// Only the workflow that keeps requires an identity: in the one that replays, a person has changed the setting.
		if (workflow.name.endsWith('Keeping Dead Letters'))
			nodeOf(workflow, 'Chatlio to XDM').parameters.options = { withoutIdentity: 'fail' };
	});
	const anonymous = { ...documented.chatTranscript, visitorEmail: '', replyToEmail: '' };
	expect(await strict.post('chat-transcript', anonymous)).toBe(200);
	const recordId = eventIdOf('chatTranscript', anonymous);
	expect(await strict.deadLetters()).toMatchObject([
		{
			recordId,
			kind: 'event',
			state: 'waiting',
			status: 'notMapped',
			code: 'event.noIdentity',
			retry: 'afterChange',
			message: 'The event has nothing to recognize a person by',
		},
	]);
	await strict.replayAll();
	expect(await strict.deadLetters()).toMatchObject([
		{ recordId, kind: 'record', status: 'mapped', code: null, retry: 'later', attempts: 0 },
	]);
	await strict.replayDue();
	expect([await strict.deadLetters(), await strict.stored()]).toEqual([[], [recordId]]);
}, 600_000);

test('the sender gets 500 if the dead letter cannot be stored, and a retry of the execution stores it', async () => {
	const broken = await keptExample(adobe, chat, 'No table', (workflow) => {
		const keep = workflow.nodes.find((node) => node.name === 'Keep Dead Letter');
		if (keep) keep.parameters.dataTableId = { __rl: true, mode: 'name', value: 'Nobody made it' };
	});
	const event = conversation();
	await broken.adobe.fault({ match: INLETS, times: 0, action: { status: 503 } });
	expect(await broken.post('new-conversation', event)).toBe(500);
	const [{ id, status }] = await broken.n8n.executions(broken.workflowId);
	expect(status).toBe('error');
	expect(String((await broken.n8n.execution(id)).data)).toContain(event.conversationUUID);
	expect(await broken.deadLetters()).toEqual([]);
	const workflow = await broken.n8n.get<Workflow>(`/workflows/${broken.workflowId}`);
	nodeOf(workflow, 'Keep Dead Letter').parameters.dataTableId = {
		__rl: true,
		mode: 'name',
		value: 'Chatlio dead letters',
	};
	await broken.n8n.saveWorkflow(workflow);
	await broken.n8n.post(`/executions/${id}/retry`, { loadWorkflow: true });
	await until('the dead letter is stored', async () => (await broken.deadLetters()).length > 0);
	expect(await broken.deadLetters()).toMatchObject([{ recordId: idOf(event) }]);
	await broken.adobe.clearFaults();
	await broken.replayAll();
	expect([await broken.deadLetters(), await broken.stored()]).toEqual([[], [idOf(event)]]);
}, 600_000);

test('what Adobe accepts is in the ledger, at once or after a replay, without the visitor', async () => {
	const [now, later] = [conversation('I am Jane'), conversation('I am Jane')];
	const before = Date.now();
	await kept.post('new-conversation', now);
	await kept.adobe.fault({ match: INLETS, times: 0, action: { status: 503 } });
	await kept.post('new-conversation', later);
	expect([(await inLedger(now)).length, (await inLedger(later)).length]).toEqual([1, 0]);
	await kept.adobe.clearFaults();
	await kept.replayAll();
	const [first, second] = [...(await inLedger(now)), ...(await inLedger(later))];
	for (const row of [first, second]) {
		expect(row).toMatchObject({
			eventType: 'chatlio.newConversation',
			dataflow: kept.dataflow.flowId,
			dataset: null,
			xactionId: expect.stringMatching(/./),
		});
		expect(Date.parse(row.acceptedAt)).toBeGreaterThanOrEqual(before);
		expect(JSON.stringify(row)).not.toContain('Jane');
	}
	expect(Date.parse(first.receivedAt!)).toBeGreaterThanOrEqual(before);
	expect(Date.parse(first.receivedAt!)).toBeLessThanOrEqual(Date.parse(first.acceptedAt));
	expect(second.receivedAt).toBeNull();
	expect((await kept.stored()).filter((id) => [idOf(now), idOf(later)].includes(id))).toHaveLength(
		2,
	);
}, 600_000);

/** Ways in which rows cannot be added, of which n8n's node tells only the first as an error. */
const WITHOUT_LEDGER: Array<[string, (workflow: Workflow) => void]> = [
	[
		'is gone',
		(workflow) => {
			const table = { __rl: true, mode: 'name', value: 'Nobody made this ledger' };
			nodeOf(workflow, 'Add to Ledger').parameters.dataTableId = table;
		},
	],
	[
		'has other columns',
		(workflow) => {
			const { parameters } = nodeOf(workflow, 'Create Ledger If Missing');
			parameters.columns = { column: [{ name: 'recordId', type: 'string' }] };
		},
	],
	[
		'needs an event that a node before has cut off',
		(workflow) => {
			const { assignments } = nodeOf(workflow, 'Ledger Row').parameters.assignments as Record<
				string,
				Array<{ value: string }>
			>;
			assignments[0].value = "={{ $('No such node').item.json._id }}";
		},
	],
];

test.each(WITHOUT_LEDGER)(
	'a record is sent once and somebody is told if the ledger %s',
	async (reason, change) => {
		const name = `Without a ledger: ${reason}`;
		const without = await keptExample(adobe, chat, name, (workflow) => {
			change(workflow);
			const nodes = JSON.stringify(workflow.nodes).replaceAll(LEDGER, `Ledger that ${reason}`);
			workflow.nodes = JSON.parse(nodes) as Workflow['nodes'];
		});
		const [now, later] = [conversation(), conversation()];
		expect(await without.post('new-conversation', now)).toBe(200);
		const texts = () =>
			chat.requests.map(({ body }) => (JSON.parse(body) as { text: string }).text);
		const gap = expect.stringMatching(
			/^Adobe accepted 1 Chatlio event, but the data table .+ could not be written/,
		);
		expect(texts()).toEqual([gap]);
		expect(await without.deadLetters()).toEqual([]);

		chat.requests.splice(0);
		await without.adobe.fault({ match: INLETS, times: 0, action: { status: 503 } });
		expect(await without.post('new-conversation', later)).toBe(200);
		await without.adobe.clearFaults();
		await without.replayAll();
		await without.replayAll();
		expect(texts()).toEqual([gap]);
		expect([await without.deadLetters(), (await without.stored()).sort()]).toEqual([
			[],
			[idOf(now), idOf(later)].sort(),
		]);
		expect(await endedOf(without.n8n, without.workflowId)).toEqual(['success', 'success']);
	},
	600_000,
);
