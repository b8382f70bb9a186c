import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { N8nApi } from '../../playground/n8n-api.mts';
import type { RunningN8n } from '../../playground/n8n.mts';
import { n8nFolder } from './n8nFolder.mts';

export interface OwnN8n {
	url: string;
	api: N8nApi;
	/** What it keeps is here. */
	folder: string;
	/** Everything it wrote so far, to its console and to its log files. */
	log: () => string;
	/** The bytes of its database, with what is not yet merged into it. */
	database: () => Buffer;
	/** Ends it in order and starts it, or another version of it, again on the same folder with other settings. */
	restart: (env: Record<string, string>, modules?: string) => Promise<void>;
	/** Ends it in order; what it kept stays. */
	end: () => Promise<void>;
	/** Ends it, also while it restarts, and removes what it kept. It ends with its test file at the latest. */
	stop: () => Promise<void>;
}

/**
 * An n8n for one test file, with settings the shared one does not have.
 * @param options `bare`: the packed package is not installed
 */
export async function ownN8n(
	env: Record<string, string>,
	options: { bare?: boolean } = {},
): Promise<OwnN8n> {
	const folder = await n8nFolder(options);
	let running: RunningN8n = await folder.start(env);
	const restart = async (settings: Record<string, string>, modules?: string) => {
		await running.stop();
		running = await folder.start(settings, modules);
	};
	const kept = join(folder.path, '.n8n');
	return {
		url: running.url,
		folder: folder.path,
		// Who has signed in stays so when it is started again.
		api: await N8nApi.signIn(running.url),
		log: () =>
			readdirSync(folder.path, { recursive: true, encoding: 'utf8' })
				.filter((name) => name.endsWith('.log') && !name.includes('node_modules'))
				.map((name) => readFileSync(join(folder.path, name), 'utf8'))
				.join('\n'),
		database: () => {
			const files = readdirSync(kept).filter((name) => name.startsWith('database.sqlite'));
			return Buffer.concat(files.map((name) => readFileSync(join(kept, name))));
		},
		restart: (settings, modules) => {
			const restarted = restart(settings, modules);
			// A test that failed before it waits for it leaves nobody to tell.
			restarted.catch(() => {});
			return restarted;
		},
		end: () => running.stop(),
		stop: folder.remove,
	};
}
