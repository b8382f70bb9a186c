import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineJob, EngineResult } from './engineJob.mts';

export interface Engine {
	pid: number;
	run: (job: EngineJob) => Promise<EngineResult>;
	stop: () => Promise<void>;
}

/** Starts n8n's engine with the built package in a process that ends with this one. */
export async function startEngine(): Promise<Engine> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-engine-'));
	const child = fork(join(import.meta.dirname, 'engineProcess.mts'), {
		// A group of its own: Ctrl-C reaches only this project's process, which then ends it.
		detached: true,
		execArgv: ['--disable-warning=ExperimentalWarning', '--expose-gc'],
		// n8n-core keeps away from the user's own n8n folder.
		env: {
			...process.env,
			NODE_ENV: 'production',
			N8N_USER_FOLDER: folder,
			N8N_ENCRYPTION_KEY: 'only-for-the-benchmark',
			N8N_LOG_LEVEL: 'silent',
		},
	});
	const ended = once(child, 'exit');
	const message = async () =>
		(
			await Promise.race([
				once(child, 'message'),
				ended.then(([code]) => {
					throw new Error(`The engine ended with ${code}`);
				}),
			])
		)[0] as { result?: EngineResult; obstacle?: string };
	await message();
	return {
		pid: child.pid!,
		run: async (job) => {
			child.send(job);
			const { result, obstacle } = await message();
			if (!result) throw new Error(`The engine could not deliver: ${obstacle}`);
			return result;
		},
		stop: async () => {
			if (child.connected) child.disconnect();
			await ended;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
