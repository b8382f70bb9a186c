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

/** Where bun installs, until everything is there. */
const staging = join(workFolder, 'n8n');
/** What bun downloaded; a cut-off install goes on from here. The installed packages are hard links to it. */
const cache = join(workFolder, 'bun-cache');
const replaced = join(workFolder, 'replaced');
const temporary = join(workFolder, 'bun-tmp');
const leftovers = [staging, cache, replaced, temporary];

const lockHash = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

/** Returns true if all of n8n is in place, and what its install needed is gone. */
export function hasN8n() {
	return isInPlace() && !hasLeftovers();
}

const hasLeftovers = () => leftovers.some((path) => existsSync(path));

function isInPlace() {
	const stamp = join(modules, '.installed');
	if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()) return true;
	return isInstalledByNpm(n8nFolder);
}

/** Installs n8n with bun, which takes seconds where npm takes minutes, or with npm where bun does not run. */
export async function installN8n() {
	if (!isInPlace()) await installPackages();
	if (hasLeftovers()) await step('Tidying up after n8n’s install', () => remove(...leftovers));
}

async function installPackages() {
	if (await hasBun()) {
		try {
			return await step('Installing n8n (2.3 GB)', installWithBun);
		} catch (error) {
			if (!(error instanceof Stop) || error.message.includes(DISK_FULL)) throw error;
			await requireNetwork();
			console.log('bun could not install n8n: npm does it.');
		}
	}
	await step('Installing n8n (2.6 GB, some minutes)', () => npm(['ci'], n8nFolder));
}

/** Returns true if there is a bun that runs: none is published for some platforms, and some processors are too old. */
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

/** Installs what npm's lock file says, with its checksums, and moves it into place when all of it is there. */
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
				// What a cut-off install leaves stays in this folder.
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
