import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../ports.mts';
import { ask } from './ask.mts';
import type { PartDefinition } from './supervise.mts';

export const NO_REDIS =
	'Queue mode needs Redis, which npm does not carry: install it (apt-get install redis-server, or brew install redis), or name a running one with --redis redis://HOST:PORT.';

/** Returns true if this machine has a Redis that can be started. */
export function hasRedis(): boolean {
	return spawnSync('redis-server', ['--version']).status === 0;
}

/** Returns n8n's settings for a Redis. */
export function redisSettings(url: string): Record<string, string> {
	const { hostname, port, username, password, pathname, protocol } = new URL(url);
	return {
		QUEUE_BULL_REDIS_HOST: hostname,
		QUEUE_BULL_REDIS_PORT: port || '6379',
		QUEUE_BULL_REDIS_USERNAME: decodeURIComponent(username),
		QUEUE_BULL_REDIS_PASSWORD: decodeURIComponent(password),
		QUEUE_BULL_REDIS_DB: pathname.slice(1) || '0',
		QUEUE_BULL_REDIS_TLS: String(protocol === 'rediss:'),
	};
}

/** Defines a Redis on this machine that keeps n8n's queue even if it is killed: it appends every change to a file. */
export async function redisPart(home: string): Promise<PartDefinition & { url: string }> {
	const folder = join(home, 'redis');
	mkdirSync(folder, { recursive: true });
	const port = await freePort();
	return {
		name: 'redis',
		role: 'redis',
		url: `redis://127.0.0.1:${port}`,
		log: join(folder, 'redis.log'),
		program: {
			file: 'redis-server',
			args: [
				...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
				...['--appendonly', 'yes', '--appendfsync', 'everysec', '--save', ''],
			],
			cwd: folder,
			env: { PATH: process.env.PATH },
		},
		answers: async () => (await ask(port, 'PING\r\n')).toString().startsWith('+PONG'),
	};
}
