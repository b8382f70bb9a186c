import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const playground = dirname(fileURLToPath(import.meta.url));
export const root = dirname(playground);

/** Names the folder of another n8n than the playground's. */
export const OTHER_N8N = 'PLAYGROUND_N8N';

/** Modules of the playground's n8n, of the pinned version. */
export const pinnedModules = join(playground, 'n8n', 'node_modules');

/** Modules of the n8n that runs: the playground's, or the other one that is named. */
export const n8nModules = process.env[OTHER_N8N]
	? join(process.env[OTHER_N8N], 'node_modules')
	: pinnedModules;

/** Folder for n8n's data between runs of the demo, in a place that no linter reads. */
export const demoHome = join(playground, 'node_modules', '.demo');

export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	name: string;
	version: string;
	scripts: Record<string, string>;
};
