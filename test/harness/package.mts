import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packPackage } from '../../playground/package.mts';
import { root } from '../../playground/paths.mts';
import { temporaryFolder } from './temporary.mts';

export interface UnpackedPackage {
	folder: string;
	files: string[];
	manifest: { dependencies?: object; n8n: { nodes: string[]; credentials: string[] } };
	/** The text of every JavaScript file in it. */
	scripts: Map<string, string>;
	remove: () => void;
}

/** A new folder in which n8n-workflow is found, as in an n8n. */
export function folderWithN8nWorkflow(): { path: string; remove: () => void } {
	const folder = temporaryFolder();
	const modules = join(folder.path, 'node_modules');
	mkdirSync(modules);
	symlinkSync(join(root, 'node_modules', 'n8n-workflow'), join(modules, 'n8n-workflow'));
	return folder;
}

/** Packs the package and unpacks it where n8n-workflow is at hand, as in an n8n, and nothing else of the repository. */
export async function unpackPackage(): Promise<UnpackedPackage> {
	const { path: parent, remove } = folderWithN8nWorkflow();
	const { tarball, files } = await packPackage(parent);
	execFileSync('tar', ['-xzf', tarball], { cwd: parent });
	const folder = join(parent, 'package');
	const read = (file: string) => readFileSync(join(folder, file), 'utf8');
	const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.js'))
		.map((file) => [file, read(file)] as const);
	return {
		folder,
		files,
		manifest: JSON.parse(read('package.json')) as UnpackedPackage['manifest'],
		scripts: new Map(scripts),
		remove,
	};
}
