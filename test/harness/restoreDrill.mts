import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startCluster } from '../../playground/cluster/cluster.mts';
import { folderOf } from '../../playground/cluster/n8nPart.mts';
import { emptyPostgres } from '../../playground/cluster/postgres.mts';
import { hasRedis } from '../../playground/cluster/redis.mts';
import { startSingle } from '../../playground/cluster/single.mts';
import type { System } from '../../playground/cluster/system.mts';
import { root } from '../../playground/paths.mts';
import { SHORT } from '../faults/options.mts';
import { postgresWithDump, withoutPostgres } from './postgresWithDump.mts';
import { temporarySystem, type TemporarySystem } from './temporarySystem.mts';

const run = promisify(execFile);

/** A system whose database can be backed up, destroyed and restored as docs/deployment.md says. */
export interface DrilledSystem extends TemporarySystem {
	/** Runs the script that backs up while n8n runs. @returns the file that it made */
	backUp: () => Promise<string>;
	/** Ends every process of n8n and its stores at once, and removes what the stores kept. */
	destroy: () => Promise<void>;
	/** Runs the script that restores, with the stores running and n8n not. */
	restore: (file: string) => Promise<void>;
	/** Starts every process again. */
	startAgain: () => Promise<void>;
}

export type DrilledName = System['name'];

const asked = process.env.DRILL_EVENTS;

/** Events before the backup: more of them, by this variable, for the figures in docs/deployment.md. */
export const EVENTS = Number(asked ?? 40);

/** Prints the figures of a drill, if somebody asked for another number of events. */
export function sayFigures(name: DrilledName, figures: Record<string, number>): void {
	if (asked !== undefined) console.log(name, figures);
}

/** The reason why a system cannot be drilled here, and what to do about it; empty where it can. */
export const leftOutOf = (name: DrilledName): string => {
	if (name === 'single') return '';
	if (!hasRedis()) return ' (left out: this machine has no redis-server)';
	return withoutPostgres;
};

/** Starts it; what was started ends again when a later step stops half-way. */
export async function startDrilled(name: DrilledName): Promise<DrilledSystem> {
	const postgresBinaries = postgresWithDump();
	const start = async (home: string) => {
		const options = { home, ...SHORT.start };
		return name === 'single'
			? await startSingle(options)
			: await startCluster({ ...options, postgresBinaries });
	};
	return await temporarySystem(`drill-${name}`, start, (system, home) => {
		const backups = join(home, 'backups');
		mkdirSync(backups);
		return name === 'single'
			? sqlite(system, home, backups)
			: postgres(system, home, backups, postgresBinaries!);
	});
}

type Stores = Omit<DrilledSystem, keyof TemporarySystem>;

const processesOf = ({ parts }: System) =>
	parts.filter(({ role }) => role !== 'postgres' && role !== 'redis');

function sqlite(system: System, home: string, backups: string): Stores {
	const folder = join(folderOf(home, 'main'), '.n8n');
	const database = join(folder, 'database.sqlite');
	const scripts = join(root, 'deploy', 'single');
	const node = async (script: string, ...args: string[]) =>
		(await run(process.execPath, [join(scripts, script), ...args])).stdout.trim();
	const main = system.part('main');
	return {
		backUp: async () => await node('backup.mjs', database, backups),
		destroy: async () => {
			await main.killAndHold();
			// The packages are in the image. The script has to remove what belonged to the database.
			for (const name of readdirSync(folder))
				if (name !== 'nodes' && !/-(wal|shm)$/.test(name))
					rmSync(join(folder, name), { recursive: true });
		},
		restore: async (file) => void (await node('restore.mjs', file, database)),
		startAgain: async () => {
			await main.start();
			await main.ready();
		},
	};
}

function postgres(system: System, home: string, backups: string, binaries: string): Stores {
	const scripts = join(root, 'deploy', 'queue');
	const [database, redis] = [system.part('postgres'), system.part('redis')];
	const { hostname, port, username, password, pathname } = new URL(database.url!);
	const env = {
		PATH: `${join(binaries, 'bin')}:${process.env.PATH}`,
		PGHOST: hostname,
		PGPORT: port,
		PGUSER: username,
		PGPASSWORD: password,
		PGDATABASE: pathname.slice(1),
	};
	const sh = async (script: string, ...args: string[]) =>
		(await run('sh', [join(scripts, script), ...args], { env })).stdout.trim();
	return {
		backUp: async () => await sh('backup.sh', backups),
		destroy: async () => {
			await Promise.all(system.parts.map((part) => part.killAndHold()));
			emptyPostgres(home, binaries);
			for (const name of readdirSync(join(home, 'redis')))
				if (name !== 'redis.log') rmSync(join(home, 'redis', name), { recursive: true });
			await Promise.all([database.start(), redis.start()]);
			await Promise.all([database.ready(), redis.ready()]);
		},
		restore: async (file) => void (await sh('restore.sh', file)),
		startAgain: async () => {
			const [main, ...others] = processesOf(system);
			for (const parts of [[main], others]) {
				await Promise.all(parts.map((part) => part.start()));
				await Promise.all(parts.map((part) => part.ready()));
			}
		},
	};
}

/** Size of a file in bytes. */
export const sizeOf = (file: string): number => statSync(file).size;
