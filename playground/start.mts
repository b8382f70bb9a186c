// npm start: the complete path from Chatlio's webhooks to a dataset, in a real n8n on this machine.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { startEmulator } from '../emulator/start.mts';
import { setUpAdobe } from './adobe.mts';
import { postEvents, showArrivals } from './events.mts';
import { publishExample } from './example.mts';
import { N8nApi, owner } from './n8n-api.mts';
import { startN8n } from './n8n.mts';
import { QUICK_START } from './n8nProgram.mts';
import { buildPackage, installIntoN8n } from './package.mts';
import { demoHome } from './paths.mts';
import { portNumber, refuseTaken } from './ports.mts';
import { step } from './step.mts';

const options = new Command('npm start --')
	.description(
		'Shows Chatlio events arriving in a local Adobe Experience Platform through a real n8n',
	)
	.option('--once', 'end after the events arrived instead of staying up')
	.option(
		'--port <port>',
		'where n8n listens (the next port is its task broker’s)',
		portNumber,
		5678,
	)
	.option('--emulator-port <port>', 'where the local Adobe listens', portNumber, 7878)
	.option('--home <folder>', 'where n8n and the local Adobe keep their data', demoHome)
	.parse()
	.opts<{ once?: boolean; port: number; emulatorPort: number; home: string }>();

/** Includes the installation before this script. */
const started = Number(process.env.COMMAND_STARTED_AT ?? Date.now());

const running: Array<() => Promise<void>> = [];
let ending = false;

async function end(code: number): Promise<void> {
	if (ending) return;
	ending = true;
	for (const stop of running.reverse()) await stop();
	process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
	process.on(signal, () => {
		console.log('\nStopping n8n and the local Adobe Experience Platform');
		void end(0);
	});

try {
	await refuseTaken('npm start', [
		[options.port, '--port'],
		[options.port + 1, '--port'],
		[options.emulatorPort, '--emulator-port'],
	]);

	await step('Building the package', buildPackage);

	mkdirSync(options.home, { recursive: true });
	const emulator = await step('Starting the local Adobe Experience Platform', () =>
		startEmulator({
			port: options.emulatorPort,
			state: join(options.home, 'adobe.sqlite'),
		}),
	);
	running.push(() => emulator.stop());

	const n8n = await step('Starting n8n with the package installed', async () => {
		await installIntoN8n(options.home);
		return await startN8n({ userFolder: options.home, port: options.port, env: QUICK_START });
	});
	running.push(() => n8n.stop());
	void n8n.ended.then(async () => {
		if (ending) return;
		console.error(`\nn8n ended by itself. Its output is in ${n8n.log}`);
		await end(1);
	});

	const api = await N8nApi.signIn(n8n.url);
	const dataflow = await step('Running Set Up in n8n: schema, dataset and dataflow', () =>
		setUpAdobe(api, emulator),
	);
	console.log(
		'  Adobe may lose what a dataflow is sent in its first five minutes: the local one is told that they are over.',
	);

	const example = await step('Importing credentials and workflow, publishing', async () =>
		publishExample(api, n8n.url, emulator.url, dataflow),
	);

	const postedEvents = await step('Posting Chatlio’s five documented events', () =>
		postEvents(example),
	);
	const arrivedCount = await showArrivals(emulator, dataflow, postedEvents);

	console.log(
		`\nFrom the command to the last event: ${((Date.now() - started) / 1000).toFixed(1)} s`,
	);
	console.log(`${arrivedCount} of 5 Chatlio events arrived as valid XDM`);
	if (options.once) await end(arrivedCount === 5 ? 0 : 1);
	else
		console.log(`
n8n                        ${n8n.url}/workflow/${example.workflowId}
  sign in with             ${owner.email} / ${owner.password}
Adobe’s dataset, live      ${emulator.url}/

Both stay up until Ctrl-C.`);
} catch (error) {
	// After Ctrl-C, running work fails because its servers are gone: not worth reporting.
	if (!ending) console.error(`\n${error instanceof Error ? error.message : String(error)}`);
	await end(1);
}
