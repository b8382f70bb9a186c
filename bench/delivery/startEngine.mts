import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineJob, EngineResult } from './engineJob.mts';
import { startWorker, type Worker } from '../worker.mts';

export type Engine = Worker<EngineJob, EngineResult>;

/** Starts n8n's engine with the built package in a separate process. */
export async function startEngine(): Promise<Engine> {
	const folder = mkdtempSync(join(tmpdir(), 'bench-engine-'));
	const engine = await startWorker<EngineJob, EngineResult>(
		join(import.meta.dirname, 'engineProcess.mts'),
		{
			options: ['--expose-gc'],
			// Keeps n8n-core away from the user's own n8n folder.
			env: {
				NODE_ENV: 'production',
				N8N_USER_FOLDER: folder,
				N8N_ENCRYPTION_KEY: 'only-for-the-benchmark',
				N8N_LOG_LEVEL: 'silent',
			},
		},
	);
	return {
		...engine,
		stop: async () => {
			await engine.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
