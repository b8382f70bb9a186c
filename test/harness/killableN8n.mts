import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { N8nApi } from '../../playground/n8n-api.mts';
import { startN8n, type RunningN8n } from '../../playground/n8n.mts';
import { installIntoN8n } from '../../playground/package.mts';
import { freePort } from '../../playground/ports.mts';
import { temporaryFolder } from './temporary.mts';

export interface KillableN8n {
	url: string;
	/** Who has signed in stays so when it is started again. */
	signIn: () => Promise<N8nApi>;
	/** Ends it as a power cut does, with everything it started. */
	kill: () => Promise<void>;
	/** Marks an execution as a busy queue can leave one: stored, never started. Only while n8n is not running. */
	leaveUnstarted: (executionId: string) => void;
	/** Starts it again where it was left. */
	startAgain: () => Promise<void>;
	/** Ends it and forgets what it kept. */
	end: () => Promise<void>;
}

/** An n8n of one test's own, which may be killed. */
export async function killableN8n(env?: Record<string, string>): Promise<KillableN8n> {
	const folder = temporaryFolder();
	await installIntoN8n(folder.path);
	const [port, brokerPort] = [await freePort(), await freePort()];
	const start = async () => await startN8n({ userFolder: folder.path, port, brokerPort, env });
	let running: RunningN8n = await start();
	return {
		url: running.url,
		signIn: async () => await N8nApi.signIn(running.url),
		kill: async () => {
			// It leads a group of its own.
			process.kill(-running.pid, 'SIGKILL');
			await running.ended;
		},
		leaveUnstarted: (executionId) => {
			const database = new DatabaseSync(join(folder.path, '.n8n', 'database.sqlite'));
			const { changes } = database
				.prepare(`UPDATE execution_entity SET status = 'crashed', "startedAt" = NULL WHERE id = ?`)
				.run(executionId);
			database.close();
			if (changes !== 1) throw new Error(`There is no execution ${executionId}`);
		},
		startAgain: async () => {
			running = await start();
		},
		end: async () => {
			await running.stop();
			folder.remove();
		},
	};
}
