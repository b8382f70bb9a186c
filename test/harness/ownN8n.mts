import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nApi } from '../../playground/n8n-api.mts';
import { startN8n, type RunningN8n } from '../../playground/n8n.mts';
import { installIntoN8n } from '../../playground/package.mts';
import { freePort } from '../../playground/ports.mts';

export interface OwnN8n {
	url: string;
	api: N8nApi;
	/** Everything it wrote so far, to its console and to its log files. */
	log: () => string;
	/** The bytes of its database, with what is not yet merged into it. */
	database: () => Buffer;
	/** Ends it and starts it again on the same folder with other settings. */
	restart: (env: Record<string, string>) => Promise<void>;
	/** Ends it and removes what it kept. */
	stop: () => Promise<void>;
}

/**
 * An n8n for one test file, with settings the shared one does not have.
 * @param options `bare`: the packed package is not installed
 */
export async function ownN8n(
	env: Record<string, string>,
	options: { bare?: boolean } = {},
): Promise<OwnN8n> {
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-own-'));
	if (!options.bare) await installIntoN8n(userFolder);
	const [port, brokerPort] = [await freePort(), await freePort()];
	let running: RunningN8n | undefined;
	const start = async (settings: Record<string, string>) => {
		running = await startN8n({ userFolder, port, brokerPort, env: settings });
		return await N8nApi.signIn(running.url);
	};
	const kept = join(userFolder, '.n8n');
	const own: OwnN8n = {
		url: `http://127.0.0.1:${port}`,
		api: await start(env),
		log: () =>
			readdirSync(userFolder, { recursive: true, encoding: 'utf8' })
				.filter((name) => name.endsWith('.log') && !name.includes('node_modules'))
				.map((name) => readFileSync(join(userFolder, name), 'utf8'))
				.join('\n'),
		database: () => {
			const files = readdirSync(kept).filter((name) => name.startsWith('database.sqlite'));
			return Buffer.concat(files.map((name) => readFileSync(join(kept, name))));
		},
		restart: async (settings) => {
			await running?.stop();
			own.api = await start(settings);
		},
		stop: async () => {
			await running?.stop();
			rmSync(userFolder, { recursive: true, force: true });
		},
	};
	return own;
}
