import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from '../n8nProgram.mts';
import { freePort } from '../ports.mts';
import { ask } from './ask.mts';
import { installedBinaries, postgresPlace } from './postgresPlace.mts';
import type { PartDefinition } from './supervise.mts';

/** For a database that is only reachable on this machine. */
const USER = 'postgres';
const PASSWORD = 'only-for-the-demo-on-this-machine';

/** Returns n8n's settings for a PostgreSQL. */
export function postgresSettings(url: string): Record<string, string> {
	const { hostname, port, username, password, pathname, searchParams } = new URL(url);
	const encrypted = !['disable', null].includes(searchParams.get('sslmode'));
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: hostname,
		DB_POSTGRESDB_PORT: port || '5432',
		DB_POSTGRESDB_DATABASE: decodeURIComponent(pathname.slice(1)) || 'postgres',
		DB_POSTGRESDB_USER: decodeURIComponent(username),
		DB_POSTGRESDB_PASSWORD: decodeURIComponent(password),
		DB_POSTGRESDB_SSL_ENABLED: String(encrypted),
	};
}

/**
 * Defines a PostgreSQL with its own database, created on the first start.
 * @param binaries folder of another PostgreSQL than the one from npm, with `bin` in it
 */
export async function postgresPart(
	home: string,
	binaries = installedBinaries(),
): Promise<PartDefinition & { url: string }> {
	const { data } = postgresPlace(home, binaries);
	const port = await freePort();
	const program = programsOf(home, binaries);
	initialize(data, program);
	return {
		name: 'postgres',
		role: 'postgres',
		url: `postgres://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`,
		log: join(home, 'postgres.log'),
		program: program('postgres', [
			...['-D', join(data, 'data'), '-p', String(port), '-h', '127.0.0.1', '-k', ''],
			// Five n8n processes use up to fifty, ten each.
			...['-c', 'max_connections=100'],
		]),
		// Stops without waiting for its clients to disconnect.
		stopSignal: 'SIGINT',
		answers: async () => (await ask(port, STARTUP)).toString('latin1', 0, 1) === 'R',
	};
}

/** Destroys the database of a PostgreSQL that is not running, and creates an empty one in its place. */
export function emptyPostgres(home: string, binaries = installedBinaries()): void {
	const { data } = postgresPlace(home, binaries);
	rmSync(join(data, INITIALIZED));
	initialize(data, programsOf(home, binaries));
}

type Programs = (name: string, args: string[]) => Program;

function programsOf(home: string, installed: string): Programs {
	const { binaries, data, ...account } = postgresPlace(home, installed);
	return (name, args) => ({
		...account,
		file: join(binaries, 'bin', name),
		args,
		cwd: data,
		env: { PATH: process.env.PATH, LC_ALL: 'C' },
	});
}

const INITIALIZED = 'initialised';

/** Creates the empty database; if an earlier attempt was interrupted, starts again. */
function initialize(folder: string, program: Programs): void {
	const done = join(folder, INITIALIZED);
	if (existsSync(done)) return;
	const data = join(folder, 'data');
	rmSync(data, { recursive: true, force: true });
	const passwordFile = join(folder, 'password');
	writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
	const { file, args, ...options } = program('initdb', [
		...['-D', data, '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`],
		...['--encoding=UTF8', '--locale=C'],
	]);
	const { status, stderr, error } = spawnSync(file, args, { ...options, encoding: 'utf8' });
	if (status !== 0)
		throw new Error(`PostgreSQL could not make its database: ${error?.message ?? stderr}`);
	writeFileSync(done, '');
}

/**
 * First message of a client. While it starts or stops, the database rejects it; otherwise it asks for authentication
 * ("R").
 */
const STARTUP = startupMessage({ user: USER, database: 'postgres' });

function startupMessage(parameters: Record<string, string>): Buffer {
	const text = Object.entries(parameters)
		.flat()
		.map((word) => `${word}\0`)
		.join('');
	const body = Buffer.from(`${text}\0`);
	const head = Buffer.alloc(8);
	head.writeInt32BE(8 + body.length, 0);
	// Version 3.0 of the protocol.
	head.writeInt32BE(196_608, 4);
	return Buffer.concat([head, body]);
}
