import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './paths.mts';

const require = createRequire(import.meta.url);

/** A module of the package as it was built: what n8n runs is what the scripts use. */
export function built<T>(module: string): T {
	return require(join(root, 'dist', module)) as T;
}
