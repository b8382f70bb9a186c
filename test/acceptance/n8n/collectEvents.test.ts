import { unfold } from '../../../playground/executionData.mts';
import type { N8nApi } from '../../../playground/n8n-api.mts';
import { NO_EDITOR, quickExpressions } from '../../../playground/n8nProgram.mts';
import { Executions } from '../../faults/executions.mts';
import { readPage } from '../../harness/docs.mts';
import {
	heldWorkflow,
	statuses,
	type Caller,
	type HeldWorkflow,
} from '../../harness/heldWorkflow.mts';
import { until } from '../../harness/until.mts';
import { ownN8n } from '../../harness/ownN8n.mts';
import { addresses, signedIn } from '../../harness/running.mts';
import { documented } from '../../payloads';

// A machine may be busy; what takes longer hangs.
jest.setTimeout(600_000);

/** Posted at once: fewer executions than that, and more than one. */
const BURST = 12;

let held: HeldWorkflow | undefined;

afterEach(async () => {
	await held?.close();
	held = undefined;
});

type More =
	Parameters<typeof heldWorkflow> extends [unknown, unknown, unknown, ...infer Rest] ? Rest : never;

async function publish(name: string, ...more: More): Promise<HeldWorkflow> {
	return (held = await heldWorkflow(signedIn(), addresses().n8n, `Collect: ${name}`, ...more));
}

interface Item {
	json: { conversationId: string; receivedAt: string };
}

/** What Chatlio Trigger gave in each execution of the workflow, oldest first. */
async function itemsOf(n8n: N8nApi, workflowId: string): Promise<Item[][]> {
	const executions = await n8n.executions(workflowId);
	const oldestFirst = executions.map(({ id }) => id).sort((a, b) => Number(a) - Number(b));
	const given: Item[][] = [];
	for (const id of oldestFirst) {
		const { data } = await n8n.execution(id);
		const { resultData } = unfold(String(data)) as {
			resultData: { runData: Record<string, Array<{ data: { main: Item[][] } }>> };
		};
		given.push(resultData.runData['Chatlio Trigger'][0].data.main[0]);
	}
	return given;
}

const isOver = ({ status }: { status: string }) => !['new', 'running'].includes(status);

async function allOver(n8n: N8nApi, workflowId: string): Promise<void> {
	await until('all executions over', async () => (await n8n.executions(workflowId)).every(isOver));
}

const not = (some: Caller[]) => (caller: Caller) => !some.includes(caller);

describe('Respond: When Workflow Finishes', () => {
	it('all callers of a group get 200 after the workflow has succeeded, and not before', async () => {
		const { hold, release, isPublished } = await publish('ends well');
		const { callers, largest } = await hold(BURST);
		expect(largest[1].length).toBeGreaterThan(1);
		await isPublished();
		expect(callers.filter(({ isTold }) => isTold())).toEqual([]);
		release(200);
		expect(new Set(await statuses(callers))).toEqual(new Set([200]));
	});

	it.each([
		[200, 'well', [200]],
		[500, 'badly', [500]],
	])(
		'if the leader disconnects from an execution that ends with %i, the others learn that it ended %s',
		async (...told) => {
			const [answer, , expected] = told;
			const { hold, release, isPublished } = await publish(`leader leaves, ${answer}`);
			const { callers, largest } = await hold(BURST);
			const [execution, group] = largest;
			const leader = group.at(-1)!;
			leader.hangUp();
			await isPublished();
			release(answer, execution);
			const others = group.filter(not([leader]));
			expect(others.length).toBeGreaterThan(0);
			expect([...new Set(await statuses(others))]).toEqual(expected);
			release(200);
			expect(new Set(await statuses(callers.filter(not(group))))).toEqual(new Set([200]));
		},
	);

	it('if an execution fails, only callers of its group do not get 200', async () => {
		const { hold, release } = await publish('fails');
		const { callers, largest } = await hold(BURST);
		const [execution, group] = largest;
		release(500, execution);
		expect(new Set(await statuses(group))).toEqual(new Set([500]));
		release(200);
		expect(new Set(await statuses(callers.filter(not(group))))).toEqual(new Set([200]));
	});

	it('if an execution is stopped, no caller of its group gets 200', async () => {
		const { hold, release } = await publish('stopped');
		const { callers, largest } = await hold(BURST);
		const [execution, group] = largest;
		await signedIn().post(`/executions/${execution}/stop`);
		for (const status of await statuses(group)) expect(status).toBeGreaterThanOrEqual(500);
		release(200);
		expect(new Set(await statuses(callers.filter(not(group))))).toEqual(new Set([200]));
	});

	it('if executions time out, no caller gets 200', async () => {
		const { post } = await publish('times out', { executionTimeout: 2 });
		for (const status of await statuses(post(BURST))) expect(status).toBeGreaterThanOrEqual(500);
	});

	it('if the workflow is unpublished while callers wait, they get the status of their execution', async () => {
		const { hold, release, workflow } = await publish('unpublished');
		const { callers, largest } = await hold(BURST);
		await signedIn().unpublish(workflow);
		const [execution, group] = largest;
		release(500, execution);
		release(200);
		expect(new Set(await statuses(group))).toEqual(new Set([500]));
		expect(new Set(await statuses(callers.filter(not(group))))).toEqual(new Set([200]));
	});

	it('a workflow with a Wait node answers when the wait begins, as the documentation says', async () => {
		const wait = { type: 'n8n-nodes-base.wait', parameters: { resume: 'webhook' } };
		const { post, workflow } = await publish('waits', {}, wait);
		expect(new Set(await statuses(post(BURST)))).toEqual(new Set([200]));
		const executions = await signedIn().executions(workflow.id);
		expect(executions.length).toBeLessThan(BURST);
		expect(new Set(executions.map(({ status }) => status))).toEqual(new Set(['waiting']));
		expect(readPage('docs/chatlio-trigger.md')).toContain('n8n responds when the wait begins');
	});
});

