import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';

export interface Outcome {
	code: number | null;
	output: string;
	/** The last line that holds anything. */
	lastLine: string;
}

/** Runs a command of the README as a new user does: an empty home directory, nothing of this process's environment. */
export async function runCommand(
	[file, ...args]: string[],
	{ folder, home }: { folder: string; home: string },
): Promise<Outcome> {
	const child = spawn(file, args, {
		cwd: folder,
		env: {
			HOME: home,
			PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
			// The account of this machine may need another registry than npm's own.
			npm_config_registry: process.env.npm_config_registry,
			npm_config_update_notifier: 'false',
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding('utf8').on('data', (text: string) => (output += text));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	const lines = output.split('\n').filter((line) => line.trim() !== '');
	return { code, output, lastLine: lines.at(-1) ?? '' };
}
