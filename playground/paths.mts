import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const playground = dirname(fileURLToPath(import.meta.url));
export const root = dirname(playground);

/** Modules of the playground's n8n. */
export const n8nModules = join(playground, 'n8n', 'node_modules');

/** Folder for n8n's data between runs of the demo, in a place that no linter reads. */
export const demoHome = join(playground, 'node_modules', '.demo');

export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	name: string;
	version: string;
	scripts: Record<string, string>;
};
