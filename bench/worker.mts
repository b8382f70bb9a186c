import { fork } from 'node:child_process';
import { once } from 'node:events';

/** A process that runs one job at a time. */
export interface Worker<Job, Result> {
	pid: number;
	run: (job: Job) => Promise<Result>;
	stop: () => Promise<void>;
}

interface Message<Result> {
	result?: Result;
	obstacle?: string;
}

/** Starts a script that runs jobs (`doJobs`), as a process that ends with this one. */
export async function startWorker<Job extends object, Result>(
	script: string,
	{ options = [], env = {} }: { options?: string[]; env?: NodeJS.ProcessEnv } = {},
): Promise<Worker<Job, Result>> {
	const child = fork(script, {
		// A separate process group: Ctrl-C reaches only this project's process, which then ends the
		// worker.
		detached: true,
		execArgv: ['--disable-warning=ExperimentalWarning', ...options],
		env: { ...process.env, ...env },
	});
	const exit = once(child, 'exit');
	const message = async () => {
		const end = exit.then(([code]) => {
			throw new Error(`${script} ended with ${code}`);
		});
		const [received] = await Promise.race([once(child, 'message'), end]);
		return received as Message<Result>;
	};
	await message();
	return {
		pid: child.pid!,
		run: async (job) => {
			child.send(job);
			const { result, obstacle } = await message();
			if (result === undefined) throw new Error(obstacle);
			return result;
		},
		stop: async () => {
			if (child.connected) child.disconnect();
			await exit;
		},
	};
}

/** Runs jobs in a script that `startWorker` started. */
export function doJobs<Job, Result>(work: (job: Job) => Promise<Result>): void {
	process.on('message', (job: Job) => {
		void work(job).then(
			(result) => process.send!({ result }),
			(error: Error) => process.send!({ obstacle: error.message }),
		);
	});
	process.once('disconnect', () => process.exit(0));
	process.send!('ready');
}
