import { execFileSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packPackage } from '../../../playground/package.mts';
import { root } from '../../../playground/paths.mts';

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
export async function buildImageFolder(): Promise<string> {
	const folder = join(root, 'node_modules', '.cache', 'image');
	rmSync(folder, { recursive: true, force: true });
	const { tarball } = await packPackage(join(folder, 'context'));
	for (const [instruction, rest] of dockerfile()) {
		if (instruction === 'COPY') cpSync(tarball, join(folder, rest.split(' ').at(-1)!));
		if (instruction === 'RUN') execFileSync('sh', ['-c', rest], { cwd: folder });
	}
	return folder;
}
