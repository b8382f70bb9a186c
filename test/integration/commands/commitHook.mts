import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../../playground/paths.mts';

export interface Repository {
	/** Runs a command line in the repository, and returns what it printed and its exit code. */
	run: (command: string) => { code: number | null; output: string };
	/** Commits an empty change with this message; returns the faults that git's hook found. */
	commit: (message: string) => string[];
	remove: () => void;
}

/** Creates an empty repository with a copy of the project's hooks, which are not turned on. */
export function emptyRepository(): Repository {
	const folder = mkdtempSync(join(tmpdir(), 'hooks-'));
	cpSync(join(root, '.githooks'), join(folder, '.githooks'), { recursive: true });
	// Neither the settings of this account nor those of a repository around it.
	const env = {
		PATH: process.env.PATH,
		HOME: folder,
		GIT_CONFIG_NOSYSTEM: '1',
		GIT_AUTHOR_NAME: 'A',
		GIT_AUTHOR_EMAIL: 'a@example.com',
		GIT_COMMITTER_NAME: 'A',
		GIT_COMMITTER_EMAIL: 'a@example.com',
	};
	const run: Repository['run'] = (command) => {
		const { status, stdout, stderr } = spawnSync(command, {
			cwd: folder,
			env,
			shell: true,
			encoding: 'utf8',
		});
		return { code: status, output: stdout + stderr };
	};
	run('git init --quiet');
	return {
		run,
		commit: (message) => {
			writeFileSync(join(folder, 'message'), message);
			const { code, output } = run('git commit --quiet --allow-empty --file message');
			const faults = [...output.matchAll(/^- (.+)$/gm)].map(([, fault]) => fault);
			if (code !== 0 && faults.length === 0) throw new Error(output);
			return faults;
		},
		remove: () => rmSync(folder, { recursive: true, force: true }),
	};
}
