import { spawn } from 'node:child_process';
import {
	closeSync,
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
import { compileCache, n8nProgram, type N8nProcess } from './n8nProgram.mts';
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
