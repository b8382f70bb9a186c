import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

export interface Outcome {
	code: number | null;
	output: string;
	/** The last line that holds anything. */
	lastLine: string;
}

/** What a new user's commands find in their environment: an empty home directory, nothing of this process's. */
export const userEnvironment = (home: string): Record<string, string | undefined> => ({
	HOME: home,
	PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
	TMPDIR: process.env.TMPDIR,
	// The account of this machine may need another registry than npm's own.
	npm_config_registry: process.env.npm_config_registry,
	npm_config_update_notifier: 'false',
});

/** Runs a command of the README as a new user does. */
export async function runCommand(
	[file, ...args]: string[],
	{ folder, home }: { folder: string; home: string },
): Promise<Outcome> {
	const child = spawn(file, args, {
		cwd: folder,
		env: userEnvironment(home),
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	const lines = output.split('\n').filter((line) => line.trim() !== '');
	return { code, output, lastLine: lines.at(-1) ?? '' };
}
