import { spawn } from 'node:child_process';
import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import { endWithScript } from './cluster/endWithScript.mts';
import { n8nModules } from './paths.mts';
import { freePort } from './ports.mts';

export interface RunningN8n {
	url: string;
	port: number;
	brokerPort: number;
	pid: number;
	/** File with its output. */
	log: string;
	/** Stops it gracefully, or forcibly if it does not end. */
	stop: () => Promise<void>;
	/** Ends it like a power failure, with everything it started. */
	kill: () => Promise<void>;
	/** Resolves once it has ended, with everything it started. */
	ended: Promise<void>;
}

/** Options of an n8n process. */
export interface N8nProcess {
	/** `start`, `webhook` or `worker`, with its options. */
	command?: string[];
	/** Folder with n8n's data and its packages. */
	userFolder: string;
	port: number;
	/** Port of its task broker; default: the next one. */
	brokerPort?: number;
	/** Address by which others reach it; default: its own. */
	publicUrl?: string;
	/** Additional settings for n8n. */
	env?: Record<string, string>;
	/** Folder with the modules of another n8n. */
	modules?: string;
}

export interface Program {
	file: string;
	args: string[];
	cwd: string;
	env: Record<string, string | undefined>;
	/** Account that it runs as; default: this process's. */
	uid?: number;
	gid?: number;
}

/** Settings for a faster start: the garbage of loading thousands of modules is collected less often. */
export const QUICK_START = { NODE_OPTIONS: '--max-semi-space-size=64' };

/** Settings for an n8n without Code nodes: no process waits for them. */
export const NO_TASK_RUNNER = {
	N8N_RUNNERS_MODE: 'external',
	N8N_RUNNERS_AUTH_TOKEN: 'nobody-asks-for-it',
};

/** Settings for an n8n without an editor and Code nodes: preparing the editor's files takes a third of a start. */
export const NO_EDITOR = { ...NO_TASK_RUNNER, N8N_DISABLE_UI: 'true' };

/**
 * Returns settings for an n8n that creates no isolate for each webhook call, which takes a tenth of a second of CPU, as
 * docs/versions.md advises for this version.
 */
