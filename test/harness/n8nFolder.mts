import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startN8n, type RunningN8n } from '../../playground/n8n.mts';
import { QUICK_START } from '../../playground/n8nProgram.mts';
import { installIntoN8n } from '../../playground/package.mts';
import { copyPreparedDatabase } from '../../playground/preparedDatabase.mts';

/** A folder that one n8n after the other runs on, all at the same address. */
export interface N8nFolder {
	path: string;
	/** Starts one, of another version if its modules are given; the one before must have ended. */
	start: (env?: Record<string, string>, modules?: string) => Promise<RunningN8n>;
	/** Ends what runs, or is about to, and removes the folder. */
	remove: () => Promise<void>;
}

const folders = new Set<N8nFolder>();

// Also after a file that failed while it began.
afterAll(async () => {
	await Promise.all([...folders].map((folder) => folder.remove()));
});

/**
 * Makes a folder as n8n's first start and the owner's sign-in leave it.
 * @param options `bare`: the packed package is not installed
 */
export async function n8nFolder(options: { bare?: boolean } = {}): Promise<N8nFolder> {
	const path = mkdtempSync(join(tmpdir(), 'n8n-own-'));
	const removed = new AbortController();
	let running: RunningN8n | undefined;
	let starting: Promise<RunningN8n> | undefined;
	const folder: N8nFolder = {
		path,
		start: async (env, modules) => {
			// After a crash n8n does nothing but wait for ten seconds before it starts.
			rmSync(join(path, '.n8n', 'crash.journal'), { force: true });
			const { port, brokerPort } = running ?? {};
			const { signal } = removed;
			starting = startN8n({
				userFolder: path,
				port,
				brokerPort,
				signal,
				modules,
				env: { ...QUICK_START, ...env },
			});
			return (running = await starting);
		},
		remove: async () => {
			removed.abort(new Error('This n8n is not needed any more'));
			await starting?.catch(() => {});
			await running?.kill();
			rmSync(path, { recursive: true, force: true });
			folders.delete(folder);
		},
	};
	folders.add(folder);
	await copyPreparedDatabase(path);
	if (!options.bare) await installIntoN8n(path);
	return folder;
}
