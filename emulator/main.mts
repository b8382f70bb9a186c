import { Command } from 'commander';
import type { AddressInfo } from 'node:net';
import { defaultSettings } from './settings.mts';
import { buildEmulator } from './server.mts';

interface CommandLine {
	port: number;
	state: string;
	warmUp: number;
	withParent: boolean;
}

const command = new Command('emulator')
	.description('A local Adobe Experience Platform: token endpoint, streaming inlets, platform APIs')
	.option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', readNumber, 7878)
	.option(
		'--state <file>',
		'file that keeps the state; without it the state ends with the process',
		':memory:',
	)
	.option(
		'--warm-up <ms>',
		'how long a new or changed dataflow loses what it is sent',
		readNumber,
		defaultSettings.warmUpMs,
	)
	.option('--with-parent', 'stop when the standard input closes', false);

function readNumber(text: string): number {
	const number = Number(text);
	if (!Number.isInteger(number) || number < 0)
		command.error(`"${text}" is not a number from 0 up.`);
	return number;
}

const options = command.parse().opts<CommandLine>();
const app = buildEmulator({ state: options.state, settings: { warmUpMs: options.warmUp } });

async function stop(): Promise<void> {
	await app.close();
	process.exit(0);
}

process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
if (options.withParent) process.stdin.once('close', () => void stop()).resume();

try {
	await app.listen({ host: '127.0.0.1', port: options.port });
	const { port } = app.server.address() as AddressInfo;
	const url = `http://127.0.0.1:${port}`;
	process.stdout.write(`${JSON.stringify({ url })}\n`);
	if (!options.withParent) {
		process.stderr.write(`Open ${url} to watch its datasets. Ctrl-C stops it.\n`);
	}
} catch (error) {
	const isPortTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
	process.stderr.write(
		isPortTaken
			? `Port ${options.port} is taken. Choose another one with --port, or --port 0 for any.\n`
			: `${(error as Error).message}\n`,
	);
	process.exit(1);
}
