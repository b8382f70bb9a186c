import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const playground = dirname(fileURLToPath(import.meta.url));
export const root = dirname(playground);

/** What the demo keeps between runs: n8n's database, the emulator's, the packed package. */
export const demoHome = join(playground, '.home');

export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
	name: string;
	version: string;
};
