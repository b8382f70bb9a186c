// node playground/run.mjs --with-n8n test/faults/diskFull.mts single|cluster [MB]: fills the disk that n8n keeps everything
// on, in the middle of a steady load, makes room again, and says where every event is. MB is what the
// events have to fill. Needs root, to mount a disk.
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { startCluster } from '../../playground/cluster/cluster.mts';
import { startSingle } from '../../playground/cluster/single.mts';
import type { System } from '../../playground/cluster/system.mts';
import { NO_EDITOR } from '../../playground/n8nProgram.mts';
import { step } from '../../playground/step.mts';
import { until } from '../harness/until.mts';
import { eventMaker } from './events.mts';
import type { Fault, Scene } from './fault.mts';
import { publishIngestion, type Ingestion } from './ingestion.mts';
import { SHORT } from './options.mts';
import { makeReport, printReport } from './report.mts';
import { runFault } from './run.mts';
import { smallDisk } from './smallDisk.mts';

const MEGABYTE = 1_000_000;

/** The cluster's disk holds PostgreSQL's and Redis' files too. */
const SYSTEMS = {
	single: { start: startSingle, megabytes: 100, env: NO_EDITOR },
	cluster: { start: startCluster, megabytes: 800, env: {} },
};
type Name = keyof typeof SYSTEMS;
const name = (process.argv[2] ?? 'single') as Name;
const { start, megabytes, ...settings } = SYSTEMS[name];
const leaving = Number(process.argv[3] ?? 6) * MEGABYTE;

/** As in deploy/, to see which of them tell of a full disk. */
const METRICS = {
	N8N_METRICS_INCLUDE_WEBHOOK_METRICS: 'true',
	N8N_METRICS_INCLUDE_EXECUTION_DATA_METRICS: 'true',
};

/** Less is full: one execution needs more. */
const FULL = 64 * 1024;
const FULL_FOR_MS = 60_000;
const FILLS_MS = 300_000;
/** So long nobody interferes after there is room again. */
const RECOVERS_MS = 120_000;

const seconds = (since: number) => `${((Date.now() - since) / 1_000).toFixed(1)} s`;
const restartsOf = ({ parts }: System) =>
	parts.map((part) => `${part.name} ${part.restarts()}`).join(', ');

/** Prints what n8n's metrics say of webhooks and of writing executions. */
async function sayFigures({ parts }: System): Promise<void> {
	for (const { name: part, url, role } of parts) {
		if (role === 'redis' || role === 'postgres') continue;
		const { data } = await axios
			.get<string>(`${url}/metrics`, { proxy: false, timeout: 10_000 })
			.catch(() => ({ data: '' }));
		if (data === '') console.log(`    ${part}: no metrics within 10 s`);
		const telling =
			/^n8n_(execution_data_writes_total|webhook_request_duration_seconds_count).* [1-9]\d*$/gm;
		for (const [line] of data.matchAll(telling)) console.log(`    ${part}: ${line}`);
	}
}

/** Posts one more event. @returns its status; 0 without an answer */
async function probe({ urlOf }: Ingestion): Promise<number> {
	const { body, path } = eventMaker()(0);
	const headers = { 'content-type': 'application/json' };
	const options = { headers, proxy: false, timeout: 30_000, validateStatus: () => true } as const;
	return await axios.post(urlOf(path), body, options).then(
		({ status }) => status,
		() => 0,
	);
}

const disk = smallDisk(megabytes);
let system: System | undefined;
let ending = false;
async function end(code: number): Promise<void> {
	if (ending) return;
	ending = true;
	await system?.stop();
	disk.remove();
	process.exit(code);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.on(signal, () => void end(1));

try {
	const env = { ...SHORT.start.env, ...settings.env, ...METRICS };
	const running = await step(`${name}: starting on a disk of ${megabytes} MB`, () =>
		start({ home: disk.path, prepared: true, env }),
	);
	system = running;
	const ingestion = await step('Publishing the workflows', () => publishIngestion(running));
	const say = (text: string) =>
		console.log(`  ${text}; ${(disk.free() / MEGABYTE).toFixed(1)} MB free`);

	const happen = async (scene: Scene) => {
		disk.fillUp(leaving);
		say('The disk is almost full');
		const filling = Date.now();
		let isRejected = false;
		const rejected = scene.untilRejected().then(() => {
			isRejected = true;
			say(`First rejection after ${seconds(filling)}`);
		});
		// PostgreSQL gives up before: it writes 16 MB at a time.
		await until('the disk is full', () => isRejected || disk.free() < FULL, FILLS_MS);
		say(`Full after ${seconds(filling)}`);
		await Promise.race([rejected, sleep(FULL_FOR_MS)]);
		await sleep(FULL_FOR_MS);
		say(`Restarted by then: ${restartsOf(running)}`);
		await sayFigures(running);
		disk.makeRoom();
		const room = Date.now();
		say('There is room again');
		let status = 0;
		await until(
			'an event is acknowledged',
			async () => (status = await probe(ingestion)) === 200,
			RECOVERS_MS,
		).then(
			() => say(`Acknowledges again after ${seconds(room)}`),
			() => say(`Still ${status} after ${seconds(room)}`),
		);
		say(`Restarted by then: ${restartsOf(running)}`);
		if (status !== 200)
			for (const part of running.parts) {
				await part.stop();
				await part.start();
				await part.ready();
			}
	};
	const fault: Fault = { name: 'diskFull', title: 'Disk full', systems: [name], happen };
	const amount = { events: 400, rate: 15, scale: { ...SHORT.scale, patienceMs: 30_000 } };
	const started = Date.now();
	const result = await runFault(running, ingestion, fault, amount);
	printReport(makeReport([result], [], Date.now() - started, null));
	console.log(JSON.stringify(result, null, '\t'));
	say(`Restarted by the end: ${restartsOf(running)}`);
	await end(0);
} catch (error) {
	console.error(error);
	await end(1);
}
