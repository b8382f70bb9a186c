import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { N8nApi, type WorkflowNode } from '../../playground/n8n-api.mts';
import { startN8n } from '../../playground/n8n.mts';
import { QUICK_START } from '../../playground/n8nProgram.mts';
import { buildPackage, installIntoN8n } from '../../playground/package.mts';
import { copyPreparedDatabase } from '../../playground/preparedDatabase.mts';
import type { Figure, OpenSession, Pass, Scale, Session } from '../figure.mts';
import { LIKE_ADOBE, startStub, type Stub } from '../stub/stub.mts';
import { LAZY } from '../webhook/instance.mts';
import type { BareJob, BareResult } from './bareClient.mts';
import { deliveringNode } from './deliveringNode.mts';
import { recordsWorkflow, runOnce } from './execution.mts';
import { httpRequestNode, type Pace } from './httpRequestNode.mts';
import { startWorker } from '../worker.mts';

const HTTP_REQUEST = 'n8n’s HTTP Request, one request per item, at its best options';
const BARE = 'a bare Node client on kept connections, the same batches';
const TITLE = '10,000 records of 1 KB in one execution';
const USUAL = `${TITLE}, with TLS, 50 ms and Adobe’s limits`;
const unit = 'records/s';

const figures: Figure[] = [
	{
		id: 'records-http-request',
		title: `${TITLE}, answered at once`,
		against: HTTP_REQUEST,
		unit,
		goal: { atLeast: 20 },
		ours: 'ours',
		theirs: 'HTTP Request',
	},
	{
		id: 'records-limit',
		title: `${TITLE}, answered at once`,
		against: BARE,
		unit,
		goal: {},
		ours: 'ours',
		theirs: 'bare client',
	},
	{
		id: 'records-tls-http-request',
		title: USUAL,
		against: HTTP_REQUEST,
		unit,
		goal: { atLeast: 50 },
		ours: 'ours, as with Adobe',
		theirs: 'HTTP Request, as with Adobe',
	},
	{
		id: 'records-tls-limit',
		title: USUAL,
		against: BARE,
		unit,
		goal: { atLeast: 0.7 },
		ours: 'ours, as with Adobe',
		theirs: 'bare client, as with Adobe',
	},
];

/** The fastest of the paces that were tried, without records that exceed the inlet’s limits. */
const PACES = {
	atOnce: {},
	asWithAdobe: { batchSize: 20, batchInterval: 50 },
} satisfies Record<string, Pace>;

/** The same number as the node's own Parallel Requests. */
const PARALLEL = 4;

async function open({ quick }: Scale): Promise<OpenSession> {
	const count = quick ? 500 : 10_000;
	// The built-in node is slow with TLS; only records per second are compared.
	const fewer = quick ? 100 : 1_000;
	const userFolder = mkdtempSync(join(tmpdir(), 'bench-delivery-'));
	const stops: Array<() => Promise<void>> = [
		async () => rmSync(userFolder, { recursive: true, force: true }),
	];
	const close = async () => {
		for (const stop of stops.splice(0).reverse()) await stop();
	};
	try {
		const atOnce = await startStub();
		stops.push(atOnce.stop);
		const asWithAdobe = await startStub(LIKE_ADOBE);
		stops.push(asWithAdobe.stop);
		const trust = { NODE_EXTRA_CA_CERTS: asWithAdobe.certificate! };
		await buildPackage();
		await copyPreparedDatabase(userFolder);
		await installIntoN8n(userFolder);
		const running = await startN8n({
			userFolder,
			env: { ...(quick && QUICK_START), ...LAZY, ...trust },
		});
		stops.push(running.stop);
		const n8n = await N8nApi.signIn(running.url);
		const bare = await startWorker<BareJob, BareResult>(
			join(import.meta.dirname, 'bareClient.mts'),
			{ env: trust },
		);
		stops.push(bare.stop);

		const sideInN8n = async (name: string, stub: Stub, records: number, node: WorkflowNode) => {
			const { id } = await n8n.saveWorkflow(recordsWorkflow(name, records, node));
			return async () =>
				await countDelivery(stub, records, async () => (await runOnce(n8n, id, node.name)).ms);
		};
		let passes = 0;
		const sideOutside = (stub: Stub) => async () =>
			await countDelivery(stub, count, async () => {
				const prefix = `bare-${++passes}`.padStart(12, '-');
				const job = { batchUrl: stub.batchUrl, prefix, count, parallel: PARALLEL };
				return (await bare.run(job)).ms;
			});
		const post = (stub: Stub, pace: Pace) => httpRequestNode(stub.url, pace);
		const sides = {
			ours: await sideInN8n('Ours', atOnce, count, deliveringNode(atOnce.url)),
			'HTTP Request': await sideInN8n('Pair', atOnce, count, post(atOnce, PACES.atOnce)),
			'bare client': sideOutside(atOnce),
			'ours, as with Adobe': await sideInN8n(
				'Ours with TLS',
				asWithAdobe,
				count,
				deliveringNode(asWithAdobe.url),
			),
			'HTTP Request, as with Adobe': await sideInN8n(
				'Pair with TLS',
				asWithAdobe,
				fewer,
				post(asWithAdobe, PACES.asWithAdobe),
			),
			'bare client, as with Adobe': sideOutside(asWithAdobe),
		};
		// The first runs of a process are slower than the later ones.
		if (!quick) for (const side of [sides.ours, sides['bare client']]) await side();
		return { sides, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** Runs one delivery and counts the records that arrived, by ID. */
async function countDelivery(
	stub: Stub,
	records: number,
	run: () => Promise<number>,
): Promise<Pass> {
	// Records that the previous pass sent in its last second count against Adobe's limits per second.
	if (stub.limits) await sleep(1_100);
	await stub.reset();
	const ms = await run();
	const { distinct, doubled, rateLimited, requests } = await stub.counts();
	return {
		value: distinct / (ms / 1_000),
		lost: records - distinct,
		doubled,
		details: { ms, records, requests, rateLimited },
	};
}

/** Measures one n8n, the same for both sides, next to a process that only sends. */
export const instanceSession: Session = {
	title: 'One big execution in n8n',
	figures,
	open,
};