describe('Respond: Immediately', () => {
	it('if the leader disconnects, the others get 200, and their events are stored', async () => {
		const { post, release, workflow } = await publish('immediately, one leaves');
		release(200);
		const callers = post(BURST, { whenFinished: false });
		callers.at(-1)!.hangUp();
		expect(new Set(await statuses(callers.slice(0, -1)))).toEqual(new Set([200]));
		await allOver(signedIn(), workflow.id);
		const stored = (await itemsOf(signedIn(), workflow.id)).flat();
		const conversations = stored.map(({ json }) => json.conversationId);
		expect(conversations).toEqual(
			expect.arrayContaining(callers.slice(0, -1).map(({ conversation }) => conversation)),
		);
		expect(new Set(conversations).size).toBe(conversations.length);
	});

	it('keeps the order of events across executions', async () => {
		const { post, release, workflow } = await publish('order');
		release(200);
		const callers = post(3 * BURST, { whenFinished: false });
		expect(new Set(await statuses(callers))).toEqual(new Set([200]));
		await allOver(signedIn(), workflow.id);
		const executions = await itemsOf(signedIn(), workflow.id);
		expect(executions.length).toBeLessThan(callers.length);
		const moments = executions.flat().map(({ json }) => json.receivedAt);
		expect(moments).toHaveLength(callers.length);
		expect(moments).toEqual([...moments].sort());
	});

	it('groups at most four bodies of 900 kB', async () => {
		const { post, release, workflow } = await publish('bytes');
		release(200);
		const callers = post(BURST, { whenFinished: false, padding: 900_000 });
		expect(new Set(await statuses(callers))).toEqual(new Set([200]));
		await allOver(signedIn(), workflow.id);
		const sizes = (await itemsOf(signedIn(), workflow.id)).map(({ length }) => length);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(4);
		expect(sizes.reduce((sum, size) => sum + size)).toBe(BURST);
	});
});

test('events at the test URL are never grouped', async () => {
	const { workflow } = await publish('test URL');
	const n8n = signedIn();
	const { webhookId, name } = workflow.nodes[0];
	await n8n.post(`/workflows/${workflow.id}/run`, { triggerToStartFrom: { name } });
	const url = `${addresses().n8n}/webhook-test/${webhookId}/new-conversation`;
	const headers = { 'content-type': 'application/json' };
	const body = JSON.stringify(documented.newConversation);
	const posts = Array.from({ length: 6 }, () => fetch(url, { method: 'POST', headers, body }));
	const told = (await Promise.all(posts)).map(({ status }) => status);
	held!.release(200);
	await allOver(n8n, workflow.id);
	const executions = await itemsOf(n8n, workflow.id);
	expect(told).toContain(200);
	expect(executions.map(({ length }) => length)).toEqual(
		told.filter((status) => status === 200).map(() => 1),
	);
});

describe('a separate n8n that ends', () => {
	const QUICK = { ...NO_EDITOR, ...quickExpressions() };
	let own: Awaited<ReturnType<typeof ownN8n>>;

	beforeAll(async () => void (own = await ownN8n(QUICK)));
	afterAll(async () => await own?.stop());

	it('puts at most 500 of 1,200 simultaneous events into one execution, and loses none', async () => {
		held = await heldWorkflow(own.api, own.url, 'Collect: items');
		held.release(200);
		const callers = held.post(1_200, { whenFinished: false });
		expect(new Set(await statuses(callers))).toEqual(new Set([200]));
		await until('all delivered', async () => [...held!.groups.values()].flat().length >= 1_200);
		const sizes = [...held.groups.values()].map(({ length }) => length);
		expect(Math.max(...sizes)).toBeLessThanOrEqual(500);
		expect(sizes.length).toBeLessThan(300);
		expect(new Set([...held.groups.values()].flat()).size).toBe(1_200);
	});

	it('after SIGTERM while callers wait, an event that got 200 is delivered or kept', async () => {
		held = await heldWorkflow(own.api, own.url, 'Collect: SIGTERM');
		const { callers, largest } = await held.hold(BURST);
		const stored = held.post(BURST, { whenFinished: false });
		const restarted = own.restart(QUICK);
		await until('n8n told to end', () => own.log().includes('Received SIGTERM'));
		const [failing, group] = largest;
		held.release(500, failing);
		held.release(200);
		expect(await statuses(group)).not.toContain(200);
		const finished = callers.filter(not(group));
		const told = await statuses([...finished, ...stored]);
		await restarted;
		const kept = await own.api.executions(held.workflow.id);
		const texts = await new Executions(own.api, held.workflow.id).texts(kept);
		const text = texts.join('\n');
		for (const [index, { conversation }] of [...finished, ...stored].entries())
			if (told[index] === 200) expect(text).toContain(JSON.stringify(conversation));
		expect(told.filter((status) => status === 200).length).toBeGreaterThan(0);
	});
});
