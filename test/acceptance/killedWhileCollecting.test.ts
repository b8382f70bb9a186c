import { sleep } from 'n8n-workflow';
import type { N8nApi } from '../../playground/n8n-api.mts';
import { Executions } from '../faults/executions.mts';
import { heldWorkflow, type Caller, type HeldWorkflow } from '../harness/heldWorkflow.mts';
import { killableN8n, type KillableN8n } from '../harness/killableN8n.mts';

const KILLS = 10;

/** Of each way of answering. */
const SENDERS = 25;

const LOAD_MS = 800;

let n8n: KillableN8n;
let api: N8nApi;
let workflow: HeldWorkflow;

beforeAll(async () => {
	n8n = await killableN8n({ N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' });
	api = await n8n.signIn();
	workflow = await heldWorkflow(api, n8n.url, 'Killed');
	workflow.release(200);
}, 60_000);

afterAll(async () => {
	await workflow.close();
	await n8n.end();
});

/** Posts one event after the other until nobody answers. @returns those that were answered 200 */
async function sendOnAndOn(whenFinished: boolean): Promise<string[]> {
	const acknowledged: string[] = [];
	for (;;) {
		const [{ conversation, status }]: Caller[] = workflow.post(1, { whenFinished });
		const told = await status;
		if (told === 0) return acknowledged;
		if (told === 200) acknowledged.push(conversation);
	}
}

test(`Killed ${KILLS} times in the middle of the load, with either way of answering: no acknowledged event is missing`, async () => {
	const acknowledged = { immediately: [] as string[], whenFinished: [] as string[] };
	for (let kill = 0; kill < KILLS; kill++) {
		if (kill > 0) await n8n.startAgain();
		await workflow.isPublished();
		const senders = Array.from({ length: SENDERS }, () =>
			Promise.all([sendOnAndOn(false), sendOnAndOn(true)]),
		);
		await sleep(LOAD_MS);
		await n8n.kill();
		for (const [immediately, whenFinished] of await Promise.all(senders)) {
			acknowledged.immediately.push(...immediately);
			acknowledged.whenFinished.push(...whenFinished);
		}
	}
	await n8n.startAgain();

	const all = new Executions(api, workflow.workflow.id);
	const kept = await all.texts(
		await all.since(0, ['success', 'crashed', 'error', 'running', 'new']),
	);
	const stored = new Set(kept.join('\n').match(/Killed \d+/g));
	const finished = new Set([...workflow.groups.values()].flat());
	expect(acknowledged.immediately.filter((one) => !stored.has(one))).toEqual([]);
	expect(acknowledged.whenFinished.filter((one) => !finished.has(one))).toEqual([]);

	const inMidLoad = Math.min(...Object.values(acknowledged).map(({ length }) => length));
	expect(inMidLoad).toBeGreaterThan(KILLS * SENDERS);
	expect(kept.length).toBeLessThan(Object.values(acknowledged).flat().length);
}, 300_000);
