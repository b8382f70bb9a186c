import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import axios from 'axios';
import { endWithScript } from '../../playground/cluster/endWithScript.mts';
import { n8nProgram } from '../../playground/n8nProgram.mts';
import { buildPackage, installIntoN8n, packPackage } from '../../playground/package.mts';
import { manifest } from '../../playground/paths.mts';
import { copyPreparedDatabase } from '../../playground/preparedDatabase.mts';
import { freePort } from '../../playground/ports.mts';
import type { Pass, Scale, Session } from '../figure.mts';

const run = promisify(execFile);

const POLL_MS = 20;
const TIMEOUT_MS = 300_000;
/** Milliseconds for n8n's work after it is ready, before its memory is measured. */
const SETTLE_MS = 1_000;

/** Starts n8n, waits until it is ready, and stops it. */
async function startOnce(
	userFolder: string,
	{ quick }: Scale,
): Promise<{ ms: number; residentBytes: number }> {
	const [port, brokerPort] = [await freePort(), await freePort()];
	const { file, args, ...program } = n8nProgram({ userFolder, port, brokerPort });
	const output = openSync(join(userFolder, 'n8n.log'), 'a');
	const started = performance.now();
	const child = spawn(file, args, {
		...program,
		stdio: ['ignore', output, output],
		detached: true,
	});
	const exit = once(child, 'exit');
	const forgetGroup = child.pid ? endWithScript(child.pid) : () => {};
	try {
		while (!(await isReady(port))) {
			if (child.exitCode !== null || performance.now() - started > TIMEOUT_MS)
				throw new Error('n8n did not become ready');
			await sleep(POLL_MS);
		}
		const ms = performance.now() - started;
		if (!quick) await sleep(SETTLE_MS);
		const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(child.pid)]);
		return { ms, residentBytes: Number(stdout) * 1_024 };
	} finally {
		child.kill('SIGTERM');
		await exit;
		forgetGroup();
	}
}

async function isReady(port: number): Promise<boolean> {
	const address = `http://127.0.0.1:${port}/healthz/readiness`;
	const { status } = await axios
		.get(address, { proxy: false, timeout: 1_000, validateStatus: () => true })
		.catch(() => ({ status: 0 }));
	return status === 200;
}

async function open(scale: Scale) {
	const userFolder = mkdtempSync(join(tmpdir(), 'bench-start-'));
	const close = async () => rmSync(userFolder, { recursive: true, force: true });
	try {
		await buildPackage();
		await copyPreparedDatabase(userFolder);
		await installIntoN8n(userFolder);
		const { tarball } = await packPackage(join(userFolder, 'packed'));
		const packageBytes = statSync(tarball).size;
		const installed = join(userFolder, '.n8n', 'nodes', 'node_modules', manifest.name);
		const removedFolder = join(userFolder, 'aside');
		const side = (hasPackage: boolean) => async (): Promise<Pass> => {
			if (hasPackage && existsSync(removedFolder)) renameSync(removedFolder, installed);
			if (!hasPackage && existsSync(installed)) renameSync(installed, removedFolder);
			const { ms, residentBytes } = await startOnce(userFolder, scale);
			return { value: ms, lost: 0, doubled: 0, details: { residentBytes, packageBytes } };
		};
		const sides = { without: side(false), with: side(true) };
		// The first starts fill the file caches.
		if (!scale.quick) for (const side of Object.values(sides)) await side();
		return { sides, close };
	} catch (error) {
		await close();
		throw error;
	}
}

/** Measures how much longer n8n takes to start with the package: same folder, same database. */
export const startUp: Session = {
	title: 'n8n’s start',
	// Each turn starts n8n again.
	plan: { rounds: 1, turns: 6 },
	figures: [
		{
			id: 'start',
			title: 'n8n’s start with the package, until it is ready',
			against: 'without the package',
			unit: 'ms',
			goal: { atMost: 1.02 },
			ours: 'with',
			theirs: 'without',
		},
	],
	open,
};
