import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import axios from 'axios';
import pRetry from 'p-retry';
import { root } from '../../../playground/paths.mts';
import { freePort } from '../../../playground/ports.mts';
import { temporaryFolder } from '../../harness/temporary.mts';

const [major = 0, minor = 0] = String(spawnSync('caddy', ['version']).stdout ?? '')
	.split(/[ v.]+/)
	.filter(Boolean)
	.map(Number);

const isSince = (wanted: number) => major > 2 || (major === 2 && minor >= wanted);

/**
 * Whether the proxy that deploy/ uses is on this machine: older ones lose a body when a connection cannot be opened, and
 * do not change what they log.
 */
export const hasCaddy = isSince(11);
export const withoutCaddy = hasCaddy ? '' : ' (left out: no Caddy 2.11 or newer on this machine)';

/** Whether a Caddy is here that chooses by path as the one of deploy/ does; Debian 12 has 2.6. */
export const hasAnyCaddy = isSince(6);
export const withoutAnyCaddy = hasAnyCaddy
	? ''
	: ' (left out: no Caddy 2.6 or newer on this machine)';

/** A configuration without what Caddy knows since 2.7 only; nothing of it matters on one machine. */
const forOlder = (text: string) =>
	text.replace(/^\{\n[\s\S]*?\n\}\n/, '').replaceAll('client_ip', 'remote_ip');

/** A body of that many bytes that nobody knows the length of beforehand. */
export const streamOf = (bytes: number) => Readable.from([Buffer.alloc(bytes)]);

export interface Proxy {
	url: string;
	/** What it has logged up to now. */
	log: () => string;
	stop: () => Promise<void>;
}

/**
 * Starts Caddy with a configuration of deploy/, with as little changed as a test on one machine needs.
 * @param changes what stands here for a text of the file, such as the address of an n8n
 * @param editorAllow who may open the editor; the tests themselves unless given
 */
export async function startCaddy(
	configuration: string,
	changes: Record<string, string>,
	editorAllow = '127.0.0.1',
): Promise<Proxy> {
	const folder = temporaryFolder();
	let text = readFileSync(join(root, configuration), 'utf8');
	for (const [before, after] of Object.entries(changes)) {
		if (!text.includes(before)) throw new Error(`${configuration} does not hold ${before}`);
		text = text.replaceAll(before, after);
	}
	writeFileSync(join(folder.path, 'Caddyfile'), isSince(7) ? text : forOlder(text));
	const url = `http://127.0.0.1:${await freePort()}`;
	const child = spawn('caddy', ['run', '--adapter', 'caddyfile', '--config', 'Caddyfile'], {
		cwd: folder.path,
		stdio: ['ignore', 'ignore', 'pipe'],
		env: {
			PATH: process.env.PATH,
			HOME: folder.path,
			ADDRESS: url,
			EDITOR_ALLOW: editorAllow,
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
			retries: 2_000,
			factor: 1,
			minTimeout: 50,
		});
	} catch {
		await stop();
		throw new Error(`Caddy did not start:\n${output}`);
	}
	return { url, log: () => output, stop };
}
