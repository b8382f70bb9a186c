import axios from 'axios';
import { startEmulator, type Emulator } from '../../emulator/start.mts';
import { prepareAdobe } from '../../playground/adobe.mts';
import { publishExample, type PublishedExample } from '../../playground/example.mts';
import type { N8nApi, Workflow } from '../../playground/n8n-api.mts';
import { apiCredential, lookOnce } from '../harness/alerts.mts';
import { killableN8n, type KillableN8n } from '../harness/killableN8n.mts';
import { until } from '../harness/until.mts';
import { stubServer, type StubServer } from '../harness/stubServer.mts';
import { documented } from '../payloads';

const INLETS = { path: '/collection' };

let own: KillableN8n;
let adobe: Emulator;
let stub: StubServer;
let n8n: N8nApi;
let example: PublishedExample;
let credential: { id: string; name: string };

/** Retrying does not help against a hanging inlet, and without an error output an execution fails. */
function failFast({ nodes }: Workflow): void {
	const node = nodes.find(({ name }) => name === 'Adobe Platform Streaming')!;
	node.onError = 'stopWorkflow';
	node.parameters.options = { retrySeconds: 0 };
}

const look = async (webhook: string) =>
	await lookOnce(n8n, { credential, workflowId: example.workflowId, webhook });

const post = async () =>
	await axios.post(example.urlOf('new-conversation'), documented.newConversation, {
		validateStatus: () => true,
	});

const statuses = async () =>
	(await n8n.executions(example.workflowId)).map(({ status }) => status).sort();

/** Asks for the execution that comes after all there are now. */
async function nextExecution() {
	const known = (await n8n.executions(example.workflowId)).map(({ id }) => id);
	return async () =>
		(await n8n.executions(example.workflowId)).find(({ id }) => !known.includes(id));
}

/** The next look sends one message, which names it as crashed, with its link. */
async function isToldOf(id: string): Promise<void> {
	const before = stub.requests.length;
	await look(stub.url);
	expect(stub.requests).toHaveLength(before + 1);
	const { text } = JSON.parse(stub.requests[before].body) as { text: string };
	const link = `${own.url}/workflow/${example.workflowId}/executions/${id}`;
	expect(text).toMatch(new RegExp(`crashed at \\d{4}-.+Z: ${link}`));
}

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
}, 120_000);

afterAll(async () => {
	await own?.end();
	await adobe?.stop();
	await stub?.close();
}, 30_000);

test('an execution that failed and one that n8n was killed in are told of once each, with their links', async () => {
	await adobe.control.fault({ match: INLETS, action: { status: 503 } });
	await until('the URL is there', async () => (await post()).status === 200);
	await until('one has failed', async () => (await statuses()).includes('error'));
	await adobe.control.fault({ match: INLETS, action: { delayMs: 60_000 } });
	await post();
	await until('one runs', async () => (await statuses()).includes('running'));
	await own.kill();
	await own.startAgain();
	await until('it counts as crashed', async () => (await statuses()).includes('crashed'));
	expect(await statuses()).toEqual(['crashed', 'error']);

	await look(stub.url);
	await look(stub.url);
	expect(stub.requests).toHaveLength(1);
	const { text } = JSON.parse(stub.requests[0].body) as { text: string };
	expect(text).toMatch(/^2 executions did not end well/);
	for (const { id, status } of await n8n.executions(example.workflowId)) {
		const link = `${own.url}/workflow/${example.workflowId}/executions/${id}`;
		expect(text).toMatch(new RegExp(`${status} at .+: ${link}`));
	}
}, 180_000);

test('an alert that reached nobody is sent again at the next look', async () => {
	// Killed early, n8n has not met the last one.
	await adobe.control.clearFaults();
	await adobe.control.fault({ match: INLETS, action: { status: 503 } });
	await post();
	await until('another has failed', async () => {
		return (await statuses()).filter((status) => status === 'error').length === 2;
	});
	await expect(look('http://127.0.0.1:9/')).rejects.toThrow();
	await look(stub.url);
	expect(stub.requests).toHaveLength(2);
	const { text } = JSON.parse(stub.requests[1].body) as { text: string };
	expect(text).toMatch(/^1 executions/);
}, 120_000);

test('one that was acknowledged and never started, as a busy queue can leave it, is told of, and Retry delivers it', async () => {
	const fresh = await nextExecution();
	await adobe.control.fault({ match: INLETS, action: { status: 503 } });
	await post();
	await until('it has failed', async () => (await fresh())?.status === 'error');
	const { id } = (await fresh())!;
	await own.kill();
	own.leaveUnstarted(id, 'crashed');
	await own.startAgain();

	await isToldOf(id);
	await isDeliveredByRetry(id);
}, 180_000);

test('one that n8n was killed in before its beginning was noted: n8n ends once more, started again it knows it as crashed, and Retry delivers it', async () => {
	const fresh = await nextExecution();
	await adobe.control.fault({ match: INLETS, action: { delayMs: 60_000 } });
	await until('the URL is there', async () => (await post()).status === 200);
	await until('it runs', async () => (await fresh())?.status === 'running');
	const { id } = (await fresh())!;
	await own.kill();
	own.leaveUnstarted(id, 'running');
	const endings = own.endings();
	await own.startAgain();
	await until('it has ended by itself', () => own.endings() > endings);
	await until('it counts as crashed', async () => {
		return (await fresh().catch(() => undefined))?.status === 'crashed';
	});

	await isToldOf(id);
	await isDeliveredByRetry(id);
}, 180_000);
