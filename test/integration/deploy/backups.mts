import { spawnSync } from 'node:child_process';
import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { root } from '../../../playground/paths.mts';
import { temporaryFolder } from '../../harness/temporary.mts';

export interface Ended {
	code: number | null;
	output: string;
}

/** A folder with databases and backups, for the scripts of deploy/. */
export interface BackupFolder {
	path: (name: string) => string;
	/** Names of the files, sorted. */
	names: () => string[];
	write: (name: string, text: string) => void;
	/** Makes a file look as if it was written so many days ago. */
	age: (name: string, days: number) => void;
	/** Opens a database as n8n does, creates it if needed, and adds a row, which stays in the -wal file. */
	open: (name: string) => { add: (value: string) => void; close: () => void };
	/** Returns the rows of a database. */
	rows: (name: string) => string[];
	/** Runs a script of deploy/single. */
	node: (script: string, args: string[], env?: Record<string, string>) => Ended;
	/**
	 * Runs a script of deploy/queue with stand-ins for PostgreSQL's programs, which write down how they are called.
	 * @param programs commands of a shell, by the name of the program
	 */
	sh: (script: string, args: string[], programs: Record<string, string>) => Ended;
	/** Returns how the stand-ins were called, a line each. */
	calls: () => string[];
	remove: () => void;
}

export function backupFolder(): BackupFolder {
	const { path: folder, remove } = temporaryFolder();
	const { path: bin, remove: removeBin } = temporaryFolder();
	const calls: string[] = [];
	const path = (name: string) => join(folder, name);
	const run = (file: string, args: string[], env: Record<string, string | undefined>): Ended => {
		const { status, stdout, stderr } = spawnSync(file, args, { env, encoding: 'utf8' });
		return { code: status, output: stdout + stderr };
	};
	return {
		path,
		names: () => readdirSync(folder).sort(),
		write: (name, text) => writeFileSync(path(name), text),
		age: (name, days) => {
			const then = statSync(path(name)).mtimeMs / 1_000 - days * 86_400;
			utimesSync(path(name), then, then);
		},
		open: (name) => {
			const database = new DatabaseSync(path(name));
			database.exec('PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS kept (value TEXT)');
			return {
				add: (value) => void database.prepare('INSERT INTO kept VALUES (?)').run(value),
				close: () => database.close(),
			};
		},
		rows: (name) => {
			const database = new DatabaseSync(path(name));
			const rows = database.prepare('SELECT value FROM kept ORDER BY rowid').all();
			database.close();
			return rows.map(({ value }) => String(value));
		},
		node: (script, args, env = {}) =>
			run(
				process.execPath,
				['--disable-warning=ExperimentalWarning', join(root, 'deploy', 'single', script), ...args],
				{ PATH: process.env.PATH, ...env },
			),
		sh: (script, args, programs) => {
			for (const [name, commands] of Object.entries(programs))
				writeFileSync(
					join(bin, name),
					`#!/bin/sh\necho "called ${name} $*" >&2\nfor last; do :; done\n${commands}\n`,
					{ mode: 0o755 },
				);
			const ended = run('sh', [join(root, 'deploy', 'queue', script), ...args], {
				PATH: `${bin}:${process.env.PATH}`,
				PGDATABASE: 'n8n',
			});
			calls.push(...ended.output.split('\n').filter((line) => line.startsWith('called ')));
			return ended;
		},
		calls: () => calls.map((line) => line.replace('called ', '')),
		remove: () => {
			remove();
			removeBin();
		},
	};
}
