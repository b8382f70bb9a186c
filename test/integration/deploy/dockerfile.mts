import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packPackage } from '../../../playground/package.mts';
import { root } from '../../../playground/paths.mts';
import { folderWithN8nWorkflow } from '../../harness/package.mts';

/** The instructions of deploy/image/Dockerfile, continued lines joined: `[instruction, rest]`. */
export const dockerfile = (): Array<[string, string]> =>
	readFileSync(join(root, 'deploy', 'image', 'Dockerfile'), 'utf8')
		.replaceAll(/\\\n\s*/g, '')
		.split('\n')
		.filter((line) => line && !line.startsWith('#'))
		.map((line) => [line.split(' ')[0], line.slice(line.indexOf(' ') + 1)]);

/**
 * Does what the Dockerfile says, in a folder instead of the image's home directory; packs the package first.
 * @returns the folder; n8n-workflow is at hand there, as in an n8n
 */
export async function buildImageFolder(): Promise<{ path: string; remove: () => void }> {
	const folder = folderWithN8nWorkflow();
	const { tarball } = await packPackage(join(folder.path, 'context'));
	for (const [instruction, rest] of dockerfile()) {
		if (instruction === 'COPY') cpSync(tarball, join(folder.path, rest.split(' ').at(-1)!));
		if (instruction === 'RUN') execFileSync('sh', ['-c', rest], { cwd: folder.path });
	}
	return folder;
}
