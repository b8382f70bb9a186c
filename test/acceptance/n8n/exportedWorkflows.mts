import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workflow } from '../../../playground/n8n-api.mts';
import { root } from '../../../playground/paths.mts';

const FOLDER = join(root, 'test/acceptance/n8n/exportedBy010');

/** Reads the workflows that were exported from version 0.1.0, by file name. */
export const exportedWorkflows = (): Array<[file: string, workflow: Workflow]> =>
	readdirSync(FOLDER).map((file) => [
		file,
		JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Workflow,
	]);

export const changelog = (): string => readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