export const quickExpressions = (): Record<string, string> =>
	knowsSetting('N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE')
		? { N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true' }
		: { N8N_EXPRESSION_ENGINE: 'legacy' };

/** Returns true if the n8n that runs reads this setting of its expression engine. */
function knowsSetting(name: string): boolean {
	const configs = join(n8nModules, '@n8n', 'config', 'dist', 'configs');
	const file = join(configs, 'expression-engine.config.js');
	return existsSync(file) && readFileSync(file, 'utf8').includes(name);
}

/** Returns the program of a real n8n process on 127.0.0.1 that sends no requests outside this machine. */
export function n8nProgram(options: N8nProcess): Program {
	const { command = ['start'], userFolder, port, brokerPort = port + 1 } = options;
	const { modules = n8nModules } = options;
	const publicUrl = options.publicUrl ?? `http://127.0.0.1:${port}`;
	return {
		file: process.execPath,
		args: [join(modules, 'n8n', 'bin', 'n8n'), ...command],
		cwd: userFolder,
		env: {
			PATH: process.env.PATH,
			HOME: userFolder,
			NODE_COMPILE_CACHE: compileCache,
			N8N_USER_FOLDER: userFolder,
			N8N_HOST: '127.0.0.1',
			N8N_PORT: String(port),
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			WEBHOOK_URL: `${publicUrl}/`,
			N8N_EDITOR_BASE_URL: `${publicUrl}/`,
			N8N_RUNNERS_BROKER_PORT: String(brokerPort),
			N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
			N8N_SECURE_COOKIE: 'false',
			N8N_ENCRYPTION_KEY: 'only-for-the-demo-on-this-machine',
			N8N_DIAGNOSTICS_ENABLED: 'false',
			N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
			N8N_TEMPLATES_ENABLED: 'false',
			N8N_PERSONALIZATION_ENABLED: 'false',
			...(hasModule(modules, 'mcp-registry') && { N8N_DISABLED_MODULES: 'mcp-registry' }),
			N8N_VERIFIED_PACKAGES_ENABLED: 'false',
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			N8N_LOG_LEVEL: 'info',
			// On a busy machine, a database responds late; after five seconds, n8n would consider it gone
			// and reject every call.
			DB_PING_TIMEOUT_MS: '120000',
			N8N_EXPRESSION_ENGINE_TIMEOUT: '120000',
			NODE_ENV: 'production',
			...options.env,
		},
	};
}

/** Returns true if this n8n has a module: it does not start with the name of one that it does not know. */
const hasModule = (modules: string, name: string) =>
	existsSync(join(modules, 'n8n', 'dist', 'modules', name));

/** Version of the n8n that runs. */
export function n8nVersion(): string {
	const manifest = readFileSync(join(n8nModules, 'n8n', 'package.json'), 'utf8');
	return (JSON.parse(manifest) as { version: string }).version;
}

/** True if the n8n that runs answers its senders before it stores an event, as those before 2.20 do. */
export const answersFirst = (): boolean =>
	n8nVersion().localeCompare('2.20', 'en', { numeric: true }) < 0;

/** Options of a start; ports are free ones by default. */
export interface N8nStart extends Omit<N8nProcess, 'port'> {
	port?: number;
	/** Aborts the start. */
	signal?: AbortSignal;
}

/** A start that takes longer hangs. */
const START_MS = 300_000;
const POLL_MS = 100;

/** n8n gives its executions 30 s to end. */
const STOP_MS = 60_000;

/**
 * Starts a real n8n on 127.0.0.1 and waits until its interface responds. It ends with this process, however this one
 * ends.
 */
export async function startN8n({ signal, ...options }: N8nStart): Promise<RunningN8n> {
	for (;;) {
		const port = options.port ?? (await freePort());
		const brokerPort = options.brokerPort ?? (options.port ? port + 1 : await freePort());
		signal?.throwIfAborted();
		const n8n = launch({ ...options, port, brokerPort });
		try {
			await isReady(n8n, signal);
			return n8n;
		} catch (error) {
			await n8n.kill();
			// Another process took the port after the check; other ports are free.
			if (options.port || !PORT_TAKEN.test(n8n.output())) throw error;
		}
	}
}

const PORT_TAKEN = /port \d+ is already in use/;

interface LaunchedN8n extends RunningN8n {
	hasEnded: () => boolean;
	/** Its output since it was started. */
	output: () => string;
}

function launch(options: N8nProcess & { brokerPort: number }): LaunchedN8n {
	const { userFolder, port, brokerPort } = options;
	mkdirSync(userFolder, { recursive: true });
	keepCompileCacheSmall();
	const log = join(userFolder, 'n8n.log');
	const logStart = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
	const output = openSync(log, 'a');
	const { file, args, ...program } = n8nProgram(options);
	// A separate process group: Ctrl-C reaches only this project's process, which then stops n8n
	// gracefully.
	const child = spawn(file, args, {
		...program,
		stdio: ['ignore', output, output],
		detached: true,
	});
	closeSync(output);
	const pid = child.pid!;
	const forgetGroup = endWithScript(pid);
	const killGroup = () => {
		try {
			process.kill(-pid, 'SIGKILL');
		} catch {
			// The group is empty.
		}
	};
	let hasEnded = false;
	const ended = new Promise<void>((resolve) =>
		child.once('exit', () => {
			hasEnded = true;
			// Its child processes have nothing left to do.
			killGroup();
			forgetGroup();
			resolve();
		}),
	);
	return {
		url: `http://127.0.0.1:${port}`,
		port,
		brokerPort,
		pid,
		log,
		stop: async () => {
			child.kill('SIGTERM');
			const force = setTimeout(killGroup, STOP_MS);
			await ended;
			clearTimeout(force);
		},
		kill: async () => {
			if (!hasEnded) killGroup();
			await ended;
		},
		ended,
		hasEnded: () => hasEnded,
		output: () => readFileSync(log).subarray(logStart).toString(),
	};
}

/**
 * Waits until the interface responds.
 * @throws Error with the last observation
 */
async function isReady(
	{ url, port, log, ...n8n }: LaunchedN8n,
	signal?: AbortSignal,
): Promise<void> {
	// n8n writes this once it has the port: until then, another process may respond there.
	const readyLine = new RegExp(`n8n ready on .*port ${port}\\b`);
	let lastSeen = 'nothing';
	for (const deadline = Date.now() + START_MS; Date.now() < deadline; await sleep(POLL_MS)) {
		signal?.throwIfAborted();
		if (n8n.hasEnded()) throw new Error(`n8n ended while starting:\n${lastLines(log)}`);
		if (!readyLine.test(n8n.output())) continue;
		try {
			const { data, status } = await axios.get<unknown>(`${url}/rest/login`, {
				proxy: false,
				timeout: 30_000,
				validateStatus: () => true,
				signal,
			});
			// While n8n migrates its database, every address responds with 200 and text: only JSON means
			// ready.
			if ([200, 401].includes(status) && typeof data === 'object') return;
			lastSeen = `status ${status}`;
		} catch (error) {
			lastSeen = String(error);
		}
	}
	throw new Error(
		`n8n does not answer after ${START_MS / 1000} s; last seen: ${lastSeen}. The end of ${log}:\n${lastLines(log)}`,
	);
}

/** Folder for n8n's compiled modules: a start without them takes a quarter longer. */
const compileCache = join(n8nModules, '.cache', 'compiled');

/** n8n and all its nodes have about 9,000 files; each copy of this package adds its own. */
const MAX_COMPILED_FILES = 20_000;

function keepCompileCacheSmall(): void {
	try {
		const folders = readdirSync(compileCache).map((name) => join(compileCache, name));
		if (folders.flatMap((folder) => readdirSync(folder)).length <= MAX_COMPILED_FILES) return;
		const old = `${compileCache}-${process.pid}`;
		renameSync(compileCache, old);
		rmSync(old, { recursive: true, force: true });
	} catch {
		// It does not exist yet, or another process is removing it.
	}
}

/** Returns the end of a log, for error messages. */
export function lastLines(file: string): string {
	return readFileSync(file, 'utf8').trim().split('\n').slice(-15).join('\n');
}
