import { execFile } from 'node:child_process';
import { copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { packPackage } from '../../../playground/package.mts';
import { root } from '../../../playground/paths.mts';
import { folderWithN8nWorkflow } from '../../harness/package.mts';

const run = promisify(execFile);
const imageFolder = join(root, 'deploy', 'image');

/** The instructions of deploy/image/Dockerfile, continued lines joined: `[instruction, rest]`. */
export const dockerfile = (): Array<[string, string]> =>
	readFileSync(join(imageFolder, 'Dockerfile'), 'utf8')
		.replaceAll(/\\\n\s*/g, '')
		.split('\n')
		.filter((line) => line && !line.startsWith('#'))
		.map((line) => [line.split(' ')[0], line.slice(line.indexOf(' ') + 1)]);

/**
 * Does what the Dockerfile says, in a folder instead of the image's home directory.
 * @param options `packed`: packs the package into the image's folder first; `args`: of the build; `path`: where `npm` is
 * @returns the folder; n8n-workflow is at hand there, as in an n8n
 */
export async function buildImageFolder(options: {
	packed: boolean;
	args?: Record<string, string>;
	path?: string;
}): Promise<{ path: string; remove: () => void }> {
	const folder = folderWithN8nWorkflow();
	const context = join(folder.path, 'context');
	mkdirSync(context);
	copyFileSync(join(imageFolder, 'Dockerfile'), join(context, 'Dockerfile'));
	const files = ['Dockerfile'];
	if (options.packed) files.push(basename((await packPackage(context)).tarball));
	const env: NodeJS.ProcessEnv = { ...process.env, PATH: options.path ?? process.env.PATH };
	for (const [instruction, rest] of dockerfile()) {
		if (instruction === 'ARG') {
			const [name, value] = rest.split('=');
			env[name] = options.args?.[name] ?? value;
		}
		if (instruction === 'COPY') {
			const target = join(folder.path, rest.split(' ').at(-1)!);
			for (const file of files) cpSync(join(context, file), join(target, file));
		}
		if (instruction === 'RUN') await run('sh', ['-c', rest], { cwd: folder.path, env });
	}
	return folder;
}
