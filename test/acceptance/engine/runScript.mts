import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../../playground/paths.mts';

/** Runs a script of this repository in its own process and returns what it writes to standard output. */
export const runScript = (path: string, ...parameters: string[]): string =>
	execFileSync(process.execPath, [join(root, path), ...parameters], {
		encoding: 'utf8',
		maxBuffer: 2 ** 28,
	});
