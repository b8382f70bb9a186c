import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPackage, installIntoN8n } from '../package.mts';
import { Assembly } from './assembly.mts';
import { folderOf, n8nPart } from './n8nPart.mts';
import { postgresPart, postgresSettings } from './postgres.mts';
import { hasRedis, NO_REDIS, redisPart, redisSettings } from './redis.mts';
import type { System, SystemOptions } from './system.mts';

export interface ClusterOptions extends SystemOptions {
	/** URL of a PostgreSQL that runs already; default: one from npm. */
	postgres?: string;
	/** URL of a Redis that runs already; default: this machine's redis-server. */
	redis?: string;
}

/** n8n's settings of queue mode, the same for each of its processes. */
const QUEUE_MODE = {
	EXECUTIONS_MODE: 'queue',
	// What a person starts in the editor runs where everything else runs.
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	// Only the webhook processors answer production webhooks.
	N8N_DISABLE_PRODUCTION_MAIN_PROCESS: 'true',
};

/** The settings by which queue mode keeps more than by n8n's own values. What happens without them: docs/reliability.md. */
export const KEEPING_MORE = {
	// In ms: how often the queue looks for jobs whose worker is gone; what it finds n8n erases. Its own: 30,000; 0 is never.
	QUEUE_WORKER_STALLED_INTERVAL: '0',
	// In ms: how long a job is its worker's although Redis was not told. Its own: 60,000, after which a job that ends is
	// refused as somebody else's; this is a day.
	QUEUE_WORKER_LOCK_DURATION: '86400000',
	// In minutes: how soon n8n notices executions that are not in the queue any more, after the database was away. Its
	// own: 180. Each look also marks as crashed what is just on its way into the queue of a busy n8n: not each minute.
	N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '30',
	// With n8n's own 2 a busy processor waits for a connection until it gives up, and then answers 200 to what it has not stored.
	DB_POSTGRESDB_POOL_SIZE: '10',
	// Failed looks at the database, one in two seconds, before a process throws its connections away. With n8n's own 3 a
	// worker can take a job with none just after the database came back, fail, and the payload is erased; this is a minute.
	DB_PING_MAX_FAILURES_BEFORE_RECOVERY: '30',
	// With n8n's own 0 a job that ends before the webhook processor asks for it is never found, and its sender waits in vain.
	N8N_EXECUTIONS_QUEUE_KEEP_LAST_COMPLETED: '1000',
	N8N_EXECUTIONS_QUEUE_KEEP_LAST_FAILED: '1000',
};

const OTHERS = [
	['webhook 1', 'webhook'],
	['webhook 2', 'webhook'],
	['worker 1', 'worker'],
	['worker 2', 'worker'],
] as const;

/**
 * Starts n8n in queue mode: PostgreSQL, Redis, "main", "webhook 1" and "2", "worker 1" and "2". A PostgreSQL or
 * Redis that runs already is no part of it and goes on.
 */
export async function startCluster(options: ClusterOptions): Promise<System> {
	if (!options.redis && !hasRedis()) throw new Error(NO_REDIS);
	return await Assembly.start('cluster', options, async (assembly) => {
		const { home } = options;
		await assembly.step('Building the package', buildPackage);
		const { postgres, redis } = await assembly.step('Preparing PostgreSQL and Redis', async () => {
			const parts = {
				postgres: options.postgres ? undefined : await postgresPart(home),
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
			OTHERS.map(async ([name, role]) => await n8nPart({ ...common, name, role })),
		);
		// The first of them makes or changes the tables: the others must find them.
		await assembly.step('Starting n8n’s main process with the package installed', async () => {
			await installIntoN8n(folderOf(home, 'main'));
			await assembly.add(main);
		});
		await assembly.step('Starting two webhook processors and two workers', async () => {
			for (const [name] of OTHERS) copyPackages(folderOf(home, 'main'), folderOf(home, name));
			await assembly.add(...others);
		});
		const webhooks = others.filter(({ role }) => role === 'webhook').map(({ url }) => url);
		return { main: main.url, webhooks };
	});
}

/** The packages that n8n found in one user folder, for another. */
function copyPackages(from: string, to: string): void {
	const nodes = join('.n8n', 'nodes');
	rmSync(join(to, nodes), { recursive: true, force: true });
	cpSync(join(from, nodes), join(to, nodes), { recursive: true });
}
