import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { userEnvironment } from '../../harness/command.mts';
import { until } from '../../harness/until.mts';
import { isAlive, processTree, type Seen } from './processTree.mts';

/** How a command ended that was asked to. */
export interface Stopped {
	/** Every process of it as it was asked, the command's own aside. */
	tree: Seen[];
	output: string;
	/** What is now where it kept its temporary files. */
	temporary: () => string[];
}

const MIDDLE_MS = 300_000;

/**
 * Runs a command of the README as a new user does, and sends it SIGTERM.
 * @param isInTheMiddle whether it is far enough, by its processes
 */
export async function stopInTheMiddle(
	command: string,
	place: { folder: string; home: string },
	isInTheMiddle: (tree: Seen[]) => boolean,
): Promise<Stopped> {
	const temporary = join(place.home, 'tmp');
	mkdirSync(temporary, { recursive: true });
	const [file, ...args] = command.split(' ');
	const child = spawn(file, args, {
		cwd: place.folder,
		env: { ...userEnvironment(place.home), TMPDIR: temporary },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	const ended = once(child, 'exit');

	const deadline = Date.now() + MIDDLE_MS;
	let tree = processTree(child.pid!);
	while (!isInTheMiddle(tree)) {
		if (child.exitCode !== null) throw new Error(`${command} ended by itself:\n${output}`);
		if (Date.now() > deadline)
			throw new Error(
				`${command} did not get to its middle. Its processes:\n${JSON.stringify(tree, null, 1)}\n${output}`,
			);
		await sleep(20);
		tree = processTree(child.pid!);
	}
	child.kill('SIGTERM');
	// npm ends at once, before what it has started.
	await ended;
	await until(`every process of ${command} has ended`, () => !tree.some(({ pid }) => isAlive(pid)));
	return {
		tree,
		output,
		// Without what npm keeps there for itself.
		temporary: () => readdirSync(temporary).filter((name) => name !== 'node-compile-cache'),
	};
}
