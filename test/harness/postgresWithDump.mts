import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Finds the folder of a PostgreSQL of this machine that has pg_dump beside its server, of the same version. */
export function postgresWithDump(): string | undefined {
	const { stdout } = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian) ? readdirSync(debian) : [];
	const folders = [stdout?.trim(), ...versions.map((version) => join(debian, version, 'bin'))];
	const needed = ['initdb', 'postgres', 'pg_dump', 'pg_restore', 'psql'];
	const found = folders.find(
		(folder) => folder && needed.every((name) => existsSync(join(folder, name))),
	);
	return found && dirname(found);
}

/** The reason why tests that dump a PostgreSQL are left out here, and what to do about it; empty where they are not. */
export const withoutPostgres = postgresWithDump()
	? ''
	: ' (left out: this machine has no PostgreSQL with pg_dump, which npm does not carry; install it with: apt-get install postgresql)';
