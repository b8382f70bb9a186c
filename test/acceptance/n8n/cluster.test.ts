import { CLIENT_SECRETS } from '../../../emulator/account.mts';
import { emulatorCredential } from '../../../playground/example.mts';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import type { ChatlioEventKind } from '../../../lib/chatlio/types';
import { apiCredential, lookOnce, retryAll, withoutPatience } from '../../harness/alerts.mts';
import {
	leftOut,
	postTo,
	startedCluster,
	type StartedCluster,
} from '../../harness/startedCluster.mts';
import { stubServer, type StubServer } from '../../harness/stubServer.mts';
import { takeJob } from '../../harness/takenJob.mts';
import { until } from '../../harness/until.mts';
import { documented } from '../../payloads';

const run = leftOut ? test.skip : test;
const named = (name: string) => `Queue mode: ${name}${leftOut}`;

let cluster: StartedCluster;
let chatlio: StubServer;

beforeAll(async () => {
	if (leftOut) return;
	chatlio = await stubServer(() => ({ body: [{ id: 'c-1' }, { id: 'c-2' }] }));
	cluster = await startedCluster();
}, 120_000);

afterAll(async () => {
	await chatlio?.close();
	await cluster?.stop();
}, 60_000);

let marks = 0;
const newMark = () => `queue-mode-${++marks}.`;

/** The documented payload as an event of its own, to be found by its mark. */
const marked = (kind: ChatlioEventKind, mark: string) =>
	kind === 'offlineMessage'
		? { ...documented[kind], message: mark }
		: { ...documented[kind], conversationUUID: mark };

const newConversation = (mark: string) => marked('newConversation', mark);

const workersExecutions = () => [
	...cluster.executionsOf('worker 1'),
	...cluster.executionsOf('worker 2'),
];

run(
	named('all five events pass through each webhook processor and arrive'),
	async () => {
		const arrived: unknown[] = [];
		const expected: unknown[] = [];
		for (const processor of ['webhook 1', 'webhook 2'])
			for (const { kind, path } of CHATLIO_EVENTS) {
				const mark = newMark();
				const url = cluster.urlOf(path, cluster.system.part(processor).url);
				const status = await postTo(url, marked(kind, mark));
				const record = await cluster.record(mark);
				arrived.push([processor, status, record.eventType, record.status, record.violations]);
				expected.push([processor, 200, `chatlio.${kind}`, 'stored', []]);
			}
		expect(arrived).toEqual(expected);
	},
	60_000,
);

run(
	named('all five node types are executed on workers'),
	async () => {
		const { n8n, dataflow, workflowId } = cluster;
		const credential = await n8n.saveCredential('Chatlio stand-in', 'chatlioApi', {
			apiKey: 'key',
			apiUrl: chatlio.url,
		});
		const asking = await n8n.saveWorkflow({
			name: 'Ask Chatlio',
			nodes: [
				{
					name: 'When Clicked',
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
				},
				{
					name: 'Chatlio',
					type: 'n8n-nodes-chatlio-aep.chatlio',
					typeVersion: 1,
					position: [200, 0],
					parameters: {},
					credentials: { chatlioApi: credential },
				},
			],
			connections: { 'When Clicked': { main: [[{ node: 'Chatlio', type: 'main', index: 0 }]] } },
		});
		const items = await n8n.run(asking, { trigger: 'When Clicked', node: 'Chatlio' });
		expect(items).toEqual([{ id: 'c-1' }, { id: 'c-2' }]);

		// Set Up has the node Adobe Experience Platform, the example the trigger, the mapper and the streaming node.
		const executions = (
			await Promise.all(
				[dataflow.workflowId, asking.id, workflowId].map((id) => n8n.executions(id)),
			)
		).map((all) => all.map(({ id }) => id));
		expect(executions.map((ids) => ids.length)).toEqual([1, 1, 10]);
		expect(workersExecutions()).toEqual(expect.arrayContaining(executions.flat()));
	},
	60_000,
);

run(
	named('20 executions that start at once on a new credential ask for one token a worker'),
	async () => {
		const { n8n, system, publish, urlOf } = cluster;
		const { url: adobe, control } = system.emulator;
		// Workers remember a token by client and secret: the account's other secret is new to them.
		const cold = await n8n.saveCredential('Never used before', 'adobeExperiencePlatformApi', {
			...emulatorCredential(adobe),
			clientSecret: CLIENT_SECRETS[1],
		});
		await publish((workflow) => {
			const node = workflow.nodes.find(({ name }) => name === 'Adobe Platform Streaming')!;
			node.credentials = { adobeExperiencePlatformApi: cold };
		});
		const before = await control.tokens();
		const sent = Array.from({ length: 20 }, newMark);
		const url = urlOf('new-conversation');
		const statuses = await Promise.all(sent.map((mark) => postTo(url, newConversation(mark))));
		expect(statuses).toEqual(sent.map(() => 200));
		for (const mark of sent) expect((await cluster.record(mark)).status).toBe('stored');
		const { requests } = await control.tokens();
		expect(requests - before.requests).toBeGreaterThan(0);
		expect(requests - before.requests).toBeLessThanOrEqual(2);
	},
	60_000,
);

