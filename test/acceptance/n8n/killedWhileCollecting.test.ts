import { sleep } from 'n8n-workflow';
import { answersFirst, quickExpressions } from '../../../playground/n8nProgram.mts';
import type { N8nApi } from '../../../playground/n8n-api.mts';
import { Executions } from '../../faults/executions.mts';
import { eventually } from '../../harness/eventually.mts';
import { heldWorkflow, type HeldWorkflow } from '../../harness/heldWorkflow.mts';
import { killableN8n, KILLS, type KillableN8n } from '../../harness/killableN8n.mts';
import { until } from '../../harness/until.mts';

// The machine may be busy, and n8n may end by itself and have to start once more.
jest.setTimeout(1_800_000);

/** Of each way of answering. */
const SENDERS = 25;

/** Acknowledged before each kill, of each way of answering. */
const BEFORE_KILL = 30;

/** Longer is a hang. */
const LOAD_MS = 600_000;

let n8n: KillableN8n;
let api: N8nApi;
let workflow: HeldWorkflow;

beforeAll(async () => {
	n8n = await killableN8n(quickExpressions());
	api = await n8n.signIn();
	workflow = await heldWorkflow(api, n8n.url, 'Killed');
	workflow.release(200);
});

afterAll(async () => {
	await workflow?.close();
	await n8n?.end();
});

let killed = false;

/** Posts one event after the other until n8n is killed, and adds those that were answered 200. */
async function sendOnAndOn(whenFinished: boolean, acknowledged: string[]): Promise<void> {
	while (!killed) {
		const [{ conversation, status }] = workflow.post(1, { whenFinished });
		const told = await status;
		if (told === 200) acknowledged.push(conversation);
		else await sleep(20);
	}
}

test(`loses no acknowledged event if n8n is killed ${KILLS} times under load, with every response mode`, async () => {
	const immediately: string[] = [];
	const whenFinished: string[] = [];
	const ways = [
		// An older n8n does not offer it.
		...(answersFirst() ? [] : [{ waits: false, acknowledged: immediately }]),
		{ waits: true, acknowledged: whenFinished },
	];
	for (let kill = 0; kill < KILLS; kill++) {
		if (kill > 0) await n8n.startAgain();
		await workflow.isPublished();
		killed = false;
		const before = ways.map(({ acknowledged }) => acknowledged.length);
		const senders = Array.from({ length: SENDERS }, () =>
			ways.map(({ waits, acknowledged }) => sendOnAndOn(waits, acknowledged)),
		);
		const since = () => ways.map(({ acknowledged }, index) => acknowledged.length - before[index]);
		await until(
			() =>
				`${BEFORE_KILL} acknowledged of each before kill ${kill}; there are ${since().join(' and ')}`,
			() => since().every((count) => count >= BEFORE_KILL),
			LOAD_MS,
		);
		killed = true;
		await n8n.kill();
		await Promise.all(senders.flat());
	}
	await n8n.startAgain();

	const all = new Executions(api, workflow.workflow.id);
	await eventually(async () => {
		const kept = await all.since(0, ['success', 'crashed', 'error', 'running', 'new']);
		// An older n8n may have stored nothing of an execution that it was killed in.
		const texts = answersFirst() ? [] : await all.texts(kept);
		const stored = new Set(texts.join('\n').match(/Killed \d+/g));
		const finished = new Set([...workflow.groups.values()].flat());
		expect(immediately.filter((one) => !stored.has(one))).toEqual([]);
		expect(whenFinished.filter((one) => !finished.has(one))).toEqual([]);
		// They did share executions.
		expect(kept.length).toBeLessThan(immediately.length + whenFinished.length);
	}, LOAD_MS);
});
