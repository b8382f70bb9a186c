import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../../playground/paths.mts';
import { Assembly } from '../../playground/cluster/assembly.mts';
import { startPart, type PartDefinition } from '../../playground/cluster/supervise.mts';
import type { Part } from '../../playground/cluster/system.mts';
import { temporaryFolder } from '../harness/temporary.mts';

const WAITS =
	'console.log("started", process.pid, process.env.PART_COLOR); setInterval(() => {}, 1000)';

/** A part that only waits; its log has a line for each time it was started. @param script what it runs instead */
export async function waitingPart(folder: string, script = WAITS): Promise<Part> {
	return await startPart(definition(folder, script));
}

function definition(folder: string, script: string): PartDefinition {
	const log = logOf(folder);
	return {
		name: 'waiting',
		role: 'worker',
		log,
		program: { file: process.execPath, args: ['-e', script], cwd: folder, env: process.env },
		answers: async () => readFileSync(log, 'utf8').includes('started'),
	};
}

const logOf = (folder: string) => join(folder, 'part.log');

/** What each start of the part says of itself: its process, and the color it was told. */
export const startsIn = (folder: string) =>
	[...readFileSync(logOf(folder), 'utf8').matchAll(/started (\d+) (\w+)/g)].map(
		([, pid, color]) => ({ pid: Number(pid), color }),
	);

/** Puts together a system that has a part and then cannot go on. @returns why, and the process of the part */
export async function failedAssembly(
	home: string,
	obstacle: 'another part ends' | 'the gate has no port',
): Promise<{ why: string; pid: number }> {
	const taken = createServer().listen(0, '127.0.0.1');
	await once(taken, 'listening');
	const port =
		obstacle === 'the gate has no port' ? (taken.address() as AddressInfo).port : undefined;
	try {
		await Assembly.start('single', { home, port }, async (assembly) => {
			await assembly.add(definition(home, WAITS));
			if (obstacle === 'another part ends') {
				const other = join(home, 'other');
				mkdirSync(other);
				await assembly.add(definition(other, 'console.error("No such file")'));
			}
			return { main: 'http://127.0.0.1:9', webhooks: ['http://127.0.0.1:9'] };
		});
		throw new Error('It started');
	} catch (error) {
		return { why: String(error), pid: startsIn(home)[0].pid };
	} finally {
		taken.close();
	}
}

export const isAlive = (pid: number): boolean => {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
};

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
