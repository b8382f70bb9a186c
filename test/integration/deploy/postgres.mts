import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { postgresPart } from '../../../playground/cluster/postgres.mts';
import { removeOtherFolders } from '../../../playground/cluster/postgresPlace.mts';
import { postgresWithDump } from '../../harness/postgresWithDump.mts';
import { temporaryFolder } from '../../harness/temporary.mts';
import { until } from '../../harness/until.mts';

/** A PostgreSQL of this machine, with its programs. */
export interface RunningPostgres {
	/** Creates a database, and returns the variables by which PostgreSQL's programs find it. */
	createDatabase: () => Record<string, string>;
	/** Runs SQL. @returns the values, a line for each row */
	sql: (env: Record<string, string>, sql: string) => string[];
	/** Writes a dump as deploy/queue/backup.sh does. */
	dump: (env: Record<string, string>, file: string) => void;
	stop: () => Promise<void>;
}

/** Starts a PostgreSQL that has pg_dump beside its server. */
export async function startPostgres(): Promise<RunningPostgres> {
	const installed = postgresWithDump()!;
	const home = temporaryFolder();
	const { program, url, answers } = await postgresPart(home.path, installed);
	const { file, args, ...options } = program;
	const server = spawn(file, args, { ...options, stdio: 'ignore' });
	const ended = once(server, 'exit');
	const { hostname, port, username, password } = new URL(url);
	const env = {
		PATH: `${join(installed, 'bin')}:${process.env.PATH}`,
		PGHOST: hostname,
		PGPORT: port,
		PGUSER: username,
		PGPASSWORD: password,
		PGDATABASE: 'postgres',
	};
	const sql: RunningPostgres['sql'] = (variables, text) =>
		run(variables, 'psql', ['-X', '--quiet', '--no-align', '--tuples-only', '--command', text])
			.split('\n')
			.filter(Boolean);
	const stop = async () => {
		server.kill('SIGINT');
		await ended;
		removeOtherFolders(home.path);
		home.remove();
	};
	let databases = 0;
	try {
		await until('PostgreSQL responds', async () => await answers().catch(() => false));
	} catch (error) {
		await stop();
		throw error;
	}
	return {
		createDatabase: () => {
			const PGDATABASE = `database_${++databases}`;
			sql(env, `CREATE DATABASE ${PGDATABASE}`);
			return { ...env, PGDATABASE };
		},
		sql,
		dump: (variables, to) => void run(variables, 'pg_dump', ['--format=custom', '--file', to]),
		stop,
	};
}

function run(env: Record<string, string>, program: string, args: string[]): string {
	const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: 'utf8' });
	if (status !== 0) throw new Error(stderr);
	return stdout;
}
