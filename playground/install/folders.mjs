import { dirname, join } from 'node:path';

export const playground = dirname(import.meta.dirname);
export const root = dirname(playground);
export const node24Folder = join(playground, 'node24');
export const bunFolder = join(playground, 'bun');
export const n8nFolder = join(playground, 'n8n');

/** Folder for the installation's own files, in a place that no linter reads. */
export const workFolder = join(playground, 'node_modules', '.install');

/** Folder for other versions of n8n than the playground's, each in a folder of its own; none of them is in Git. */
export const versionsFolder = join(playground, 'node_modules', '.versions');
