import { spawn, spawnSync } from 'node:child_process';
import { root } from '../../../playground/paths.mts';

const missing = ['bash', 'curl', 'jq', 'openssl'].filter(
	(name) => spawnSync('bash', ['-c', `command -v ${name}`]).status !== 0,
);

/** Whether this machine has what the shell blocks of the pages use. */
export const hasShellTools = missing.length === 0;
export const withoutShellTools = hasShellTools
	? ''
	: ` (left out: no ${missing.join(', ')} on this machine)`;

/** Stands between the outputs of two blocks. */
const MARK = '@@ end of block @@';

/**
 * Performs the shell blocks of a page one after the other in one shell, in the folder of the project.
 * @param prelude run before them
 * @returns what each block printed; throws with everything that was printed when one fails
 */
export async function perform(blocks: string[], prelude = ''): Promise<string[]> {
	const script = [
		'set -euo pipefail',
		prelude,
		...blocks.map((block) => `${block}\necho '${MARK}'`),
	];
	const child = spawn('bash', ['-s'], {
		cwd: root,
		env: { PATH: process.env.PATH, HOME: process.env.HOME },
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	let output = '';
	let complaint = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
	child.stdin.end(script.join('\n'));
	const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
	if (code !== 0) throw new Error(`The shell ended with ${code}:\n${output}\n${complaint}`);
	return output.split(`${MARK}\n`).slice(0, -1);
}

/**
 * Puts values between the quotes of a block of `export NAME='…'` lines.
 * @throws Error when the block asks for other values than those given
 */
export function fillIn(block: string, values: Record<string, string>): string {
	const asked = [...block.matchAll(/^export (\w+)=/gm)].map(([, name]) => name);
	const given = Object.keys(values);
	if (asked.sort().join() !== given.sort().join())
		throw new Error(`The page asks for ${asked.join(', ')}; given are ${given.join(', ')}`);
	return block.replace(
		/^export (\w+)=.*$/gm,
		(_, name: string) => `export ${name}='${values[name]}'`,
	);
}
