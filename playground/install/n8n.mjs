import { createHash } from 'node:crypto';
import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DISK_FULL, installProgram, npm, requireNetwork, runCommand, Stop } from './command.mjs';
import { bunFolder, n8nFolder, workFolder } from './folders.mjs';
import { isInstalledByNpm } from './npmTree.mjs';
import { step } from './steps.mjs';

const lockFile = join(n8nFolder, 'package-lock.json');
const modules = join(n8nFolder, 'node_modules');

const architecture = process.arch === 'arm64' ? 'aarch64' : process.arch;
const bun = join(
	bunFolder,
	'node_modules',
	'@oven',
	`bun-${process.platform}-${architecture}`,
	'bin',
	'bun',
);

/** Folder where bun installs, until everything is complete. */
const staging = join(workFolder, 'n8n');
/** bun's downloads; an interrupted install continues with them. The installed packages are hard links to them. */
const cache = join(workFolder, 'bun-cache');
const replaced = join(workFolder, 'replaced');
const temporary = join(workFolder, 'bun-tmp');
const leftovers = [staging, cache, replaced, temporary];

const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

/** Returns true if all of n8n is installed and the temporary files of the install are removed. */
export function hasN8n() {
	return isInPlace() && !hasLeftovers();
}

const hasLeftovers = () => leftovers.some((path) => existsSync(path));

function isInPlace() {
	const stamp = join(modules, '.installed');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()) return true;
	return isInstalledByNpm(n8nFolder);
}

/** Installs n8n with bun, which takes seconds while npm takes minutes, or with npm if bun does not run. */
export async function installN8n() {
	if (!isInPlace()) await installPackages();
	if (hasLeftovers()) await step('Tidying up after n8n’s install', () => remove(...leftovers));
}

async function installPackages() {
	if (await hasBun()) {
		try {
			return await step('Installing n8n (2.3 GB)', installWithBun);
		} catch (error) {
			if (!(error instanceof Stop) || error.cause === DISK_FULL) throw error;
			await requireNetwork();
			console.log('bun could not install n8n: npm does it.');
		}
	}
	await step('Installing n8n (2.6 GB, some minutes)', () => npm(['ci'], n8nFolder));
}

/**
 * Returns true if there is a bun that runs: it is not published for some platforms, and some processors are too old.
 */
async function hasBun() {
	const { optionalDependencies } = JSON.parse(
		readFileSync(join(bunFolder, 'package.json'), 'utf8'),
	);
	if (!optionalDependencies[`@oven/bun-${process.platform}-${architecture}`]) return false;
	if (!existsSync(bun) || !isInstalledByNpm(bunFolder))
		await step('Installing bun, which installs n8n', () => installProgram(bunFolder, bun));
	return await runCommand(bun, ['--version']).then(
		() => true,
		() => false,
	);
}

/** Installs exactly what npm's lock file lists, with its checksums, and moves it into place when it is complete. */
async function installWithBun() {
	await remove(join(staging, 'node_modules'), replaced);
	mkdirSync(staging, { recursive: true });
	for (const file of ['package.json', 'package-lock.json'])
		copyFileSync(join(n8nFolder, file), join(staging, file));
	const { registry, cafile, ...config } = JSON.parse(await npm(['config', 'list', '--json']));
	const args = ['--frozen-lockfile', '--ignore-scripts', '--no-progress', `--cache-dir=${cache}`];
	await runCommand(
		bun,
		['install', ...args, `--registry=${registry}`, ...(cafile ? [`--cafile=${cafile}`] : [])],
		{
			cwd: staging,
			env: {
				...process.env,
				...(config.proxy && { HTTP_PROXY: config.proxy }),
				...(config['https-proxy'] && { HTTPS_PROXY: config['https-proxy'] }),
				// Files of an interrupted install stay in this folder.
				BUN_TMPDIR: temporary,
			},
		},
	);
	writeFileSync(join(staging, 'node_modules', '.installed'), lockHash());
	if (existsSync(modules)) renameSync(modules, replaced);
	renameSync(join(staging, 'node_modules'), modules);
}

async function remove(...folders) {
	await runCommand('rm', ['-rf', ...folders]);
}
