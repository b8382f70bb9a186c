import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { manifest, root } from './paths.mts';

const run = promisify(execFile);

const SOURCES = [
	'nodes',
	'lib',
	'credentials',
	'icons',
	'package.json',
	'tsconfig.json',
	'gulpfile.js',
];

function newestChange(path: string): number {
	const stats = statSync(path);
	if (!stats.isDirectory()) return stats.mtimeMs;
	// A folder's own time tells of removed files.
	return Math.max(
		stats.mtimeMs,
		...readdirSync(path).map((name) => newestChange(join(path, name))),
	);
}

function isBuilt(): boolean {
	const built = statSync(join(root, 'dist', 'package.json'), { throwIfNoEntry: false });
	return !!built && SOURCES.every((source) => newestChange(join(root, source)) < built.mtimeMs);
}

/** Builds `dist/` if a source is newer than what is there. */
export async function buildPackage(): Promise<void> {
	if (!isBuilt()) await run('npm', ['run', '--silent', 'build'], { cwd: root });
}

/** Packs the package as it would be published. @returns the tarball's path and the files in it */
export async function packPackage(folder: string): Promise<{ tarball: string; files: string[] }> {
	mkdirSync(folder, { recursive: true });
	const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
		cwd: root,
	});
	const parsed = JSON.parse(stdout) as unknown;
	const [packed] = (Array.isArray(parsed) ? parsed : Object.values(parsed as object)) as [
		{ filename: string; files: Array<{ path: string }> },
	];
	return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}

/** Unpacks the packed package where n8n keeps community packages, as n8n itself does on an install. */
export async function installIntoN8n(userFolder: string): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const target = join(nodes, 'node_modules', manifest.name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	const { tarball } = await packPackage(nodes);
	await run('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);
	rmSync(tarball);
	const dependencies = { [manifest.name]: manifest.version };
	writeFileSync(
		join(nodes, 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies }, null, 2),
	);
}
