import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { N8nApi } from '../../playground/n8n-api.mts';
import { type RunningN8n } from '../../playground/n8n.mts';
import { NO_EDITOR } from '../../playground/n8nProgram.mts';
import { n8nFolder } from './n8nFolder.mts';

/** Kills of a test: `npm run test:versions` kills less often, on many versions. */
export const KILLS = Number(process.env.TEST_KILLS ?? 10);

export interface KillableN8n {
	url: string;
	/** Who has signed in stays so when it is started again. */
	signIn: () => Promise<N8nApi>;
	/** Ends it as a power cut does, with everything it started. */
	kill: () => Promise<void>;
	/**
	 * Makes n8n's database say that an execution was stored and never begun. Only while n8n is not running.
	 * @param status crashed, as a busy queue can leave it, or running, as a kill can that comes before it is noted
	 */
	leaveUnstarted: (executionId: string, status: 'crashed' | 'running') => void;
	/** How often it ended by itself and was started again. */
	endings: () => number;
	/** Starts it again where it was left. */
	startAgain: () => Promise<void>;
	/** Ends it, also while it starts, and forgets what it kept. It ends with its test file at the latest. */
	end: () => Promise<void>;
}

/** An n8n of one test's own, which may be killed, and which is started again when it ends by itself. */
export async function killableN8n(env?: Record<string, string>): Promise<KillableN8n> {
	const folder = await n8nFolder();
	const start = async () => await folder.start({ ...NO_EDITOR, ...env });
	let running: RunningN8n = await start();
	let starting: Promise<void> | undefined;
	let isWanted = true;
	let endings = 0;
	/**
	 * As a supervisor does. n8n ends by itself when its look at what a crash left meets an execution that was stored and
	 * not begun; by then it takes in events already. Started again it leaves out the look.
	 */
	const watch = () => {
		void running.ended.then(() => {
			if (!isWanted) return;
			endings++;
			starting = startAgain();
			// Thrown where it is waited for.
			starting.catch(() => {});
		});
	};
	const startAgain = async () => {
		running = await start().catch(async (error) => {
			if (!isWanted) throw error;
			endings++;
			return await start();
		});
		watch();
	};
	watch();
	return {
		url: running.url,
		signIn: async () => await N8nApi.signIn(running.url),
		kill: async () => {
			isWanted = false;
			await starting;
			await running.kill();
		},
		endings: () => endings,
		leaveUnstarted: (executionId, status) => {
			const database = new DatabaseSync(join(folder.path, '.n8n', 'database.sqlite'));
			const { changes } = database
				.prepare('UPDATE execution_entity SET status = ?, "startedAt" = NULL WHERE id = ?')
				.run(status, executionId);
			database.close();
			if (changes !== 1) throw new Error(`There is no execution ${executionId}`);
		},
		startAgain: async () => {
			isWanted = true;
			await startAgain();
		},
		end: async () => {
			isWanted = false;
			await folder.remove();
		},
	};
}
