import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../playground/paths.mts';
import { startPart } from '../../playground/cluster/supervise.mts';
import type { Part } from '../../playground/cluster/system.mts';
import { temporaryFolder } from '../harness/temporary.mts';

/** A part that only waits; its log has a line for each time it was started. @param script what it runs instead */
export async function waitingPart(
	folder: string,
	script = 'console.log("started"); setInterval(() => {}, 1000)',
): Promise<Part> {
	const log = join(folder, 'part.log');
	return await startPart({
		name: 'waiting',
		role: 'worker',
		log,
		program: { file: process.execPath, args: ['-e', script], cwd: folder, env: process.env },
		answers: async () => readFileSync(log, 'utf8').includes('started'),
	});
}

export const isAlive = (pid: number): boolean => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};

export async function until(what: () => boolean): Promise<void> {
	for (const deadline = Date.now() + 10_000; !what(); await sleep(50))
		if (Date.now() > deadline) throw new Error('It did not come to that within ten seconds');
}

/** Starts a script that starts a part, and kills the script. @returns the part's process */
export async function partOfKilledScript(): Promise<number> {
	const folder = temporaryFolder();
	const here = join(root, 'test', 'integration', 'supervised.mts');
	const script = spawn(
		process.execPath,
		[
			'--input-type=module',
			'-e',
			`import { waitingPart } from ${JSON.stringify(here)};
			const part = await waitingPart(${JSON.stringify(folder.path)});
			console.log(part.pid());`,
		],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const pid = await new Promise<number>((resolve, reject) => {
		script.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())));
		script.once('exit', () => reject(new Error('The script ended too early')));
	});
	script.kill('SIGKILL');
	folder.remove();
	return pid;
}
