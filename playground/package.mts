import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	copyFileSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { manifest, playground, root } from './paths.mts';

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
	// A folder's own time changes when a file in it is removed.
	return Math.max(
		stats.mtimeMs,
		...readdirSync(path).map((name) => newestChange(join(path, name))),
	);
}

function isBuilt(): boolean {
	const built = statSync(join(root, 'dist', 'package.json'), { throwIfNoEntry: false });
	return !!built && SOURCES.every((source) => newestChange(join(root, source)) < built.mtimeMs);
}

/** Builds `dist/` if a source is newer. */
export async function buildPackage(): Promise<void> {
	if (!isBuilt()) await run('npm', ['run', '--silent', 'build'], { cwd: root });
}

/**
 * Packs the package as it would be published.
 * @returns the tarball's path and the files in it
 */
export async function packPackage(folder: string): Promise<{ tarball: string; files: string[] }> {
	const { tarball, files } = await packedBuild();
	mkdirSync(folder, { recursive: true });
	const copy = join(folder, basename(tarball));
	copyFileSync(tarball, copy);
	return { tarball: copy, files };
}

/** Unpacks the packed package to the folder where n8n installs community packages, as n8n itself does. */
export async function installIntoN8n(userFolder: string): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const target = join(nodes, 'node_modules', manifest.name);
	const { unpacked } = await packedBuild();
	rmSync(target, { recursive: true, force: true });
	cpSync(unpacked, target, { recursive: true });
	const dependencies = { [manifest.name]: manifest.version };
	writeFileSync(
		join(nodes, 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies }, null, 2),
	);
}

interface PackedBuild {
	tarball: string;
	/** Folder with the unpacked tarball. */
	unpacked: string;
	files: string[];
}

/** Folder for the packed build, in a place that no linter reads. */
const packedFolder = join(playground, 'node_modules', '.packed');

/** Files that npm packs, built or not. */
const PACKED = ['dist', 'package.json', 'index.js', 'README.md', 'LICENSE', 'CHANGELOG.md'];

/** Packs and unpacks the build, once per build, because npm takes a second or two of CPU time for it. */
async function packedBuild(): Promise<PackedBuild> {
	const folder = join(packedFolder, buildId());
	if (!existsSync(folder)) await packInto(folder);
	const files = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as string[];
	const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
	return { tarball: join(folder, tarball), unpacked: join(folder, 'package'), files };
}

function buildId(): string {
	const hash = createHash('sha256');
	const add = (path: string) => {
		const stats = statSync(join(root, path));
		if (stats.isDirectory())
			for (const name of readdirSync(join(root, path)).sort()) add(join(path, name));
		else hash.update(`${path} ${stats.size} ${stats.mtimeMs}\n`);
	};
	for (const path of PACKED) add(path);
	return hash.digest('hex').slice(0, 16);
}

async function packInto(folder: string): Promise<void> {
	mkdirSync(packedFolder, { recursive: true });
	const others = readdirSync(packedFolder);
	const unfinished = mkdtempSync(join(packedFolder, 'unfinished-'));
	try {
		const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', unfinished], {
			cwd: root,
		});
		const parsed = JSON.parse(stdout) as unknown;
		const [{ filename, files }] = (
			Array.isArray(parsed) ? parsed : Object.values(parsed as object)
		) as [{ filename: string; files: Array<{ path: string }> }];
		await run('tar', ['-xzf', filename], { cwd: unfinished });
		writeFileSync(join(unfinished, 'files.json'), JSON.stringify(files.map(({ path }) => path)));
		renameSync(unfinished, folder);
	} catch (error) {
		rmSync(unfinished, { recursive: true, force: true });
		// Another process may have been faster.
		if (!existsSync(folder)) throw error;
		return;
	}
	for (const other of others) rmSync(join(packedFolder, other), { recursive: true, force: true });
}
