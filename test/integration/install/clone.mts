import { spawn } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { playground, root } from '../../../playground/paths.mts';
import { temporaryFolder } from '../../harness/temporary.mts';

/** What goes wrong, and in which folder: the root is `clone`, bun works in `n8n`. */
export interface Trouble {
	trouble: 'offline' | 'full' | 'fullButOptional' | 'broken' | 'waiting';
	folder?: 'clone' | 'n8n' | 'bun' | '2.20.12';
}

export interface Ended {
	code: number | null;
	output: string;
}

export interface Clone {
	/** What is installed in a folder; default the root. */
	modules: (folder?: string) => string[];
	edit: (file: string, change: (text: string) => string) => void;
	delete: (path: string) => void;
	/** Makes a link to an empty folder elsewhere. */
	link: (path: string) => void;
	/** Runs npm as a contributor would. */
	npm: (...args: string[]) => Promise<Ended>;
	/** Runs a script that prints “the script runs”. */
	run: (options?: { withN8n?: boolean } & Partial<Trouble>) => Running;
	/** Installs or removes another version of n8n, see `playground/install/version.mjs`. */
	version: (args: string[], trouble?: Partial<Trouble>) => Running;
	/** What was installed so far, a line each. */
	calls: () => string[];
	remove: () => void;
}

export interface Running {
	pid: number;
	ended: Promise<Ended>;
	/** Waits until an install is half done. @returns the process that installs */
	waiting: () => Promise<number>;
}

const here = join(root, 'test', 'integration', 'install');
const version = '1.0.0';
const integrity = 'sha512-of-the-package';

const { platform, arch } = process;
const tools = {
	node24: `node-${platform}-${arch}`,
	bun: `@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}`,
};

/** A clone of a small project with the playground's installer, and an npm that installs empty packages. */
export function makeClone(): Clone {
	const { path: parent, remove } = temporaryFolder();
	const path = (...names: string[]) => join(parent, 'clone', ...names);
	const write = (file: string, text: string) => {
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(file, text);
	};
	for (const name of ['run.mjs', 'install.mjs', 'install'])
		cpSync(join(playground, name), path('playground', name), { recursive: true });
	write(path('script.mjs'), 'console.log("the script runs")');
	const lock = (folder: string, packages: Record<string, object>) =>
		write(
			path(folder, 'package-lock.json'),
			JSON.stringify({
				packages: {
					'': {},
					...Object.fromEntries(
						Object.entries(packages).map(([name, more]) => [
							`node_modules/${name}`,
							{ version, integrity, ...more },
						]),
					),
				},
			}),
		);
	lock('', { tool: {}, 'tool-for-elsewhere': { optional: true, os: 'elsewhere' } });
	lock('playground/n8n', { n8n: {}, sqlite3: {}, 'prebuild-install': {} });
	write(path('playground', 'n8n', 'package.json'), '{}');
	for (const [folder, name] of Object.entries(tools)) {
		lock(`playground/${folder}`, { [name]: { optional: true } });
		const optionalDependencies = { [name]: version };
		write(path('playground', folder, 'package.json'), JSON.stringify({ optionalDependencies }));
	}

	const bin = join(parent, 'bin');
	write(
		join(bin, 'npm'),
		`#!/bin/sh\nexec "${process.execPath}" "${join(here, 'fakeInstaller.mjs')}" npm "$@"\n`,
	);
	chmodSync(join(bin, 'npm'), 0o755);
	const callsFile = join(parent, 'calls');
	const calls = () =>
		existsSync(callsFile) ? readFileSync(callsFile, 'utf8').split('\n').slice(0, -1) : [];

	const start = (file: string, args: string[], trouble: Partial<Trouble> = {}): Running => {
		const before = calls().length;
		const child = spawn(file, args, {
			cwd: path(),
			env: {
				PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
				HOME: parent,
				FAKE_CALLS: callsFile,
				FAKE_TROUBLE: trouble.trouble,
				FAKE_FOLDER: trouble.folder,
			},
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let output = '';
		for (const stream of [child.stdout, child.stderr])
			stream.setEncoding('utf8').on('data', (text: string) => (output += text));
		const ended = new Promise<Ended>((resolve) =>
			child.once('close', (code) => resolve({ code, output })),
		);
		const waiting = async () => {
			let done = false;
			void ended.then(() => (done = true));
			for (;;) {
				const line = calls()
					.slice(before)
					.find((call) => call.startsWith('waiting '));
				if (line) return Number(line.split(' ')[1]);
				if (done) throw new Error(`The install did not wait:\n${output}`);
				await new Promise((resolve) => setTimeout(resolve, 20));
			}
		};
		return { pid: child.pid!, ended, waiting };
	};
	return {
		modules: (folder = '') =>
			existsSync(path(folder, 'node_modules'))
				? readdirSync(path(folder, 'node_modules')).filter((name) => !name.startsWith('.'))
				: [],
		edit: (file, change) => write(path(file), change(readFileSync(path(file), 'utf8'))),
		delete: (file) => rmSync(path(file), { recursive: true }),
		link: (file) => {
			mkdirSync(join(parent, 'elsewhere'));
			symlinkSync(join(parent, 'elsewhere'), path(file));
		},
		remove,
		// Whether a Node 24 is installed depends on the Node of this machine.
		calls: () => calls().filter((call) => !/^waiting |node24$/.test(call)),
		npm: (...args) => start(join(bin, 'npm'), args).ended,
		version: (args, trouble) =>
			start(process.execPath, [path('playground', 'install', 'version.mjs'), ...args], trouble),
		run: ({ withN8n = false, ...trouble } = {}) =>
			start(
				process.execPath,
				[path('playground', 'run.mjs'), ...(withN8n ? ['--with-n8n'] : []), 'script.mjs'],
				trouble,
			),
	};
}

/** Ends a run that waits half-way through an install, and waits until what installs has ended too. */
export async function cutOff(running: Running, signal: 'SIGKILL' | 'SIGTERM'): Promise<Ended> {
	const installer = await running.waiting();
	process.kill(running.pid, signal);
	await untilGone(installer);
	return await running.ended;
}

async function untilGone(pid: number): Promise<void> {
	for (;;) {
		try {
			process.kill(pid, 0);
		} catch {
			return;
		}
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}