run(
	named('a webhook processor that is killed acknowledges nothing that is lost'),
	async () => {
		const { system, urlOf, freeze } = cluster;
		const acknowledged: string[] = [];
		const others: number[] = [];
		const url = urlOf('new-conversation');
		// When each that waits for an answer asked. Answers come in groups: only a frozen processor is sure to owe some.
		const open = new Map<string, number>();
		let going = true;
		const senders = Array.from({ length: 20 }, async () => {
			while (going) {
				const mark = newMark();
				open.set(mark, Date.now());
				const status = await postTo(url, newConversation(mark));
				open.delete(mark);
				if (status === 200) acknowledged.push(mark);
				else others.push(status);
			}
		});
		await until('ten are answered', () => acknowledged.length >= 10);
		freeze('webhook 1');
		await until('somebody waits for two seconds', () =>
			[...open.values()].some((since) => Date.now() - since > 2_000),
		);
		await system.part('webhook 1').kill();
		going = false;
		await Promise.all(senders);
		expect(others.length).toBeGreaterThan(0);
		for (const status of others) expect(status).toBe(502);
		for (const mark of acknowledged) expect((await cluster.record(mark)).status).toBe('stored');
		expect(await postTo(url, newConversation(newMark()))).toBe(200);
	},
	60_000,
);

run(
	named('a worker that is killed is started again and delivers'),
	async () => {
		const { system, urlOf, record } = cluster;
		const worker = system.part('worker 1');
		await system.part('worker 2').stop();
		await worker.kill();
		const mark = newMark();
		expect(await postTo(urlOf('new-conversation'), newConversation(mark))).toBe(200);
		expect((await record(mark)).status).toBe('stored');
		expect(worker.restarts()).toBe(1);
	},
	60_000,
);

/** Only once it has waited too long is an execution told of, once; it is retried by the workflow for it, and told of no more. */
async function isToldOfAndRetried(id: string, mark: string, state: string) {
	const { n8n, workflowId, system, record } = cluster;
	const credential = await apiCredential(n8n, system.part('main').url!);
	const chosen = { credential, workflowId, webhook: `${chatlio.url}/alerts` };
	const told = () =>
		chatlio.requests
			.filter(({ url }) => url === '/alerts')
			.map(({ body }) => (JSON.parse(body) as { text: string }).text)
			.filter((text) => text.includes(`executions/${id}`));
	await lookOnce(n8n, chosen);
	expect([told(), await retryAll(n8n, chosen)]).toEqual([[], []]);
	await lookOnce(n8n, chosen, withoutPatience);
	await lookOnce(n8n, chosen, withoutPatience);
	const line = `${state} at \\d{4}-\\S+Z: \\S+/executions/${id}`;
	expect(told()).toEqual([
		expect.stringMatching(new RegExp(`${line}\\n.+Retry Crashed Executions`)),
	]);

	expect(await retryAll(n8n, chosen, withoutPatience)).toEqual([id]);
	expect((await record(mark)).status).toBe('stored');
	await lookOnce(n8n, chosen, withoutPatience);
	expect([told().length, await retryAll(n8n, chosen, withoutPatience)]).toEqual([1, []]);
}

const executionsThatAre = async (status: string) =>
	(await cluster.n8n.executions(cluster.workflowId))
		.filter((execution) => execution.status === status)
		.map(({ id }) => id);

run(
	named('an execution whose job went to a worker just killed is told of, and retried'),
	async () => {
		const { system, urlOf, record } = cluster;
		const workers = [system.part('worker 1'), system.part('worker 2')];
		for (const worker of workers) await worker.stop();
		const mark = newMark();
		expect(await postTo(urlOf('new-conversation'), newConversation(mark))).toBe(200);
		expect(await takeJob(system.part('redis').url!)).toBe(true);
		for (const worker of workers) await worker.start();
		for (const worker of workers) await worker.ready();
		const next = newMark();
		expect(await postTo(urlOf('new-conversation'), newConversation(next))).toBe(200);
		await record(next);
		const queued = await executionsThatAre('new');
		expect(queued).toHaveLength(1);
		await isToldOfAndRetried(queued[0], mark, 'queued');
	},
	120_000,
);

run(
	named('an execution whose worker was killed and does not come back is told of, and retried'),
	async () => {
		const { system, urlOf } = cluster;
		const { control } = system.emulator;
		await system.part('worker 2').stop();
		await control.fault({ match: { path: '/collection' }, action: { delayMs: 60_000 } });
		const mark = newMark();
		expect(await postTo(urlOf('new-conversation'), newConversation(mark))).toBe(200);
		await until('it runs', async () => (await executionsThatAre('running')).length > 0);
		await system.part('worker 1').killAndHold();
		await control.clearFaults();
		await system.part('worker 2').start();
		await system.part('worker 2').ready();
		const running = await executionsThatAre('running');
		expect(running).toHaveLength(1);
		await isToldOfAndRetried(running[0], mark, 'running');
	},
	120_000,
);
