import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { controlClient, type Control } from './controlClient.mts';

export interface Emulator {
	/** Address of the emulator, e.g. http://127.0.0.1:40123 */
	url: string;
	control: Control;
	/** The process id of the child. */
	pid: number;
	/** Stops it and waits until it has ended. */
	stop: () => Promise<void>;
	/** Closes its standard input, as happens when this process dies: the emulator then stops by itself. */
	letGo: () => void;
}

export interface StartOptions {
	/** Default: a free port. */
	port?: number;
	/** File of the state; default: in memory. */
	state?: string;
	/** Warm-up of new dataflows in milliseconds; default: Adobe's five minutes. */
	warmUpMs?: number;
}

const emulatorFolder = import.meta.dirname;

/**
 * Starts the emulator as a child process that ends with this one, however this one ends. It runs on Node 24 even if
 * this process runs on an older Node.
 */
export async function startEmulator(options: StartOptions = {}): Promise<Emulator> {
	const parameters = ['--with-parent', '--port', String(options.port ?? 0)];
	if (options.state !== undefined) parameters.push('--state', options.state);
	if (options.warmUpMs !== undefined) parameters.push('--warm-up', String(options.warmUpMs));
	const child = spawn(
		nodeExecutable(),
		['--disable-warning=ExperimentalWarning', join(emulatorFolder, 'main.mts'), ...parameters],
		{
			stdio: ['pipe', 'pipe', 'pipe'],
			// Node's default location: with the cache, the next emulator starts in half the CPU time.
			env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...process.env },
		},
	);
	let errorOutput = '';
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		errorOutput = (errorOutput + text).slice(-4_000);
	});
	const exitCode = new Promise<number | null>((resolve) => child.once('close', resolve));
	const url = await new Promise<string>((resolve, reject) => {
		child.once('error', reject);
		createInterface(child.stdout).once('line', (line) =>
			resolve((JSON.parse(line) as { url: string }).url),
		);
		void exitCode.then((code) =>
			reject(new Error(`The emulator ended with ${code} before it listened. ${errorOutput}`)),
		);
	});
	return {
		url,
		control: controlClient(url),
		pid: child.pid!,
		stop: async () => {
			child.kill('SIGTERM');
			await exitCode;
		},
		letGo: () => child.stdin.end(),
	};
}

/** Returns a Node that runs TypeScript and has node:sqlite: the current one, otherwise the playground's. */
function nodeExecutable(): string {
	if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
	const modules = join(emulatorFolder, '..', 'playground', 'node24', 'node_modules');
	const suffix = process.platform === 'win32' ? 'node.exe' : 'bin/node';
	const candidates = [
		join(modules, `node-${process.platform}-${process.arch}`, suffix),
		join(modules, 'node', suffix),
	];
	const executable = candidates.find((candidate) => existsSync(candidate));
	if (executable === undefined) {
		throw new Error('The emulator needs Node 24. "npm test" and "npm start" bring it along.');
	}
	return executable;
}
