import axios from 'axios';
import type { FaultAction } from '../../emulator/controlClient.mts';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { prepareAdobe } from '../../playground/adobe.mts';
import { publishExample, type PublishedExample } from '../../playground/example.mts';
import type { N8nApi, Workflow } from '../../playground/n8n-api.mts';
import { apiCredential, lookOnce } from '../harness/alerts.mts';
import { killableN8n, type KillableN8n } from '../harness/killableN8n.mts';
import { until } from '../harness/until.mts';
import { stubServer, type StubServer } from '../harness/stubServer.mts';
import { documented } from '../payloads';

// Starts an n8n four times, on a machine that may be busy.
jest.setTimeout(600_000);

const INLETS = { path: '/collection' };

let own: KillableN8n;
let adobe: Emulator;
let stub: StubServer;
let n8n: N8nApi;
let example: PublishedExample;
let credential: { id: string; name: string };
/** The executions, by what became of them. */
let failed: string;
let killed: string;
let unstarted: string;

/** Retrying does not help against an inlet that hangs. */
function failFast({ nodes }: Workflow): void {
	const node = nodes.find(({ name }) => name === 'Adobe Platform Streaming')!;
	node.parameters.options = { retrySeconds: 0, timeoutSeconds: 300 };
}

const look = async (webhook: string) =>
	await lookOnce(n8n, { credential, workflowId: example.workflowId, webhook });

const statuses = async () =>
	(await n8n.executions(example.workflowId)).map(({ status }) => status).sort();

/** Posts an event once its URL is there and gives the execution it started, once that has this status. */
async function started(status: string): Promise<string> {
	const all = async () => await n8n.executions(example.workflowId);
	const known = (await all()).map(({ id }) => id);
	const find = async () => (await all()).find(({ id }) => !known.includes(id));
	await until('the event is taken in', async () => {
		const url = example.urlOf('new-conversation');
		const body = documented.newConversation;
		return (await axios.post(url, body, { validateStatus: () => true })).status === 200;
	});
	let seen: Awaited<ReturnType<typeof find>>;
	await until(
		() => `its execution ${status}; it is ${seen?.status}`,
		async () => (seen = await find())?.status === status,
	);
	return seen!.id;
}

const inletsAnswer = async (action: FaultAction) => {
	await adobe.control.clearFaults();
	await adobe.control.fault({ match: INLETS, times: 0, action });
};

const isCrashed = async (id: string) => {
	// By now n8n may just be ending by itself.
	const execution = await n8n.execution(id).catch(() => undefined);
	return execution?.status === 'crashed';
};

const linkOf = (id: string) => `${own.url}/workflow/${example.workflowId}/executions/${id}`;

const alert = (nth: number) => (JSON.parse(stub.requests[nth].body) as { text: string }).text;

const DATE = '\\d{4}-.+Z';

async function isDeliveredByRetry(id: string): Promise<void> {
	await adobe.control.clearFaults();
	const stored = (await adobe.control.records()).length;
	await n8n.post(`/executions/${id}/retry`, { loadWorkflow: true });
	expect(await adobe.control.settled(stored + 1)).toHaveLength(stored + 1);
}

/** An Adobe of its own: other tests end the faults of the one they share. */
beforeAll(async () => {
	adobe = await startEmulator();
	stub = await stubServer(() => ({ status: 200 }));
	own = await killableN8n();
	n8n = await own.signIn();
	const dataflow = await prepareAdobe(adobe, 'Crashed');
	example = await publishExample(n8n, own.url, adobe.url, dataflow, failFast);
	credential = await apiCredential(n8n, own.url);

	await inletsAnswer({ status: 503 });
	failed = await started('error');
	unstarted = await started('error');
	await inletsAnswer({ delayMs: 600_000 });
	killed = await started('running');
	await own.kill();
	own.leaveUnstarted(unstarted, 'crashed');
	await own.startAgain();
	await until('it counts as crashed', async () => await isCrashed(killed));
});

afterAll(async () => {
	await own?.end();
	await adobe?.stop();
	await stub?.close();
});

test('alerts once about a failed execution and one that n8n was killed in, with their links', async () => {
	expect(await statuses()).toEqual(['crashed', 'crashed', 'error']);
	await look(stub.url);
	await look(stub.url);
	expect(stub.requests).toHaveLength(1);
	expect(alert(0)).toMatch(/^3 executions did not end well/);
	expect(alert(0)).toMatch(new RegExp(`error at .+: ${linkOf(failed)}`));
	expect(alert(0)).toMatch(new RegExp(`crashed at .+: ${linkOf(killed)}`));
});

test('alerts about an acknowledged execution that never started, as a busy queue can leave it, and Retry delivers it', async () => {
	expect(alert(0)).toMatch(new RegExp(`crashed at ${DATE}: ${linkOf(unstarted)}`));
	await isDeliveredByRetry(unstarted);
});

test('sends an alert at the next run if it could not be sent before', async () => {
	await inletsAnswer({ status: 503 });
	await started('error');
	await expect(look('http://127.0.0.1:9/')).rejects.toThrow();
	await look(stub.url);
	expect(stub.requests).toHaveLength(2);
	expect(alert(1)).toMatch(/^1 executions/);
});

test('alerts about an execution that n8n was killed in before it noted the start, and Retry delivers it', async () => {
	await inletsAnswer({ delayMs: 600_000 });
	const id = await started('running');
	await own.kill();
	own.leaveUnstarted(id, 'running');
	const endings = own.endings();
	await own.startAgain();
	await until('n8n has ended by itself', () => own.endings() > endings);
	await until('it counts as crashed', async () => await isCrashed(id));

	await look(stub.url);
	expect(stub.requests).toHaveLength(3);
	expect(alert(2)).toMatch(new RegExp(`crashed at ${DATE}: ${linkOf(id)}`));
	await isDeliveredByRetry(id);
});
