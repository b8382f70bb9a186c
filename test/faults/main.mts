// npm run test:faults: breaks things under load, on one n8n and on a cluster, and says where every event is.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster } from '../../playground/cluster/cluster.mts';
import { startSingle } from '../../playground/cluster/single.mts';
import type { System } from '../../playground/cluster/system.mts';
import { step } from '../../playground/step.mts';
import type { Fault } from './fault.mts';
import { faultsOf } from './faults.mts';
import { publishIngestion } from './ingestion.mts';
import { NOTICED_SOON, readOptions } from './options.mts';
import { makeReport, printReport, writeReport } from './report.mts';
import { runFault, type Result } from './run.mts';
import { footnotes } from './footnotes.mts';

const STARTS = { single: startSingle, cluster: startCluster };

const options = readOptions();
const systems = options.system === 'both' ? (['single', 'cluster'] as const) : [options.system];
const started = Date.now();
const results: Result[] = [];
const homes: string[] = [];
let system: System | undefined;
let obstacle: string | null = null;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.once(signal, () => {
		console.error(`\nStopped by ${signal}`);
		void Promise.resolve(system?.stop()).finally(() => process.exit(1));
	});

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
	const home = mkdtempSync(join(tmpdir(), `faults-${name}-`));
	// PostgreSQL does not run as root and must reach its data.
	chmodSync(home, 0o755);
	homes.push(home);
	const running = await step(`${name}: starting`, () =>
		STARTS[name]({ home, env: { ...NOTICED_SOON, ...env } }),
	);
	system = running;
	const ingestion = await step(`${name}: publishing the workflows`, () =>
		publishIngestion(running),
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
if (kept) for (const home of homes) rmSync(home, { recursive: true, force: true });
else console.log(`Databases and logs are in ${homes.join(' and ')}`);
process.exitCode = kept ? 0 : 1;
