import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../../playground/paths.mts';

/** Runs a script of this repository in a process of its own, and gives what it writes to standard output. */
export const runScript = (path: string, ...parameters: string[]): string =>
	execFileSync(process.execPath, [join(root, path), ...parameters], {
		encoding: 'utf8',
		maxBuffer: 2 ** 28,
	});
