import { CLIENT_SECRETS } from '../../../emulator/account.mts';
import { emulatorCredential } from '../../../playground/example.mts';
import { CHATLIO_EVENTS } from '../../../lib/chatlio/events';
import type { ChatlioEventKind } from '../../../lib/chatlio/chatlioEvent';
import { apiCredential, lookOnce, retryAll, withoutPatience } from '../../harness/alerts.mts';
import { alertRules, metricsOf, shownMetrics } from '../../harness/alertRules.mts';
import {
	leftOut,
	postTo,
	startedCluster,
	type StartedCluster,
} from '../../harness/startedCluster.mts';
import { SHORT } from '../../faults/options.mts';
import { faultsOf } from '../../faults/faults.mts';
import { publishIngestion } from '../../faults/ingestion.mts';
import { runFault, type Result } from '../../faults/run.mts';
import { expectNothingLost } from '../../harness/nothingLost';
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
}, 600_000);

afterAll(async () => {
	await chatlio?.close();
	await cluster?.stop();
}, 300_000);

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

/** Waits until the marked events have arrived. */
const statusesOf = async (marks: string[]) =>
	new Set((await cluster.records(marks)).map(({ status }) => status));

run(
	named('all five events arrive through each webhook processor'),
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
	600_000,
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
	600_000,
);

run(
	named('some process shows each metric that the alert rules read'),
	async () => {
		const processes = cluster.system.parts.filter(({ role }) => !/postgres|redis/.test(role));
		const shown = await Promise.all(processes.map(({ url }) => shownMetrics(url!)));
		const names = alertRules('n8n').flatMap((rule) => metricsOf(rule).map(({ name }) => name));
		expect(names.filter((name) => !shown.some((one) => one.has(name)))).toEqual([]);
	},
	300_000,
);

run(
	named('20 simultaneous executions with a new credential request one token per worker'),
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
		expect(await statusesOf(sent)).toEqual(new Set(['stored']));
		const { requests } = await control.tokens();
		expect(requests - before.requests).toBeGreaterThan(0);
		expect(requests - before.requests).toBeLessThanOrEqual(2);
	},
	600_000,
);

run(
	named('a killed webhook processor has acknowledged no event that is lost'),
	async () => {
		const { system, urlOf, freeze } = cluster;
		const acknowledged: string[] = [];
		const others: number[] = [];
		const url = urlOf('new-conversation');
		const send = async () => {
			const mark = newMark();
			const status = await postTo(url, newConversation(mark));
			if (status === 200) acknowledged.push(mark);
			else others.push(status);
			return status;
		};
		let going = true;
		const senders = Array.from({ length: 20 }, async () => {
			while (going) await send();
		});
		await until('ten are answered', () => acknowledged.length >= 10);
		freeze('webhook 1');
		// Events go to the processors in turn: once some of these are answered, the frozen one owes as many answers.
		let answered = 0;
		const late = Array.from({ length: 40 }, async () => {
			if ((await send()) === 200) answered++;
		});
		await until('the other processor answers', () => answered >= 5);
		await system.part('webhook 1').kill();
		going = false;
		await Promise.all([...senders, ...late]);
		// Nobody is ready, 503, only where the other one is late to say that it is.
		expect(others).toContain(502);
		expect([502, 503]).toEqual(expect.arrayContaining([...new Set(others)]));
		expect(await statusesOf(acknowledged)).toEqual(new Set(['stored']));
		expect(await postTo(url, newConversation(newMark()))).toBe(200);
	},
	600_000,
);

run(
	named('a killed worker restarts and delivers'),
	async () => {
		const { system, urlOf, record, haveOnly } = cluster;
		const worker = system.part('worker 1');
		await haveOnly('worker', 'worker 1');
		await worker.kill();
		const mark = newMark();
		expect(await postTo(urlOf('new-conversation'), newConversation(mark))).toBe(200);
		expect((await record(mark)).status).toBe('stored');
		expect(worker.restarts()).toBe(1);
	},
	600_000,
);

async function watchSettings() {
	const { n8n, workflowId, system } = cluster;
	const credential = await apiCredential(n8n, system.part('main').url!);
	return { credential, workflowId, webhook: `${chatlio.url}/alerts` };
}

/** Retries the executions that a killed process stored without queueing them: their events were not acknowledged. */
async function retryLeftovers() {
	await retryAll(cluster.n8n, await watchSettings(), withoutPatience);
	await until('no earlier execution waits', async () => {
		const states = await Promise.all(['new', 'running'].map(executionsThatAre));
		return states.flat().length === 0;
	});
}

/** Expects one alert, only after the execution has waited too long, and none after its retry. */
async function isReportedAndRetried(id: string, mark: string, state: string) {
	const { n8n, record } = cluster;
	const chosen = await watchSettings();
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
	named(
		'an alert names an execution whose worker was killed before it took the job, and a retry delivers it',
	),
	async () => {
		const { system, urlOf, record, haveOnly } = cluster;
		await retryLeftovers();
		await haveOnly('worker');
		const mark = newMark();
		expect(await postTo(urlOf('new-conversation'), newConversation(mark))).toBe(200);
		expect(await takeJob(system.part('redis').url!)).toBe(true);
		await haveOnly('worker', 'worker 1');
		const next = newMark();
		expect(await postTo(urlOf('new-conversation'), newConversation(next))).toBe(200);
		await record(next);
		const queued = await executionsThatAre('new');
		expect(queued).toHaveLength(1);
		await isReportedAndRetried(queued[0], mark, 'queued');
	},
	600_000,
);

run(
	named('an alert names an execution whose worker was killed for good, and a retry delivers it'),
	async () => {
		const { system, urlOf, haveOnly } = cluster;
		const { control } = system.emulator;
		await retryLeftovers();
		await haveOnly('worker', 'worker 1');
		// Longer than anything here takes; what is held back does not arrive.
		const action = { delayMs: 3_600_000, dropConnection: 'before' } as const;
		await control.fault({ match: { path: '/collection' }, action });
		const mark = newMark();
		expect(await postTo(urlOf('new-conversation'), newConversation(mark))).toBe(200);
		await until('it runs', async () => (await executionsThatAre('running')).length > 0);
		await system.part('worker 1').killAndHold();
		await haveOnly('worker', 'worker 2');
		const running = await executionsThatAre('running');
		expect(running).toHaveLength(1);
		await isReportedAndRetried(running[0], mark, 'running');
	},
	600_000,
);

run(
	`Under faults of its processes a cluster loses no acknowledged event, and none arrives under two _ids${leftOut}`,
	async () => {
		const { system, haveOnly } = cluster;
		const main = system.part('main');
		await main.stop();
		await main.start(SHORT.start.env);
		await main.ready();
		await haveOnly('worker', 'worker 1', 'worker 2');
		const ingestion = await publishIngestion(system, SHORT.scale.retrySeconds);
		const results: Result[] = [];
		for (const fault of faultsOf('cluster', { short: true, fault: [] }))
			results.push(await runFault(system, ingestion, fault, SHORT));
		expectNothingLost(results, 'cluster');
	},
	// What stays on its way is waited for, three times four minutes, so that it can be said where it is.
	1_800_000,
);
