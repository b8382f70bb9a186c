import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import pRetry, { AbortError } from 'p-retry';
import { playground } from './paths.mts';

export interface RunningN8n {
	url: string;
	pid: number;
	/** Where its output goes. */
	log: string;
	/** Ends it in order, and by force after ten seconds. */
	stop: () => Promise<void>;
	/** Resolves when it ended by itself. */
	ended: Promise<void>;
}

/** What a process of n8n needs to be started. */
export interface N8nProcess {
	/** `start`, `webhook` or `worker`, with its options. */
	command?: string[];
	/** What n8n keeps, and where its packages are. */
	userFolder: string;
	port: number;
	/** Of its task broker; default the next one. */
	brokerPort?: number;
	/** The address others know it by; default its own. */
	publicUrl?: string;
	/** More of n8n's settings. */
	env?: Record<string, string>;
}

export interface Program {
	file: string;
	args: string[];
	cwd: string;
	env: Record<string, string | undefined>;
	/** The account it runs as; default this process's. */
	uid?: number;
	gid?: number;
}

/** A process of a real n8n on 127.0.0.1 that asks nobody outside this machine for anything. */
export function n8nProgram(options: N8nProcess): Program {
	const { command = ['start'], userFolder, port, brokerPort = port + 1 } = options;
	const publicUrl = options.publicUrl ?? `http://127.0.0.1:${port}`;
	return {
		file: process.execPath,
		args: [join(playground, 'n8n', 'node_modules', 'n8n', 'bin', 'n8n'), ...command],
		cwd: userFolder,
		env: {
			PATH: process.env.PATH,
			HOME: userFolder,
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
			N8N_DISABLED_MODULES: 'mcp-registry',
			N8N_VERIFIED_PACKAGES_ENABLED: 'false',
			N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
			N8N_LOG_LEVEL: 'info',
			NODE_ENV: 'production',
			...options.env,
		},
	};
}

/** Starts a real n8n on 127.0.0.1 and waits until its interface answers. */
export async function startN8n(options: N8nProcess): Promise<RunningN8n> {
	const { userFolder, port } = options;
	mkdirSync(userFolder, { recursive: true });
	const url = `http://127.0.0.1:${port}`;
	const log = join(userFolder, 'n8n.log');
	const output = openSync(log, 'a');
	const { file, args, ...program } = n8nProgram(options);
	// A group of its own: Ctrl-C reaches only this project's process, which then ends n8n in order.
	const child = spawn(file, args, {
		...program,
		stdio: ['ignore', output, output],
		detached: true,
	});
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const stop = async () => {
		if (child.exitCode !== null || child.signalCode !== null) return;
		child.kill('SIGTERM');
		const force = setTimeout(() => child.kill('SIGKILL'), 10_000);
		await ended;
		clearTimeout(force);
	};
	try {
		await pRetry(
			async () => {
				if (child.exitCode !== null || child.signalCode !== null)
					throw new AbortError(`n8n ended while starting:\n${lastLines(log)}`);
				// While n8n migrates its database every address answers 200 in words: only JSON means ready.
				const { data } = await axios.get<unknown>(`${url}/rest/settings`, { timeout: 2_000 });
				if (typeof data !== 'object') throw new Error('n8n is still starting');
			},
			{ retries: 600, factor: 1, minTimeout: 200 },
		);
	} catch (error) {
		await stop();
		throw error;
	}
	return { url, pid: child.pid!, log, stop, ended };
}

/** The end of a log, for a person who asks why. */
export function lastLines(file: string): string {
	return readFileSync(file, 'utf8').trim().split('\n').slice(-15).join('\n');
}
