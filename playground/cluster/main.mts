// npm run cluster: the path from Chatlio's webhooks to a dataset, through n8n as it runs on several
// machines.
import { join } from 'node:path';
import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { setUpAdobe } from '../adobe.mts';
import { postEvents, showArrivals } from '../events.mts';
import { publishExample } from '../example.mts';
import { N8nApi, owner } from '../n8n-api.mts';
import { playground } from '../paths.mts';
import { portNumber, refuseTaken } from '../ports.mts';
import { step } from '../step.mts';
import { startCluster, type ClusterOptions } from './cluster.mts';
import type { System } from './system.mts';

const options = new Command('npm run cluster --')
	.description(
		'Shows Chatlio events arriving in a local Adobe Experience Platform through n8n in queue mode',
	)
	.option('--once', 'end after the events arrived instead of staying up')
	.option('--port <port>', 'where the cluster answers', portNumber, 5678)
	.option('--emulator-port <port>', 'where the local Adobe listens', portNumber, 7878)
	.option(
		'--home <folder>',
		'where all of them keep their data',
		join(playground, 'node_modules', '.cluster'),
	)
	// Also from the environment: every user of the machine can read a command line, and the URL may
	// contain a password.
	.addOption(
		new Option('--postgres <url>', 'a PostgreSQL that runs already; default: one from npm').env(
			'CLUSTER_POSTGRES',
		),
	)
	.addOption(
		new Option(
			'--redis <url>',
			'a Redis that runs already; default: this machine’s redis-server',
		).env('CLUSTER_REDIS'),
	)
	.parse()
	.opts<ClusterOptions & { once?: boolean; port: number; emulatorPort: number }>();

let system: System | undefined;
let ending = false;

async function end(code: number): Promise<void> {
	if (ending) return;
	ending = true;
	await system?.stop();
	// The keeper process ends everything that had not finished starting.
	process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.on(signal, () => {
		console.log('\nStopping the cluster and the local Adobe Experience Platform');
		void end(0);
	});

function showParts({ parts }: System): void {
	const table = new Table({
		head: ['Process', 'Id', 'Address', 'Log'],
		style: { head: [], border: [] },
	});
	for (const { name, pid, url, log } of parts)
		table.push([name, pid() ?? '', url ? new URL(url).host : '', log]);
	console.log(`\n${table.toString()}`);
}

try {
	await refuseTaken('npm run cluster', [
		[options.port, '--port'],
		[options.emulatorPort, '--emulator-port'],
	]);
	system = await startCluster({
		...options,
		emulatorState: join(options.home, 'adobe.sqlite'),
		step,
	});
	const { url, emulator } = system;
	const api = await N8nApi.signIn(url);
	const dataflow = await step('Running Set Up on a worker: schema, dataset and dataflow', () =>
		setUpAdobe(api, emulator),
	);
	const example = await step('Importing credentials and workflow, publishing', async () =>
		publishExample(api, url, emulator.url, dataflow),
	);
	const postedEvents = await step('Posting Chatlio’s five documented events', () =>
		postEvents(example),
	);
	showParts(system);
	const arrivedCount = await showArrivals(emulator, dataflow, postedEvents);
	console.log(`\n${arrivedCount} of 5 Chatlio events arrived as valid XDM`);
	if (options.once) await end(arrivedCount === 5 ? 0 : 1);
	else
		console.log(`
n8n                        ${url}/workflow/${example.workflowId}
  sign in with             ${owner.email} / ${owner.password}
Adobe’s dataset, live      ${emulator.url}/

All of them stay up until Ctrl-C. One that you kill is started again.`);
} catch (error) {
	// After Ctrl-C, running work fails because its servers are gone: not worth reporting.
	if (!ending) console.error(`\n${error instanceof Error ? error.message : String(error)}`);
	await end(1);
}
