import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axios from 'axios';
import pRetry from 'p-retry';
import { root } from '../../playground/paths.mts';
import { freePort } from '../../playground/ports.mts';
import { temporaryFolder } from './temporary.mts';

const [major = 0, minor = 0] = String(spawnSync('caddy', ['version']).stdout ?? '')
	.split(/[ v.]+/)
	.filter(Boolean)
	.map(Number);

/** Whether the proxy that deploy/ uses is on this machine: older ones lose a body when a connection cannot be opened. */
export const hasCaddy = major > 2 || (major === 2 && minor >= 11);
export const withoutCaddy = hasCaddy ? '' : ' (left out: no Caddy 2.11 or newer on this machine)';

export interface Proxy {
	url: string;
	/** What it has logged up to now. */
	log: () => string;
	stop: () => Promise<void>;
}

/**
 * Starts Caddy with a configuration of deploy/, with as little changed as a test on one machine needs.
 * @param changes what stands here for a text of the file, such as the address of an n8n
 */
export async function startCaddy(
	configuration: string,
	changes: Record<string, string>,
): Promise<Proxy> {
	const folder = temporaryFolder();
	let text = readFileSync(join(root, configuration), 'utf8');
	for (const [before, after] of Object.entries(changes)) {
		if (!text.includes(before)) throw new Error(`${configuration} does not hold ${before}`);
		text = text.replaceAll(before, after);
	}
	writeFileSync(join(folder.path, 'Caddyfile'), text);
	const url = `http://127.0.0.1:${await freePort()}`;
	const child = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', 'Caddyfile'], {
		cwd: folder.path,
		stdio: ['ignore', 'ignore', 'pipe'],
		env: {
			PATH: process.env.PATH,
			HOME: folder.path,
			ADDRESS: url,
			CADDY_ADMIN: `127.0.0.1:${await freePort()}`,
		},
	});
	let output = '';
	child.stderr.setEncoding('utf8').on('data', (line: string) => (output += line));
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const stop = async () => {
		child.kill('SIGKILL');
		await ended;
		folder.remove();
	};
	try {
		await pRetry(async () => await axios.get(`${url}/metrics`, { validateStatus: () => true }), {
			retries: 100,
			factor: 1,
			minTimeout: 50,
		});
	} catch {
		await stop();
		throw new Error(`Caddy did not start:\n${output}`);
	}
	return { url, log: () => output, stop };
}
