import { join } from 'node:path';
import axios from 'axios';
import { n8nProgram } from '../n8nProgram.mts';
import { freePort } from '../ports.mts';
import type { PartDefinition } from './supervise.mts';
import type { Role } from './system.mts';

/** Settings that the documentation recommends for every n8n with this package, and those that the tests need. */
const SETTINGS = {
	N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: 'true',
	N8N_PROXY_HOPS: '1',
	N8N_METRICS: 'true',
};

const COMMANDS: Partial<Record<Role, string[]>> = {
	main: ['start'],
	webhook: ['webhook'],
	worker: ['worker', '--concurrency=5'],
};

/** Returns a separate folder for each process, in which n8n keeps settings and packages. */
export const folderOf = (home: string, name: string): string => join(home, name.replace(' ', '-'));

/**
 * Defines an n8n process on its own free ports.
 * @param options publicUrl: the gate's address; env: additional settings, which take precedence
 */
export async function n8nPart(options: {
	name: string;
	role: Role;
	home: string;
	publicUrl: string;
	env?: Record<string, string>;
}): Promise<PartDefinition & { url: string }> {
	const { name, role, home, publicUrl, env } = options;
	const userFolder = folderOf(home, name);
	const [port, brokerPort] = [await freePort(), await freePort()];
	const url = `http://127.0.0.1:${port}`;
	return {
		name,
		role,
		url,
		log: join(userFolder, 'n8n.log'),
		program: n8nProgram({
			command: COMMANDS[role],
			userFolder,
			port,
			brokerPort,
			publicUrl,
			env: {
				...SETTINGS,
				// A worker's port has another setting.
				...(role === 'worker' && {
					QUEUE_HEALTH_CHECK_ACTIVE: 'true',
					QUEUE_HEALTH_CHECK_PORT: String(port),
					N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
				}),
				...env,
			},
		}),
		answers: async () => {
			const { status } = await axios.get(`${url}/healthz/readiness`, {
				proxy: false,
				timeout: 5_000,
				validateStatus: () => true,
			});
			return status === 200;
		},
	};
}
