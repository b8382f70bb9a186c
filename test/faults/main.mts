// npm run test:faults: breaks things under load, on one n8n and on a cluster, and says where every event is.
import { startCluster } from '../../playground/cluster/cluster.mts';
import { startSingle } from '../../playground/cluster/single.mts';
import type { System } from '../../playground/cluster/system.mts';
import { temporaryHome, type TemporaryHome } from '../../playground/cluster/temporaryHome.mts';
import { step } from '../../playground/step.mts';
import type { Fault } from './fault.mts';
import { faultsOf } from './faults.mts';
import { publishIngestion } from './ingestion.mts';
import { readOptions } from './options.mts';
import { makeReport, printReport, writeReport } from './report.mts';
import { runFault, type Result } from './run.mts';
import { footnotes } from './footnotes.mts';

const STARTS = { single: startSingle, cluster: startCluster };

const options = readOptions();
const systems = options.system === 'both' ? (['single', 'cluster'] as const) : [options.system];
const started = Date.now();
const results: Result[] = [];
const homes: TemporaryHome[] = [];
let system: System | undefined;
let obstacle: string | null = null;

let ending = false;
/** What has not finished starting is ended by its keeper. */
function end(reason: string): void {
	if (ending) return;
	ending = true;
	console.error(`\nStopped: ${reason}`);
	void Promise.resolve(system?.stop()).finally(() => {
		removeHomes();
		process.exit(1);
	});
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.on(signal, () => end(signal));
// Nobody waits for the figures any more.
process.once('disconnect', () => end('the process that started it is gone'));
process.channel?.unref();

function removeHomes(): void {
	for (const home of homes) home.remove();
}

/** One line, for whoever watches; the table comes at the end. */
function say({ rows, started: executions }: Result): void {
	const sum = (name: 'sent' | 'acknowledged' | 'lost') =>
		rows.reduce((total, row) => total + row[name], 0);
	console.log(
		`  ${sum('sent')} sent, ${sum('acknowledged')} acknowledged, in ${executions} executions, ${sum('lost')} lost`,
	);
}

async function breakEverything(
	name: System['name'],
	faults: Fault[],
	env?: Record<string, string>,
): Promise<void> {
	if (faults.length === 0) return;
	const home = temporaryHome(`faults-${name}`);
	homes.push(home);
	const running = await step(`${name}: starting`, () =>
		STARTS[name]({ ...options.start, home: home.path, env: { ...options.start.env, ...env } }),
	);
	system = running;
	const ingestion = await step(`${name}: publishing the workflows`, () =>
		publishIngestion(running, options.scale.retrySeconds),
	);
	for (const [index, fault] of faults.entries()) {
		const title = `${name} ${index + 1}/${faults.length}: ${fault.title}`;
		const result = await step(title, () => runFault(running, ingestion, fault, options));
		results.push(result);
		say(result);
	}
	await running.stop();
	system = undefined;
}

try {
	for (const name of systems) {
		const faults = faultsOf(name, options);
		await breakEverything(
			name,
			faults.filter(({ env }) => !env),
		);
		for (const fault of faults) if (fault.env) await breakEverything(name, [fault], fault.env);
	}
} catch (error) {
	obstacle = error instanceof Error ? error.message : String(error);
	await system?.stop();
}

const report = makeReport(results, footnotes(options), Date.now() - started, obstacle);
printReport(report);
writeReport(report, options.json);
if (obstacle) console.error(obstacle);
const kept = !obstacle && report.missedGoals.length === 0;
if (kept) removeHomes();
else console.log(`Databases and logs are in ${homes.map(({ path }) => path).join(' and ')}`);
process.exitCode = kept ? 0 : 1;
