import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackage, installIntoN8n } from '../package.mts';
import { Assembly } from './assembly.mts';
import { folderOf, n8nPart } from './n8nPart.mts';
import { postgresPart, postgresSettings } from './postgres.mts';
import { hasRedis, NO_REDIS, redisPart, redisSettings } from './redis.mts';
import type { System, SystemOptions } from './system.mts';

export interface ClusterOptions extends SystemOptions {
	/** URL of a running PostgreSQL; default: one from npm. */
	postgres?: string;
	/** Folder of another PostgreSQL than the one from npm, with `bin` in it. */
	postgresBinaries?: string;
	/** URL of a running Redis; default: this machine's redis-server. */
	redis?: string;
}

/** n8n's settings for queue mode, the same for each of its processes. */
const QUEUE_MODE = {
	EXECUTIONS_MODE: 'queue',
	// Manual executions from the editor run on the workers, like all others.
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	// Only the webhook processors respond to production webhooks.
	N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
};

/**
 * Settings with which queue mode loses less than with n8n's defaults. What happens without them: docs/reliability.md.
 */
export const KEEPING_MORE = {
	// In ms: interval at which the queue looks for jobs whose worker is gone; n8n erases what it
	// finds. Default: 30,000; 0 means never.
	QUEUE_WORKER_STALLED_INTERVAL: '0',
	// In ms: time that a job belongs to its worker although Redis was not updated. Default: 60,000,
	// after which the end of a job is rejected because it belongs to another worker; this is a day.
	QUEUE_WORKER_LOCK_DURATION: '86400000',
	// In minutes: interval at which n8n looks for executions that are no longer in the queue, after
	// the database was away. Default: 180. Each check also marks executions as crashed that are just
	// on their way into the queue of a busy n8n, so not every minute.
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '30',
	// With n8n's default of 2, a busy processor waits for a connection until it gives up, and then
	// responds with 200 although it has not stored the event.
	DB_POSTGRESDB_POOL_SIZE: '10',
	// Failed checks of the database, one every two seconds, before a process drops its connections.
	// With n8n's default of 3, a worker can take a job without a connection just after the database
	// came back, fail, and the payload is erased; this is a minute.
	DB_PING_MAX_FAILURES_BEFORE_RECOVERY: '30',
	// With n8n's default of 0, a job that ends before the webhook processor asks for it is never
	// found, and its sender waits in vain.
	N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '1000',
	N8N_EXECUTIONS_QUEUE_KEEP_LAST_FAILED: '1000',
};

const OTHER_PARTS = [
	['webhook 1', 'webhook'],
	['webhook 2', 'webhook'],
	['worker 1', 'worker'],
	['worker 2', 'worker'],
] as const;

/**
 * Starts n8n in queue mode: PostgreSQL, Redis, "main", "webhook 1" and "2", "worker 1" and "2". A PostgreSQL or Redis
 * that is already running is not part of the system and keeps running.
 */
export async function startCluster(options: ClusterOptions): Promise<System> {
	if (!options.redis && !hasRedis()) throw new Error(NO_REDIS);
	return await Assembly.start('cluster', options, async (assembly) => {
		const { home } = options;
		await assembly.step('Building the package', buildPackage);
		const { postgres, redis } = await assembly.step('Preparing PostgreSQL and Redis', async () => {
			const parts = {
				postgres: options.postgres ? undefined : await postgresPart(home, options.postgresBinaries),
				redis: options.redis ? undefined : await redisPart(home),
			};
			await assembly.add(...[parts.postgres, parts.redis].filter((part) => part !== undefined));
			return {
				postgres: options.postgres ?? parts.postgres!.url,
				redis: options.redis ?? parts.redis!.url,
			};
		});
		const common = {
			home,
			publicUrl: assembly.url,
			env: {
				...QUEUE_MODE,
				...KEEPING_MORE,
				...postgresSettings(postgres),
				...redisSettings(redis),
				...options.env,
			},
		};
		const main = await n8nPart({ ...common, name: 'main', role: 'main' });
		const others = await Promise.all(
			OTHER_PARTS.map(async ([name, role]) => await n8nPart({ ...common, name, role })),
		);
		// The first process creates or changes the tables, which the others need.
		await assembly.step('Starting n8n’s main process with the package installed', async () => {
			await installIntoN8n(folderOf(home, 'main'));
			await assembly.add(main);
		});
		await assembly.step('Starting two webhook processors and two workers', async () => {
			for (const [name] of OTHER_PARTS) copyPackages(folderOf(home, 'main'), folderOf(home, name));
			await assembly.add(...others);
		});
		const webhooks = others.filter(({ role }) => role === 'webhook').map(({ url }) => url);
		return { main: main.url, webhooks };
	});
}

/** Copies n8n's packages from one user folder to another. */
function copyPackages(from: string, to: string): void {
	const nodes = join('.n8n', 'nodes');
	rmSync(join(to, nodes), { recursive: true, force: true });
	cpSync(join(from, nodes), join(to, nodes), { recursive: true });
}
