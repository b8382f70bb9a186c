import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { root } from '../../../playground/paths.mts';
import { temporaryFolder } from '../../harness/temporary.mts';

export interface Ended {
	code: number | null;
	output: string;
}

export interface RunOptions {
	env?: Record<string, string | undefined>;
	/** Largest file that may be written, in kB: more fails as on a full disk. */
	roomKB?: number;
}

/** A folder with databases and backups, for the scripts of deploy/. */
export interface BackupFolder {
	path: (name: string) => string;
	/** Names of the files, sorted. */
	names: () => string[];
	write: (name: string, text: string) => void;
	/** Writes another file with a part of a file, or all of it. */
	copy: (name: string, to: string, bytes?: number) => void;
	size: (name: string) => number;
	/** Makes a file look as if it was written so many days ago. */
	age: (name: string, days: number) => void;
	/** Returns the access rights of a file, e.g. `600`. */
	mode: (name: string) => string;
	protect: (name: string) => void;
	/** Opens a database as n8n does, creates it if needed, and adds a row, which stays in the -wal file. */
	open: (name: string) => { add: (value: string) => void; close: () => void };
	/** Returns the rows of a database. */
	rows: (name: string) => string[];
	/** Runs SQL on a SQLite file, which it creates if needed. */
	sqlite: (name: string, sql: string) => void;
	/** Runs a script of deploy/single. */
	node: (script: string, args: string[], options?: RunOptions) => Ended;
	/** Runs a script of deploy/queue. */
	sh: (script: string, args: string[], options?: RunOptions) => Ended;
	remove: () => void;
}

/** Creates the tables by which the scripts know a database of n8n. */
export const N8N_TABLES = ['execution_entity', 'credentials_entity', 'workflow_entity']
	.map((table) => `CREATE TABLE IF NOT EXISTS ${table} (value TEXT);`)
	.join('\n');

export function backupFolder(): BackupFolder {
	const { path: folder, remove } = temporaryFolder();
	const path = (name: string) => join(folder, name);
	const sqlite = (name: string, sql: string) => {
		const database = new DatabaseSync(path(name));
		database.exec(sql);
		return database;
	};
	return {
		path,
		names: () => readdirSync(folder).sort(),
		write: (name, text) => writeFileSync(path(name), text),
		copy: (name, to, bytes) => writeFileSync(path(to), readFileSync(path(name)).subarray(0, bytes)),
		size: (name) => statSync(path(name)).size,
		age: (name, days) => {
			const then = statSync(path(name)).mtimeMs / 1_000 - days * 86_400;
			utimesSync(path(name), then, then);
		},
		mode: (name) => (statSync(path(name)).mode & 0o777).toString(8),
		protect: (name) => chmodSync(path(name), 0o444),
		open: (name) => {
			const database = sqlite(name, `PRAGMA journal_mode=WAL; ${N8N_TABLES}`);
			const insert = database.prepare('INSERT INTO execution_entity VALUES (?)');
			return { add: (value) => void insert.run(value), close: () => database.close() };
		},
		rows: (name) => {
			const database = new DatabaseSync(path(name));
			const rows = database.prepare('SELECT value FROM execution_entity ORDER BY rowid').all();
			database.close();
			return rows.map(({ value }) => String(value));
		},
		sqlite: (name, sql) => sqlite(name, sql).close(),
		node: (script, args, options) =>
			run(
				[
					...[process.execPath, '--disable-warning=ExperimentalWarning'],
					...[join(root, 'deploy', 'single', script), ...args],
				],
				options,
			),
		sh: (script, args, options) =>
			run(['sh', join(root, 'deploy', 'queue', script), ...args], options),
		remove,
	};
}

function run(command: string[], { env, roomKB }: RunOptions = {}): Ended {
	// In blocks of 512 bytes. The signal would end the program before it can say what is wrong.
	const limit = roomKB === undefined ? '' : `trap '' XFSZ; ulimit -f ${roomKB * 2}; `;
	const { status, stdout, stderr } = spawnSync(
		'sh',
		['-c', `${limit}exec "$@"`, 'sh', ...command],
		{
			env: { PATH: process.env.PATH, ...env },
			encoding: 'utf8',
		},
	);
	return { code: status, output: stdout + stderr };
}
