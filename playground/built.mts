import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './paths.mts';

const require = createRequire(import.meta.url);

/** Loads a module of the built package, so that scripts use the same code as n8n. */
export function built<T>(module: string): T {
	return require(join(root, 'dist', module)) as T;
}
