import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadJob, LoadResult } from './job.mts';

/** Creates the load in a separate process that ends with this one. */
export async function send(job: LoadJob): Promise<LoadResult> {
	const child = fork(join(import.meta.dirname, 'main.mts'), [JSON.stringify(job)], {
		// A separate process group: Ctrl-C reaches only this project's process.
		detached: true,
		execArgv: ['--disable-warning=ExperimentalWarning'],
	});
	return await Promise.race([
		once(child, 'message').then(([result]) => result as LoadResult),
		once(child, 'exit').then(([code]) => {
			throw new Error(`The load ended with ${code} before it was done`);
		}),
	]);
}
