import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const playground = dirname(fileURLToPath(import.meta.url));
export const root = dirname(playground);

/** The modules of the playground's n8n. */
export const n8nModules = join(playground, 'n8n', 'node_modules');

/** What n8n keeps between runs of the demo; in a folder that no linter reads. */
export const demoHome = join(playground, 'node_modules', '.demo');

export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	name: string;
	version: string;
};
