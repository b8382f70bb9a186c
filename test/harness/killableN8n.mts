import { join } from 'node:path';
import { N8nApi } from '../../playground/n8n-api.mts';
import { startN8n, type RunningN8n } from '../../playground/n8n.mts';
import { installIntoN8n } from '../../playground/package.mts';
import { freePort } from '../../playground/ports.mts';
import { temporaryFolder } from './temporary.mts';

export interface KillableN8n {
	url: string;
	/** The file of its database; not to be written to while it runs. */
	database: string;
	/** Who has signed in stays so when it is started again. */
	signIn: () => Promise<N8nApi>;
	/** Ends it as a power cut does, with everything it started. */
	kill: () => Promise<void>;
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
		database: join(folder.path, '.n8n', 'database.sqlite'),
		signIn: async () => await N8nApi.signIn(running.url),
		kill: async () => {
			// It leads a group of its own.
			process.kill(-running.pid, 'SIGKILL');
			await running.ended;
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
